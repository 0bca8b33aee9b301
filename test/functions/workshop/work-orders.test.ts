import { describe, expect, it } from '@jest/globals';
import type { WorkshopRules } from '../../../functions/workshop/contract.ts';
import { useDynamo } from '../dynamo.ts';
import { ALL_FINE, BIKE, bench, change, DAY, minute, REPAIR, ride, said, told } from './bench.ts';

const dynamo = useDynamo();
const HARBOUR = { kioskId: 'harbour', name: 'Harbour Steps', position: { lat: 42.87, lon: -77.28 } };

/** A bike whose brakes were reported, and whose workflow has begun. */
async function reported(rules: Partial<WorkshopRules> = {}) {
  const one = await bench(dynamo, rules);
  one.at(11);
  await one.hear(...ride(0, 10, 'harbour'), said('brakes', 11));
  await one.open();
  return one;
}

describe('a bike of which something dangerous is said', () => {
  it('gets one repair, however often and by however many it is said', async () => {
    const one = await bench(dynamo);

    await one.hear(said('brakes', 10), said('brakes', 11), said('frame', 12));

    const card = await one.card();
    expect(card?.order).toMatchObject({ repairId: REPAIR, status: 'reported', priority: 'urgent' });
    expect(new Set(one.started.map(({ repairId }) => repairId))).toEqual(new Set([REPAIR]));
    expect((await one.workshop.listDue('reported', 10)).map(({ bikeId }) => bikeId)).toEqual([BIKE]);
  });

  it('is heeded also where what happened before it is heard first, at the very same moment', async () => {
    const one = await bench(dynamo);
    one.at(20);

    await one.hear(told('TripEnded', 20, 1), said('brakes', 20));
    const atOnce = await one.order();
    await one.hear(said('tyres', 10));

    expect(atOnce?.priority).toBe('urgent');
    expect(Object.keys((await one.card())?.signals ?? {})).toEqual(['brakes', 'tyres']);
  });

  it('has what is said later in the same work order', async () => {
    const one = await reported();

    await one.hear(said('tyres', 20), said('saddle', 21));

    const { findings } = await one.read();
    expect(findings.map(({ kind }) => kind)).toEqual(['brakes', 'tyres', 'saddle']);
    expect((await one.card())?.repairs).toBe(1);
  });

  it('is told to mechanics once its workflow has begun, again when that is asked again', async () => {
    const one = await reported();

    const again = await one.open();

    expect(again).toEqual({ priority: 'urgent', dueAt: minute(11 + DAY), turn: 1, round: 1 });
    expect(one.events.map(({ type }) => type)).toEqual(['WorkOrderOpened', 'WorkOrderOpened']);
    expect(one.events[0]).toEqual(one.events[1]);
    expect((await one.list()).workOrders).toMatchObject([{ repairId: REPAIR, status: 'open', isMine: false }]);
  });

  it('has its repair started by the daily look, where the start was lost', async () => {
    const one = await bench(dynamo);
    await one.hear(said('brakes', 10));
    one.started.length = 0;

    const found = await one.lookForDue();

    expect(found).toEqual({ started: 1 });
    expect(one.started).toEqual([{ repairId: REPAIR, bikeId: BIKE }]);
  });
});

describe('a work order that is to be looked at soon', () => {
  async function soon() {
    const one = await bench(dynamo);
    one.at(51);
    await one.hear(...ride(0, 20), said('chain', 21), ...ride(30, 50), said('chain', 51));
    await one.open();
    return one;
  }

  it('ends the wait for a mechanic as soon as something dangerous is said', async () => {
    const one = await soon();
    await one.await({ taskToken: 'token-1', step: 'start' });
    one.at(60);

    await one.hear(said('brakes', 60));

    expect(one.completed).toEqual([{ taskToken: 'token-1', result: { priority: 'urgent' } }]);
    expect(await one.order()).toMatchObject({ priority: 'urgent', dueAt: minute(60 + DAY) });
  });

  it('rises when its time is up, once however often that is told, and has time anew', async () => {
    const one = await soon();
    const dueAt = minute(51 + 2 * DAY);
    one.at(51 + 2 * DAY);

    const first = await one.late(dueAt);
    const again = await one.late(dueAt);

    expect(first).toEqual({ priority: 'urgent', dueAt: minute(51 + 3 * DAY) });
    expect(again).toEqual(first);
    expect(one.events.at(-1)).toEqual({
      type: 'WorkOrderLate',
      detail: { type: 'WorkOrderLate', at: dueAt, repairId: REPAIR, bikeId: BIKE, priority: 'urgent', timesLate: 1 },
    });
    expect((await one.read()).isLate).toBe(true);
  });
});

