import { describe, expect, it } from '@jest/globals';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import { answers, hangs, OUTAGE, type Script, throws } from './rehearsal.ts';
import {
  back,
  CHANGED,
  CLOSED,
  FAILED,
  FINISHED,
  HELD,
  hour,
  lateAt,
  nothing,
  PASSED,
  repair,
  SOON,
  STARTED,
  went,
} from './repaired.ts';

const definition = JSON.parse(definitionText('repair')) as Definition;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const out = { event: 'maintenance', to: 'non_operational', by: 'repair/bike-1-1', changeId: 'repair/bike-1-1/out' };
const inAgain = { event: 'maintenance', to: 'available', by: 'repair/bike-1-1', changeId: 'repair/bike-1-1/in' };
const steps = (asked: { step?: unknown; round?: unknown }[]) => asked.map(({ step, round }) => [step, round]);

describe('the repair of a bike that may hurt its rider', () => {
  it('takes it out of service, waits until it is mended and inspected, and offers it again', async () => {
    const { status, result, asked } = await repair();

    expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: CLOSED });
    expect(asked('ChangeBike')).toEqual([expect.objectContaining(out), expect.objectContaining(inAgain)]);
    expect(steps(asked('AwaitStep'))).toEqual([
      ['finish', 1],
      ['inspection', 1],
    ]);
    expect(asked('CloseWorkOrder')).toEqual([{ outcome: 'inService' }]);
  });

  it('goes on where the bike was withdrawn already', async () => {
    const { status, asked } = await repair({ ChangeBike: [throws('TransitionNeedless'), CHANGED] });

    expect(status).toBe('SUCCEEDED');
    expect(asked('ChangeBike')).toHaveLength(2);
  });

  it('waits for a bike that is ridden, and tries once more each time that something is told of it', async () => {
    const { status, asked } = await repair({
      ChangeBike: [throws('TransitionRefused'), throws('TransitionRefused'), CHANGED],
      AwaitStep: [back(), back(), FINISHED, PASSED],
    });

    expect(status).toBe('SUCCEEDED');
    expect(asked('ChangeBike')).toHaveLength(4);
    expect(asked('AwaitStep').slice(0, 2)).toEqual([
      { step: 'bike', turn: 1 },
      { step: 'bike', turn: 2 },
    ]);
  });

  it('is content with a bike that was collected while it was waited for', async () => {
    const { status, asked } = await repair({
      ChangeBike: [throws('TransitionRefused')],
      AwaitStep: [back(true), FINISHED, PASSED],
    });

    expect(status).toBe('SUCCEEDED');
    expect(asked('ChangeBike')).toHaveLength(2);
  });

  it('ends where the bike does not turn up within a month', async () => {
    const { status, asked, lastedMs } = await repair({
      ChangeBike: [throws('TransitionRefused')],
      AwaitStep: [nothing],
    });

    expect(status).toBe('SUCCEEDED');
    expect(asked('CloseWorkOrder')).toEqual([{ outcome: 'bikeGone' }]);
    expect(lastedMs()).toBe(30 * DAY);
  });

  it('has a bike mended again that did not pass', async () => {
    const { asked } = await repair({ AwaitStep: [FINISHED, FAILED, FINISHED, PASSED] });

    expect(steps(asked('AwaitStep'))).toEqual([
      ['finish', 1],
      ['inspection', 1],
      ['finish', 2],
      ['inspection', 2],
    ]);
  });

  it('leaves a bike out of service that an operator keeps back', async () => {
    const { status, asked } = await repair({ AwaitStep: [FINISHED, HELD] });

    expect(status).toBe('SUCCEEDED');
    expect(asked('ChangeBike')).toEqual([expect.objectContaining(out)]);
    expect(asked('CloseWorkOrder')).toEqual([{ outcome: 'heldByOperator' }]);
  });

  it.each(['TransitionNeedless', 'TransitionRefused'])(
    'ends well where the bike is elsewhere by then: %s',
    async (error) => {
      const { status } = await repair({ ChangeBike: [CHANGED, throws(error)] });

      expect(status).toBe('SUCCEEDED');
    },
  );

  it('is told late each time that its time is up, and waits on', async () => {
    const { status, asked, lastedMs } = await repair({
      AwaitStep: [nothing, nothing, FINISHED, PASSED],
      ReportLate: [lateAt(24), lateAt(48)],
    });

    expect(status).toBe('SUCCEEDED');
    expect(asked('ReportLate')).toEqual([{ dueAt: hour(24) }, { dueAt: hour(48) }]);
    expect(lastedMs()).toBeGreaterThanOrEqual(2 * DAY);
  });

  it('is told late where it is mended and nobody inspects it', async () => {
    const { status, asked } = await repair({ AwaitStep: [FINISHED, nothing, PASSED] });

    expect(status).toBe('SUCCEEDED');
    expect(asked('ReportLate')).toEqual([{ dueAt: hour(24) }]);
  });
});

describe('the repair of a bike that is to be looked at', () => {
  it('leaves it in service until a mechanic starts', async () => {
    const { status, asked, calls } = await repair({ OpenWorkOrder: [SOON], AwaitStep: [STARTED, FINISHED, PASSED] });

    expect(status).toBe('SUCCEEDED');
    expect(steps(asked('AwaitStep'))[0]).toEqual(['start', undefined]);
    expect([...calls.keys()].slice(0, 3)).toEqual(['OpenWorkOrder', 'AwaitStep', 'ChangeBike']);
  });

  it('rises by one where nobody comes, and is out of service once that makes it urgent', async () => {
    const { status, asked } = await repair({
      OpenWorkOrder: [answers({ priority: 'routine', dueAt: hour(24), turn: 1, round: 1 })],
      AwaitStep: [nothing, nothing, FINISHED, PASSED],
      ReportLate: [lateAt(24, 'soon'), lateAt(48, 'urgent')],
    });

    expect(status).toBe('SUCCEEDED');
    expect(steps(asked('AwaitStep')).map(([step]) => step)).toEqual(['start', 'start', 'finish', 'inspection']);
    expect(asked('ReportLate')).toEqual([{ dueAt: hour(24) }, { dueAt: hour(48) }]);
  });
});

