import { join } from 'node:path';
import type { HostContext, HostModule } from '../module.ts';
import { type Caller, type Operations, ServiceError } from '../wire/contract.ts';
import { jsonService } from '../wire/json-service.ts';
import { executionOperations } from './api/execution-operations.ts';
import { type Input, operationInput } from './api/fields.ts';
import { machineOperations } from './api/machine-operations.ts';
import { startOperations } from './api/start-operations.ts';
import { type StatusChange, statusChange } from './api/status-change.ts';
import { tagOperations } from './api/tag-operations.ts';
import { tokenOperations } from './api/token-operations.ts';
import { Engine } from './engine.ts';
import { FileJournal } from './journal/file-journal.ts';
import { DiskFull, type Journal } from './journal/journal.ts';
import type { Json } from './json.ts';
import { machineKind, type ReadAsset } from './machine-kind.ts';
import { serviceTasks } from './tasks/service-tasks.ts';
import { placeOf } from './token.ts';

export interface StatesHooks {
  /** Told of each status of each Standard execution. Where it rejects, it is told again when the host starts anew. */
  onStatusChange: (detail: StatusChange) => Promise<void> | void;
  /** The text of a definition that was deployed as a file. */
  readAsset: ReadAsset;
  /** Where executions are written down; a folder of the host's data unless told otherwise. */
  journal?: Journal;
}

export interface StatesModule extends HostModule {
  /** The engine, once it has read its journal. */
  engine(): Promise<Engine>;
  /** The state machine whose task a token belongs to; undefined where no execution has such a token. */
  machineOfToken(token: string): Promise<string | undefined>;
}

/** What is done without the journal; of the rest nothing is begun while there is no room for it. */
const NEEDS_NO_ROOM = /^(Describe|List|Get|Validate|StartSync|TestState)/;

const FULL = new ServiceError(
  'ServiceUnavailable',
  "The disk under the state machines' journal is full. Make room on it; executions go on by themselves then.",
  503,
);

type Operation = (input: Input) => Json | Promise<Json>;

/** Step Functions: state machines, their executions, and the API by which both are looked after. */
export function statesModule(context: HostContext, hooks: StatesHooks): StatesModule {
  const { clock, random, region, account, log } = context;
  const engine = new Engine({
    ...{ clock, random, region, log },
    journal: hooks.journal ?? new FileJournal(join(context.dataDir, 'states'), log),
    runTask: serviceTasks(context.call, log),
    onStatus: (execution) => hooks.onStatusChange(statusChange(execution)),
  });
  let opening: Promise<Engine> | undefined;
  const opened = (): Promise<Engine> => {
    opening ??= engine.open().then(() => engine);
    return opening;
  };
  const now = () => clock.now();
  const all: Record<string, Operation> = {
    ...machineOperations(engine, { region, account, now }),
    ...startOperations(engine, random),
    ...executionOperations(engine, now),
    ...tokenOperations(engine),
    ...tagOperations(engine),
  };
  const operations: Operations = Object.fromEntries(
    Object.entries(all).map(([name, operation]) => [
      name,
      async (input: unknown, _caller: Caller) => {
        await opened();
        if (engine.isFull && !NEEDS_NO_ROOM.test(name)) throw FULL;
        try {
          return await operation(operationInput(input));
        } catch (fault) {
          throw fault instanceof DiskFull ? FULL : fault;
        }
      },
    ]),
  );
  const onFault = (fault: unknown): void => log(`states: ${fault instanceof Error ? fault.stack : fault}`);
  return {
    services: { states: jsonService('states', '1.0', operations, onFault) },
    kinds: { 'AWS::StepFunctions::StateMachine': machineKind(context, opened, hooks.readAsset) },
    engine: opened,
    machineOfToken: async (token) => {
      const place = placeOf(token);
      return place && (await opened()).register.byId(place.execution)?.machineArn;
    },
    start: async () => (await opened()).resume(),
    close: async () => {
      if (opening) await (await opening).close();
    },
  };
}
