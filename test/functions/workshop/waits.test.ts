import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { type Bench, bench, change, minute, ride, said, told } from './bench.ts';

const dynamo = useDynamo();

async function reported(...more: Parameters<typeof bench> extends [unknown, ...infer Rest] ? Rest : never) {
  const one = await bench(dynamo, ...more);
  await one.hear(...ride(0, 10, 'harbour'), said('brakes', 11));
  await one.open();
  return one;
}

type Way = [
  what: string,
  wait: Parameters<Bench['await']>[0],
  fulfil: (one: Bench) => Promise<unknown>,
  result: object,
];

/** Everything that a repair waits for, and what brings it about. */
const WAYS: Way[] = [
  [
    'the mechanic has finished',
    { taskToken: 'token-1', step: 'finish', round: 1 },
    async (one) => {
      await one.start();
      await one.finish();
    },
    { round: 1 },
  ],
  [
    'the bike has passed',
    { taskToken: 'token-1', step: 'inspection', round: 1 },
    async (one) => {
      await one.start();
      await one.finish();
      await one.inspect();
    },
    { verdict: 'passed', round: 1, isHeld: false },
  ],
  [
    'the bike has failed',
    { taskToken: 'token-1', step: 'inspection', round: 1 },
    async (one) => {
      await one.start();
      await one.finish();
      await one.inspect('failed');
    },
    { verdict: 'failed', round: 2 },
  ],
  [
    'the bike came back',
    { taskToken: 'token-1', step: 'bike', turn: 1 },
    (one) => one.hear(...ride(20, 30)),
    { turn: 2, isOutOfService: false },
  ],
  [
    'the bike was let go of',
    { taskToken: 'token-1', step: 'bike', turn: 1 },
    (one) => one.hear(told('BikeReleased', 20)),
    { turn: 2, isOutOfService: false },
  ],
  [
    'the bike was withdrawn',
    { taskToken: 'token-1', step: 'bike', turn: 1 },
    (one) => one.hear(said('brakes', 20, { isWithdrawn: true })),
    { turn: 2, isOutOfService: true },
  ],
  [
    'the bike was collected',
    { taskToken: 'token-1', step: 'bike', turn: 1 },
    (one) => one.hear(change('removed', 20, { event: 'maintenance_pick_up' })),
    { turn: 2, isOutOfService: true },
  ],
  [
    'a mechanic has finished on a bike that was thought to be out',
    { taskToken: 'token-1', step: 'bike', turn: 1 },
    async (one) => {
      await one.start();
      await one.finish();
    },
    { isOutOfService: true },
  ],
];

describe('a repair that waits', () => {
  it.each(WAYS)('is told when it waits first: %s', async (_, wait, fulfil, result) => {
    const one = await reported();
    await one.await(wait);
    expect(one.completed).toEqual([]);

    await fulfil(one);

    expect(one.completed[0]).toEqual({ taskToken: 'token-1', result: expect.objectContaining(result) });
  });

  it.each(WAYS)('is told when it waits second: %s', async (_, wait, fulfil, result) => {
    const one = await reported();
    await fulfil(one);

    await one.await(wait);

    expect(one.completed).toEqual([{ taskToken: 'token-1', result: expect.objectContaining(result) }]);
  });

  it('hears nothing from a bike that leaves, or of which nothing new is told', async () => {
    const one = await reported();
    await one.await({ taskToken: 'token-1', step: 'bike', turn: 1 });

    await one.hear(told('TripStarted', 20), told('BikeMissing', 30), said('saddle', 31));

    expect(one.completed).toEqual([]);
  });

  it('waits by its newest token', async () => {
    const one = await reported();
    await one.await({ taskToken: 'token-1', step: 'finish', round: 1 });
    await one.await({ taskToken: 'token-2', step: 'finish', round: 1 });
    await one.start();

    await one.finish();

    expect(one.completed.map(({ taskToken }) => taskToken)).toEqual(['token-2']);
  });

  it('learns at the inspection that an operator keeps the bike back', async () => {
    const one = await reported();
    await one.hear(change('non_operational', 15));
    await one.start();
    await one.finish();
    await one.inspect();

    await one.await({ taskToken: 'token-1', step: 'inspection', round: 1 });

    expect(one.completed).toMatchObject([{ result: { verdict: 'passed', isHeld: true } }]);
  });

  it('waits for no order that is closed', async () => {
    const one = await reported();
    await one.close('bikeGone');

    await expect(one.await({ taskToken: 'token-1', step: 'finish', round: 1 })).rejects.toMatchObject({
      name: 'WorkOrderUnknown',
    });
  });
});

/** Each run has a table of its own on loopback, and waits for its turns. */
const RUNS = 12;

describe('whatever order things happen in, and whatever the network does', () => {
  it('two mechanics who start are one, who finishes once, and the repair that waits is told', async () => {
    await fc.assert(
      fc.asyncProperty(chances(6), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const one = await reported(interleaving.reach, interleaving.turn);
        const work = (mechanic: string) => async () => {
          await retried(() => one.start(mechanic, one.request(mechanic === 'mia' ? 501 : 502)));
          await retried(() => one.finish(mechanic, one.request(mechanic === 'mia' ? 503 : 504)));
        };

        await interleaving.run([
          work('mia'),
          work('ben'),
          () => retried(() => one.await({ taskToken: 'token-1', step: 'finish', round: 1 })),
          () => retried(() => one.hear(said('frame', 40), told('TripEnded', 10, 0))),
        ]);

        const order = await one.order();
        expect(order).toMatchObject({ status: 'finished', rounds: [{ finishedBy: order?.startedBy }] });
        expect(one.completed[0]).toMatchObject({ taskToken: 'token-1', result: { round: 1 } });
        expect((await one.read()).findings.map(({ kind }) => kind)).toEqual(['brakes', 'frame']);
      }),
      { numRuns: RUNS },
    );
  });

  it('a bike has one live repair, and nothing that is said of it is lost while one is closed', async () => {
    await fc.assert(
      fc.asyncProperty(chances(6), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const one = await reported(interleaving.reach, interleaving.turn);
        await one.start();
        await one.finish();
        one.at(60);
        await one.inspect();

        await interleaving.run([
          () => retried(() => one.close()),
          () => retried(() => one.hear(said('frame', 61))),
          () => retried(() => one.hear(said('tyres', 62))),
        ]);

        const card = await one.card();
        expect(card).toMatchObject({ repairs: 2, inspectedAt: minute(60), order: { repairId: 'bike-1-2' } });
        expect(Object.keys(card?.signals ?? {}).sort()).toEqual(['frame', 'tyres']);
        expect(one.started.map(({ repairId }) => repairId)).toContain('bike-1-2');
        expect((await one.read()).status).toBe('closed');
      }),
      { numRuns: RUNS },
    );
  });
});