describe('a mechanic', () => {
  it('starts, writes down parts, finishes and has it inspected', async () => {
    const one = await reported();
    await one.stops([HARBOUR]);
    one.at(30);

    const begun = await one.start();
    await one.parts();
    one.at(50);
    const done = await one.finish();
    one.at(55);
    const passed = await one.inspect();

    expect(begun).toMatchObject({ status: 'started', startedAt: minute(30), isMine: true });
    expect(done).toMatchObject({ status: 'finished', parts: [{ name: 'Brake pad', count: 2 }] });
    expect(passed).toMatchObject({
      status: 'passed',
      rounds: [
        {
          finishedAt: minute(50),
          checklist: ALL_FINE,
          note: 'New pads.',
          inspection: { verdict: 'passed', at: minute(55) },
        },
      ],
    });
    expect((await one.read()).place).toEqual({ kioskId: 'harbour', bay: 3, kioskName: 'Harbour Steps' });
  });

  it('who finishes twice has finished once, by the same request or another', async () => {
    const one = await reported();
    await one.start();
    const request = one.request(900);

    const first = await one.finish('mia', request);
    const repeated = await one.finish('mia', request);
    const again = await one.finish();

    expect([repeated, again]).toEqual([first, first]);
    expect((await one.order())?.rounds).toHaveLength(1);
  });

  it('who writes parts down twice by one request has used them once', async () => {
    const one = await reported();
    await one.start();
    const request = one.request(901);

    await one.parts('mia', request);
    const { parts } = await one.parts('mia', request);

    expect(parts).toEqual([{ name: 'Brake pad', count: 2 }]);
  });

  it('who comes second is told that somebody has it, and nothing of whom', async () => {
    const one = await reported();
    one.at(30);
    await one.start('mia');

    const refusals = await Promise.all(
      [one.start('ben'), one.parts('ben'), one.finish('ben')].map((deed) => deed.catch((error: Error) => error)),
    );

    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ name: 'WorkOrderTaken' });
      expect(String(refusal)).toContain(`Another mechanic has had the work order ${REPAIR} since ${minute(30)}.`);
      expect(String(refusal)).not.toContain('mia');
    }
    expect(JSON.stringify(await one.read('ben'))).not.toContain('mia');
  });

  it.each([
    ['finishes what nobody has started', (one: Awaited<ReturnType<typeof reported>>) => one.finish()],
    ['inspects what is not finished', (one: Awaited<ReturnType<typeof reported>>) => one.inspect()],
    [
      'starts what is finished',
      async (one: Awaited<ReturnType<typeof reported>>) => {
        await one.start();
        await one.finish();
        return one.start();
      },
    ],
    [
      'goes on with what is closed',
      async (one: Awaited<ReturnType<typeof reported>>) => {
        await one.start();
        await one.finish();
        await one.inspect();
        await one.close();
        return one.start();
      },
    ],
  ])('is refused who %s', async (_, act) => {
    const one = await reported();

    await expect(act(one)).rejects.toMatchObject({ name: 'WorkOrderOutOfTurn' });
  });

  it('finds no work order where there is none', async () => {
    const one = await bench(dynamo);

    await expect(one.start()).rejects.toMatchObject({ name: 'WorkOrderUnknown' });
    await expect(one.read()).rejects.toMatchObject({ name: 'WorkOrderUnknown' });
  });

  it('has their own work inspected by somebody else', async () => {
    const one = await reported();
    await one.start('mia');
    await one.finish('mia');

    const refused = one.inspect('passed', 'mia');

    await expect(refused).rejects.toMatchObject({
      name: 'OwnWork',
      message: expect.stringContaining('another mechanic'),
    });
    expect([(await one.read('mia')).mayInspect, (await one.read('ivo')).mayInspect]).toEqual([false, true]);
    expect(await one.order()).toMatchObject({ status: 'finished' });
  });

  it('may say that their own work is not right after all', async () => {
    const one = await reported();
    await one.start('mia');
    await one.finish('mia');

    const again = await one.inspect('failed', 'mia');

    expect(again).toMatchObject({ status: 'open', rounds: [{ inspection: { verdict: 'failed' } }] });
  });

  it('inspects what somebody else has mended after them', async () => {
    const one = await reported();
    await one.start('mia');
    await one.finish('mia');
    await one.inspect('failed', 'ben');
    await one.start('ben');
    await one.finish('ben');

    await expect(one.inspect('passed', 'ben')).rejects.toMatchObject({ name: 'OwnWork' });
    const passed = await one.inspect('passed', 'mia');

    expect(passed).toMatchObject({ status: 'passed', mayInspect: false });
  });

  it('who is the only one inspects their own work, where the city has said so', async () => {
    const one = await reported({ mayInspectOwnWork: true });
    await one.start('mia');

    const finished = await one.finish('mia');
    const passed = await one.inspect('passed', 'mia');

    expect([finished.mayInspect, passed.status]).toEqual([true, 'passed']);
  });

  it('mends again what an inspection has failed', async () => {
    const one = await reported();
    await one.start();
    await one.finish();

    const failed = await one.inspect('failed');
    const begun = await one.start('ben');
    await one.finish('ben');
    const passed = await one.inspect('passed');

    expect([failed.status, begun.status, begun.isMine]).toEqual(['open', 'started', true]);
    expect(passed.rounds.map(({ inspection }) => inspection?.verdict)).toEqual(['failed', 'passed']);
  });
});

