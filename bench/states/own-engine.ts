import { tokenOperations } from '../../local/states/api/token-operations.ts';
import type { MachineType } from '../../local/states/definition/check.ts';
import { Engine } from '../../local/states/engine.ts';
import type { Execution } from '../../local/states/execution.ts';
import type { TaskAnswer } from '../../local/states/interpreter/task-answers.ts';
import type { Journal } from '../../local/states/journal/journal.ts';
import type { JsonObject } from '../../local/states/json.ts';
import type { MachineRevision } from '../../local/states/machines.ts';
import { systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { definitionOf, type Shape, type Workload } from './workload.ts';

const IDENTITY = {
  arn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:bench',
  ...{ name: 'bench', roleArn: 'arn:aws:iam::000000000000:role/bench' },
};

const answerLater = () =>
  new Promise<TaskAnswer>((resolve) => setImmediate(() => resolve({ kind: 'succeeded', output: { taken: true } })));

/** The engine as the host runs it, with functions that answer at once, and callbacks that are sent as they are asked for. */
export async function ownEngine(journal: Journal, shape: Shape, type: MachineType, inputOf: Workload['inputOf']) {
  const engine: Engine = new Engine({
    ...{ clock: systemClock, random: systemRandom, region: 'eu-west-1', journal },
    ...{ onStatus: () => {}, log: (line) => console.error(line) },
    runTask: async ({ resource, arguments: input }) => {
      if ((input as JsonObject)['isCallback'] === true) return answerLater();
      if (resource.pattern !== 'waitForTaskToken') return { kind: 'succeeded', output: null };
      const { token: taskToken = '', never } = (input as JsonObject)['Payload'] as JsonObject;
      if (never !== true) setImmediate(() => void tokens.SendTaskSuccess({ taskToken, output: '{"taken":true}' }));
      return { kind: 'submitted', output: null };
    },
  });
  const tokens = tokenOperations(engine);
  await engine.open();
  engine.resume();
  const at = systemClock.now();
  const revision = engine.machines.nextRevision(IDENTITY.arn);
  const text = JSON.stringify(definitionOf(shape));
  const machine: MachineRevision = { ...IDENTITY, type, revision, definition: text, createdAt: at, updatedAt: at };
  await engine.putMachine(machine);
  let count = 0;
  const start = (whenEnded?: (execution: Execution) => void) =>
    engine.start(engine.newHead(machine, `e-${++count}`, JSON.stringify(inputOf(count))), whenEnded);
  return {
    engine,
    start,
    /** One execution, from its start to its end. */
    run: () =>
      new Promise<void>((resolve, reject) => {
        const ended = ({ status, error }: Execution) =>
          status === 'SUCCEEDED' ? resolve() : reject(new Error(`The execution ended ${status}: ${error}`));
        start(ended).catch(reject);
      }),
  };
}
