import { describe, expect, it } from '@jest/globals';
import { memoryJournal } from '../../../local/states/journal/memory-journal.ts';
import type { Json, JsonObject } from '../../../local/states/json.ts';
import { executionArn, type Handler, laboratory, START, task, tokenTask } from './laboratory.ts';

const MINUTE_MS = 60_000;

/** A rental in small: reserve, hand two bikes over one by one (each waits to be taken), wait, settle. */
const STATES = {
  Reserve: task('step', {
    Arguments: { step: 'reserve' },
    Assign: { held: '{% $states.result %}' },
    Next: 'Hand over',
  }),
  'Hand over': {
    ...{ Type: 'Map', Items: ['a', 'b'], MaxConcurrency: 1, Next: 'Look back' },
    ItemProcessor: {
      StartAt: 'Open',
      States: {
        Open: task('step', { Arguments: { step: "{% 'open ' & $states.input %}" }, Next: 'Taken' }),
        Taken: tokenTask('taken'),
      },
    },
  },
  'Look back': { Type: 'Wait', Seconds: 300, Next: 'Settle' },
  Settle: task('step', {
    Arguments: { step: 'settle' },
    Output: { held: '{% $held %}', taken: '{% $states.input %}', settled: '{% $states.result %}' },
  }),
} as unknown as JsonObject;

const OUTCOME = { held: 'did reserve', taken: ['taken did open a', 'taken did open b'], settled: 'did settle' };

/** Functions that note what they were asked; `taken` notes whose token it was handed. */
function functions() {
  const steps: string[] = [];
  const tokens = new Map<string, string>();
  const step: Handler = (event) => {
    const { step } = event as { step: string };
    steps.push(step);
    return `did ${step}`;
  };
  const taken: Handler = (event) => {
    const { token, input } = event as { token: string; input: string };
    tokens.set(token, input);
    return null;
  };
  return { steps, tokens, handlers: { step, taken } };
}

type Laboratory = ReturnType<typeof laboratory>;

/** Plays the riders: takes each bike whose token is known, until the execution has ended. */
async function playOut(lab: Laboratory, arn: string, ...books: Array<Map<string, string>>): Promise<Json> {
  for (let minute = 0; minute < 20; minute++) {
    for (const [taskToken, input] of books.flatMap((tokens) => [...tokens])) {
      await lab.send('SendTaskSuccess', { taskToken, output: JSON.stringify(`taken ${input}`) });
    }
    await lab.clock.pass(MINUTE_MS);
    const { status, result } = await lab.describe(arn);
    if (status !== 'RUNNING') return { status, result };
  }
  return 'never ended';
}

/** Steps whose success the journal holds. */
function finishedSteps(lines: string[]): Set<string> {
  return new Set(lines.join('\n').match(/(?<=LambdaFunctionSucceeded","details":\{"output":"did )[\w ]+/g));
}

describe('an engine that was killed', () => {
  it('goes on from any record of its journal, repeats no finished state and keeps tokens valid', async () => {
    const lines: string[] = [];
    const before = functions();
    const first = laboratory(before.handlers, { journal: memoryJournal(lines) });
    const arn = await first.start(await first.create(STATES));
    const whole = await playOut(first, arn, before.tokens);
    const begun = lines.findIndex((line) => line.includes('"kind":"started"')) + 1;

    const outcomes: Json[] = [];
    const repeated: string[] = [];
    for (let kept = begun; kept <= lines.length; kept++) {
      const known = lines.slice(0, kept);
      const after = functions();
      const second = laboratory(after.handlers, { journal: memoryJournal([...known]) });
      await second.module.start?.();
      outcomes.push(await playOut(second, arn, before.tokens, after.tokens));
      const finished = finishedSteps(known);
      repeated.push(...after.steps.filter((step) => finished.has(step)).map((step) => `${step} after ${kept} records`));
    }

    expect(whole).toEqual({ status: 'SUCCEEDED', result: OUTCOME });
    expect(outcomes.length).toBeGreaterThan(8);
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(new Set([JSON.stringify(whole)]));
    expect(finishedSteps(lines).size).toBe(4);
    expect(repeated).toEqual([]);
  });

  it('lets timers that fell due meanwhile fire at once', async () => {
    const lines: string[] = [];
    const first = laboratory({}, { journal: memoryJournal(lines) });
    const arn = await first.start(await first.create({ Wait: { Type: 'Wait', Seconds: 600, End: true } }));
    const second = laboratory({}, { journal: memoryJournal(lines), now: START + 3_600_000 });

    await second.module.start?.();
    await second.clock.pass(0);

    expect(await second.describe(arn)).toMatchObject({ status: 'SUCCEEDED', stopDate: START / 1000 + 3600 });
  });

  it('tells again of an end that it had no time to tell of', async () => {
    const lines: string[] = [];
    const first = laboratory({}, { journal: memoryJournal(lines) });
    await first.start(await first.create({ Done: { Type: 'Succeed' } }));
    const untold = lines.filter((line) => !line.includes('toldStatus":"SUCCEEDED"}'));
    const second = laboratory({}, { journal: memoryJournal(untold) });

    await second.module.start?.();
    await second.clock.pass(0);

    expect(second.told.at(-1)).toMatchObject({ name: 'r-1', status: 'SUCCEEDED', output: '{}' });
  });

  it('finds the child execution that it had started, also when that one has ended meanwhile', async () => {
    const lines: string[] = [];
    const first = laboratory({}, { journal: memoryJournal(lines) });
    await first.create({ Done: { Type: 'Pass', Output: { rode: true }, End: true } }, {}, 'ride');
    const machine = executionArn('ride', '').replace(':execution:', ':stateMachine:').slice(0, -1);
    const ride = task('', {
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      ...{ Arguments: { StateMachineArn: machine }, Output: '{% $states.result.Output %}' },
    });
    const arn = await first.start(await first.create({ Ride: ride }));
    const cut = lines.findIndex((line) => line.includes('TaskSubmitted'));
    const childEnded = lines.filter((line) => line.includes('"id":2,'));
    const journal = memoryJournal([
      ...lines.slice(0, cut),
      ...childEnded.filter((line) => !lines.slice(0, cut).includes(line)),
    ]);
    const second = laboratory({}, { journal });

    await second.module.start?.();
    const execution = await second.finish(arn);

    expect(cut).toBeGreaterThan(0);
    expect(execution.result).toEqual({ rode: true });
  });
});