describe('a work order that is closed', () => {
  async function closed() {
    const one = await reported();
    await one.start();
    await one.finish();
    one.at(60);
    await one.inspect('passed', 'ivo', one.request(77));
    await one.close();
    return one;
  }

  it('is kept as it ended, and closing it again changes and tells the same', async () => {
    const one = await closed();
    const told = one.events.length;

    const again = await one.close();

    expect(again).toMatchObject({ outcome: 'inService', closedAt: minute(60) });
    expect(one.events[told]).toEqual(one.events[told - 1]);
    expect(await one.read()).toMatchObject({ status: 'closed', outcome: 'inService', findings: [{ kind: 'brakes' }] });
    expect((await one.list()).workOrders).toEqual([]);
  });

  it('answers the request that ended it once more', async () => {
    const one = await closed();

    const again = await one.inspect('passed', 'ivo', one.request(77));

    expect(again).toMatchObject({ status: 'closed' });
  });

  it('leaves nothing said before its inspection, and what is said after opens the next', async () => {
    const one = await closed();

    await one.hear(said('brakes', 11), told('BikeWithdrawn', 59));
    const before = await one.card();
    await one.hear(said('brakes', 61));

    expect(before).toMatchObject({ signals: {}, ridesSince: 0, status: 'inService', dueAt: minute(60 + 90 * DAY) });
    expect((await one.order())?.repairId).toBe(`${BIKE}-2`);
  });

  it('opens the next at once, where something was said between inspection and closing', async () => {
    const one = await reported();
    await one.start();
    await one.finish();
    one.at(60);
    await one.inspect();
    await one.hear(said('frame', 61));
    one.started.length = 0;

    await one.close();

    expect(one.started).toEqual([{ repairId: `${BIKE}-2`, bikeId: BIKE }]);
  });

  it('keeps what was said of a bike that did not turn up, and opens again when it does', async () => {
    const one = await reported();
    await one.hear(told('TripStarted', 20));
    await one.close('bikeGone');
    one.at(200 * DAY);

    const looked = await one.lookForDue();
    await one.hear(told('TripEnded', 200 * DAY, 20));

    expect(looked).toEqual({ started: 0 });
    expect(await one.order()).toMatchObject({ repairId: `${BIKE}-2`, priority: 'urgent' });
  });
});

describe('an inspection', () => {
  it('falls due by days, found once a day without looking at every bike', async () => {
    const one = await bench(dynamo);
    await one.hear(...ride(0, 20));
    one.at(89 * DAY);
    const sooner = await one.lookForDue();
    one.at(90 * DAY);

    const due = await one.lookForDue();

    expect([sooner, due]).toEqual([{ started: 0 }, { started: 1 }]);
    expect(await one.order()).toMatchObject({ priority: 'routine', dueAt: minute(90 * DAY + 336 * 60) });
  });

  it('falls due by rides, when the last of them ends', async () => {
    const one = await bench(dynamo);

    await one.hear(...[0, 1, 2, 3, 4].flatMap((hour) => ride(hour * 60, hour * 60 + 30)));

    expect(await one.order()).toMatchObject({ priority: 'routine' });
  });
});

describe('what an operator keeps out of service', () => {
  it('stays so in the eyes of the workshop until an operator says otherwise', async () => {
    const one = await bench(dynamo);
    await one.hear(change('non_operational', 5));
    const held = (await one.card())?.isHeld;
    await one.hear(change('available', 6, { by: 'repair/bike-1-1' }));
    const stillHeld = (await one.card())?.isHeld;

    await one.hear(change('available', 7));

    expect([held, stillHeld, (await one.card())?.isHeld]).toEqual([true, true, false]);
  });
});

describe('kiosks as stops', () => {
  it('are written where they are new or have changed', async () => {
    const one = await bench(dynamo);

    const first = await one.stops([HARBOUR]);
    const again = await one.stops([HARBOUR]);
    const renamed = await one.stops([{ ...HARBOUR, name: 'Harbour' }]);

    expect([first, again, renamed]).toEqual([{ kiosks: 1 }, { kiosks: 0 }, { kiosks: 1 }]);
  });
});
