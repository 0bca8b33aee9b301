import { describe, expect, it } from '@jest/globals';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import { answers, hangs, OUTAGE, rehearse, type Script, throws } from './rehearsal.ts';

const definition = JSON.parse(definitionText('reconciliation')) as Definition;
const went: string[] = [];

const RENTAL = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const hold = { rentalId: RENTAL, slot: 1 };
const bike = {
  bikeId: 'bike-1',
  state: 'reserved',
  since: '2026-05-01T00:00:00.000Z',
  kioskId: 'market',
  bay: 1,
  hold,
};
const kiosk = { kioskId: 'market', reportedAt: '2026-05-01T00:00:00.000Z', bays: [{ bay: 1, bikeId: 'bike-1' }] };
const rental = { rentalId: RENTAL, status: 'ended', bikesTaken: 0, changedAt: '2026-05-01T00:00:00.000Z' };
const payment = { rentalId: RENTAL, status: 'authorized', authorized: 4000, changedAt: '2026-05-01T00:00:00.000Z' };
const correction = { bikeId: 'bike-1', kioskId: 'market', from: 1, to: 2, seenAt: '2026-05-01T00:00:00.000Z' };
const NOTHING = { corrections: [], stale: [], cases: 0 };

/** A city of one kiosk in which all is well. */
const WELL: Script = {
  ExportKiosks: [answers({ shards: [{ kioskIds: ['market'] }] })],
  ExportBays: [answers({ kiosks: [kiosk] })],
  ExportBikes: [answers({ bikes: [bike] })],
  ExportRentals: [answers({ rentals: [rental] })],
  CompareShard: [answers(NOTHING)],
  CorrectBays: [answers({ bikes: 1 })],
  ReleaseStale: [answers({ holds: 1 })],
  ExportPayments: [answers({ payments: [payment] })],
  CompareHolds: [answers({ reclaims: [], cases: 0 })],
  ReclaimHold: [answers({})],
  ExportOutstanding: [answers({ bikes: [], places: [] })],
  FindFailures: [answers({ cases: 0 })],
};

/** What brings a run past every state, so that each can be made to fail. */
const BUSY: Script = {
  CompareShard: [answers({ corrections: [correction], stale: [hold], cases: 0 })],
  CompareHolds: [answers({ reclaims: [RENTAL], cases: 0 })],
};

async function reconcile(script: Script = {}, minutesLater = 0) {
  const rehearsal = rehearse({ ...WELL, ...script });
  await rehearsal.lab.clock.pass(minutesLater * 60_000);
  await rehearsal.make('reconciliation');
  const ended = await rehearsal.perform('reconciliation', { segments: 96 }, 'run-1');
  went.push(...ended.went);
  return { ...ended, calls: rehearsal.calls };
}