/** Each function by which a state is the one that fails: what comes before it, and how many of its calls went well. */
const FAILING: [what: string, name: string, before: Script][] = [
  ['Open the work order', 'OpenWorkOrder', { OpenWorkOrder: [] }],
  ['Await a mechanic', 'AwaitStep', { OpenWorkOrder: [SOON], AwaitStep: [] }],
  ['Raise its priority', 'ReportLate', { OpenWorkOrder: [SOON], AwaitStep: [nothing], ReportLate: [] }],
  ['Take it out of service', 'ChangeBike', { ChangeBike: [] }],
  ['Await the bike', 'AwaitStep', { ChangeBike: [throws('TransitionRefused')], AwaitStep: [] }],
  ['Await the repair', 'AwaitStep', { AwaitStep: [] }],
  ['Report the repair late', 'ReportLate', { AwaitStep: [nothing], ReportLate: [] }],
  ['Await the inspection', 'AwaitStep', { AwaitStep: [FINISHED] }],
  ['Report the inspection late', 'ReportLate', { AwaitStep: [FINISHED, nothing], ReportLate: [] }],
  ['Put it back in service', 'ChangeBike', { ChangeBike: [CHANGED] }],
  ['Close the work order', 'CloseWorkOrder', { CloseWorkOrder: [] }],
];
const FINAL: Record<string, string> = { ChangeBike: 'BikeUnknown' };
/** What makes each go on after it has failed. */
const WELL: Record<string, Script[string]> = {
  OpenWorkOrder: [SOON],
  ChangeBike: [CHANGED],
  ReportLate: [lateAt(24)],
  CloseWorkOrder: [answers(CLOSED)],
};

describe('an operator', () => {
  it.each(
    FAILING.flatMap(([state, name, before]) =>
      [FINAL[name] ?? 'WorkOrderUnknown', 'CommandMalformed'].map((error) => ({ state, name, before, error })),
    ),
  )('sees a repair that fails at once: $state, $error', async ({ name, before, error }) => {
    const past = before[name] ?? [];

    const { status, error: shown, calls } = await repair({ ...before, [name]: [...past, throws(error)] });

    expect({ status, shown }).toEqual({ status: 'FAILED', shown: error });
    expect(calls.get(name)).toHaveLength(past.length + 1);
  });

  it.each(FAILING)('sees a repair fail after ten retries: %s', async (_, name, before) => {
    const past = before[name] ?? [];

    const { status, calls } = await repair({ ...before, [name]: [...past, throws(OUTAGE)] });

    expect(status).toBe('FAILED');
    expect(calls.get(name)).toHaveLength(past.length + 11);
  });

  it.each(FAILING.filter(([, name]) => name !== 'AwaitStep'))(
    'need not look where an outage passes, or a call hangs: %s',
    async (_, name, before) => {
      const past = before[name] ?? [];
      const waits = before['AwaitStep'] ?? [];
      const starts = before['OpenWorkOrder'] === undefined || name === 'OpenWorkOrder' ? [] : [STARTED];
      const opens = name === 'OpenWorkOrder' ? [STARTED] : [];
      const rest = waits.includes(FINISHED) ? [PASSED] : [FINISHED, PASSED];
      const late = name === 'ReportLate' && starts.length > 0 ? [] : starts;

      const { status } = await repair({
        ...before,
        [name]: [...past, throws(OUTAGE), hangs, ...(WELL[name] ?? [])],
        AwaitStep: [...waits, ...opens, ...late, ...rest],
      });

      expect(status).toBe('SUCCEEDED');
    },
  );

  it('has a repair go on where it failed, and nothing is done twice', async () => {
    const { redrive, calls } = await repair({ CloseWorkOrder: [throws('WorkOrderUnknown'), answers(CLOSED)] });

    const { status, result } = await redrive();

    expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: CLOSED });
    expect(['OpenWorkOrder', 'ChangeBike', 'AwaitStep'].map((name) => calls.get(name)?.length)).toEqual([1, 2, 2]);
  });

  it('has it wait again with what is left of its time, by redriving', async () => {
    const { redrive, asked, lastedMs } = await repair({
      AwaitStep: [throws('WorkOrderUnknown'), nothing, FINISHED, PASSED],
    });

    await redrive();

    expect(asked('ReportLate')).toHaveLength(1);
    expect(lastedMs()).toBeLessThan(DAY + HOUR);
  });
});

describe('the waits of a repair', () => {
  it.each(FAILING.filter(([, name]) => name === 'AwaitStep'))(
    'are tried again through an outage: %s',
    async (_, __, before) => {
      const waits = before['AwaitStep'] ?? [];
      const isFirst = before['OpenWorkOrder'] !== undefined;
      const heard = isFirst ? [STARTED] : before['ChangeBike'] ? [back()] : [];
      const rest = waits.includes(FINISHED) ? [PASSED] : [...heard, FINISHED, PASSED];
      const ChangeBike = before['ChangeBike'] ? [throws('TransitionRefused'), CHANGED] : [CHANGED];

      const { status } = await repair({ ...before, ChangeBike, AwaitStep: [...waits, throws(OUTAGE), ...rest] });

      expect(status).toBe('SUCCEEDED');
    },
  );
});

describe('the rehearsals of a repair', () => {
  it('have been in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });
});