describe('reconciling a city', () => {
  it('compares what sensors see with what is recorded, and changes nothing where they agree', async () => {
    const { status, calls } = await reconcile();

    expect(status).toBe('SUCCEEDED');
    expect(calls.get('ExportBikes')).toEqual([{ kioskIds: ['market'], bikeIds: ['bike-1'] }]);
    expect(calls.get('ExportRentals')?.[0]).toEqual({ rentalIds: [RENTAL] });
    expect(calls.get('CompareShard')?.[0]).toEqual({ kiosks: [kiosk], bikes: [bike], places: [], rentals: [rental] });
    expect(calls.get('CorrectBays')).toBeUndefined();
    expect(calls.get('ReleaseStale')).toEqual([{ holds: [] }]);
    expect(calls.get('ReclaimHold')).toBeUndefined();
  });

  it('asks for the bike in the hatch as well, and for nothing where there is nothing', async () => {
    const { status, calls } = await reconcile({
      ExportKiosks: [answers({ shards: [{ kioskIds: ['market'] }, { kioskIds: ['harbour'] }] })],
      ExportBays: [answers({ kiosks: [{ ...kiosk, hatch: 'bike-2' }] }), answers({ kiosks: [] })],
      ExportBikes: [answers({ bikes: [] })],
      ExportPayments: [answers({ payments: [] })],
    });

    expect(status).toBe('SUCCEEDED');
    expect(calls.get('ExportBikes')).toEqual(
      expect.arrayContaining([
        { kioskIds: ['market'], bikeIds: ['bike-1', 'bike-2'] },
        { kioskIds: ['harbour'], bikeIds: [] },
      ]),
    );
    expect(calls.get('ExportRentals')).toEqual(Array(4).fill({ rentalIds: [] }));
  });

  it('succeeds in a city that has no kiosks yet', async () => {
    const { status, calls } = await reconcile({ ExportKiosks: [answers({ shards: [] })] });

    expect(status).toBe('SUCCEEDED');
    expect(calls.get('ExportBays')).toBeUndefined();
  });

  it('has the owning services heal what may be healed', async () => {
    const { status, calls } = await reconcile(BUSY);

    expect(status).toBe('SUCCEEDED');
    expect(calls.get('CorrectBays')).toEqual([{ corrections: [correction] }]);
    expect(calls.get('ReleaseStale')?.[0]).toEqual({ holds: [hold] });
    expect(calls.get('ReclaimHold')).toEqual([{ rentalId: RENTAL }]);
  });

  it('gives holds back one after another, and page by page', async () => {
    const { status, calls } = await reconcile({
      ExportPayments: [answers({ payments: [payment], cursor: 'page-2' }), answers({ payments: [] })],
      CompareHolds: [answers({ reclaims: [RENTAL, OTHER], cases: 0 }), answers({ reclaims: [], cases: 0 })],
    });

    expect(status).toBe('SUCCEEDED');
    expect(calls.get('ExportPayments')).toEqual([{}, { cursor: 'page-2' }]);
    expect(calls.get('ReclaimHold')).toEqual([{ rentalId: RENTAL }, { rentalId: OTHER }]);
  });

  it('looks at the part of the inventory whose turn it is, page by page', async () => {
    const { calls } = await reconcile({
      ExportOutstanding: [answers({ bikes: [], places: [hold], cursor: 'page-2' }), answers({ bikes: [], places: [] })],
    });

    const asked = calls.get('ExportOutstanding');
    expect(asked).toEqual([
      { segment: 0, segments: 96 },
      { segment: 0, segments: 96, cursor: 'page-2' },
    ]);
    expect(calls.get('CompareShard')?.[1]).toEqual({ kiosks: [], bikes: [], places: [hold], rentals: [rental] });
  });

  it.each([
    [14, 0],
    [46, 3],
    [24 * 60 - 1, 95],
    [24 * 60, 0],
  ])('comes round in a day: minute %i is the turn of part %i', async (minutes, segment) => {
    const { calls } = await reconcile({}, minutes);

    expect(calls.get('ExportOutstanding')).toEqual([{ segment, segments: 96 }]);
  });

  it('goes on with the holds that it can give back, and says that one was left', async () => {
    const { status, error, calls } = await reconcile({
      CompareHolds: [answers({ reclaims: [RENTAL, OTHER], cases: 0 })],
      ReclaimHold: [throws('CommandMalformed'), answers({})],
    });

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'ReconciliationIncomplete' });
    expect(calls.get('ReclaimHold')).toHaveLength(2);
  });

  it('compares the other kiosks and the payments where some kiosks cannot be compared, and fails at the end', async () => {
    const { status, error, calls } = await reconcile({
      ExportKiosks: [answers({ shards: [{ kioskIds: ['market'] }, { kioskIds: ['harbour'] }] })],
      ExportBays: [throws('CommandMalformed'), answers({ kiosks: [kiosk] })],
    });

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'ReconciliationIncomplete' });
    expect(calls.get('CompareShard')).toHaveLength(2);
    expect(calls.get('CompareHolds')).toHaveLength(1);
  });

  /** Each function that is asked, and by which of its calls a state is the one that fails. */
  const CALLS: [string, number][] = [
    ['ExportKiosks', 0],
    ['ExportBays', 0],
    ['ExportBikes', 0],
    ['ExportRentals', 0],
    ['ExportRentals', 1],
    ['ExportRentals', 2],
    ['CompareShard', 0],
    ['CompareShard', 1],
    ['CorrectBays', 0],
    ['ReleaseStale', 0],
    ['ReleaseStale', 1],
    ['ExportPayments', 0],
    ['CompareHolds', 0],
    ['ReclaimHold', 0],
    ['ExportOutstanding', 0],
    ['FindFailures', 0],
  ];
  const actsOf = (name: string) => ({ ...WELL, ...BUSY })[name] ?? [];
  const atCall = (name: string, call: number, ...acts: Script[string]) => {
    const well = actsOf(name);
    return { [name]: [...Array.from({ length: call }, () => well[0] ?? hangs), ...acts] };
  };

  it.each(CALLS)('goes on after an outage of %s, call %i, and after one that hangs', async (name, call) => {
    const [well = hangs] = actsOf(name);
    const { status, calls } = await reconcile({ ...BUSY, ...atCall(name, call, throws(OUTAGE), hangs, well) });

    expect(status).toBe('SUCCEEDED');
    expect(calls.get(name)?.length).toBeGreaterThanOrEqual(call + 3);
  });

  it.each(CALLS.flatMap(([name, call]) => [OUTAGE, 'CommandMalformed'].map((error) => ({ name, call, error }))))(
    'fails for an operator to see where $name, call $call, ends in $error',
    async ({ name, call, error }) => {
      const { status } = await reconcile({ ...BUSY, ...atCall(name, call, throws(error)) });

      expect(status).toBe('FAILED');
    },
  );

  it('has been seen in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });
});
