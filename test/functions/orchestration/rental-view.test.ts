import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RentalView } from '../../../functions/orchestration/contract.ts';
import { isSettled, kiosksOf } from '../../../functions/orchestration/rental-view.ts';
import {
  at,
  bikeEvent,
  execution,
  fact,
  handedOver,
  handOver,
  paymentEvent,
  receiptOf,
  seenOf,
  viewOf,
} from './rental-news.ts';

const stepsOf = (view: RentalView, slot = 1) =>
  view.bikes.filter((bike) => bike.slot === slot).flatMap((bike) => bike.steps.map(({ step }) => step));

const happy = [...handOver(1), ...handOver(2)];

describe('the view of a rental', () => {
  it('is requested as long as nothing was seen', () => {
    expect(viewOf()).toMatchObject({ status: 'requested', bikes: [], revision: 1 });
  });

  it('is preparing from the first reserved bike on', () => {
    expect(viewOf(bikeEvent('BikeReserved', 1, 1))).toMatchObject({ status: 'preparing', revision: 2 });
  });

  it('tells the story of each bike, step by step', () => {
    const view = viewOf(...happy, execution('RUNNING'), execution('SUCCEEDED', handedOver(1, 2)));

    expect(RentalView.parse(view)).toEqual(view);
    expect(view.status).toBe('handedOver');
    expect(view.bikes.map(({ slot, bikeId, bay, step }) => ({ slot, bikeId, bay, step }))).toEqual([
      { slot: 1, bikeId: 'HB-1', bay: 11, step: 'onTrip' },
      { slot: 2, bikeId: 'HB-2', bay: 12, step: 'onTrip' },
    ]);
    expect(view.bikes[0]?.steps).toEqual([
      { step: 'reserved', at: at(1) },
      { step: 'moving', at: at(2) },
      { step: 'atHatch', at: at(4) },
      { step: 'checkedOut', at: at(4) },
      { step: 'photographed', at: at(5) },
      { step: 'doorOpen', at: at(6) },
      { step: 'taken', at: at(7) },
      { step: 'onTrip', at: at(7) },
    ]);
  });

  it('shows the bay that a bike left, and not the one it came back to', () => {
    const view = viewOf(...handOver(1), bikeEvent('TripEnded', 1, 900, { kioskId: 'station', bay: 3 }));

    expect(view.bikes[0]).toMatchObject({ bay: 11, step: 'returned' });
  });

  it('is returned once every bike that was taken is back', () => {
    const end = execution('SUCCEEDED', handedOver(1, 2));

    expect(viewOf(...happy, end, bikeEvent('TripEnded', 1, 900)).status).toBe('handedOver');
    expect(viewOf(...happy, end, bikeEvent('TripEnded', 1, 900), bikeEvent('TripEnded', 2, 901)).status).toBe(
      'returned',
    );
  });

  it('is returned also when the bikes that are not back are looked for', () => {
    const out = viewOf(...happy, execution('SUCCEEDED', handedOver(1, 2)), bikeEvent('TripEnded', 1, 900));
    const overdue = [bikeEvent('BikeOverdue', 2, 43_200)];
    const missing = [...overdue, bikeEvent('BikeMissing', 2, 86_400)];
    const told = [...happy, execution('SUCCEEDED', handedOver(1, 2)), bikeEvent('TripEnded', 1, 900)];

    expect(out.status).toBe('handedOver');
    expect(viewOf(...told, ...overdue)).toMatchObject({ status: 'handedOver', bikes: [{}, { step: 'overdue' }] });
    expect(viewOf(...told, ...missing)).toMatchObject({ status: 'returned', bikes: [{}, { step: 'missing' }] });
  });

  it('is not returned as long as the workflow has handed over a bike of which nothing was heard yet', () => {
    const view = viewOf(...handOver(1), bikeEvent('TripEnded', 1, 900), execution('SUCCEEDED', handedOver(1, 2)));

    expect(view.status).toBe('handedOver');
  });

  it('says also at the end why not every bike was handed over', () => {
    const end = execution('SUCCEEDED', {
      outcome: 'partlyHandedOver',
      bikes: [
        { slot: 1, bikeId: 'HB-1', outcome: 'handedOver' },
        { slot: 2, bikeId: 'HB-2', outcome: 'released', reason: 'BikeNotTaken' },
      ],
    });
    const back = [bikeEvent('TripEnded', 1, 900), bikeEvent('TripEnded', 2, 901)];

    expect(viewOf(...handOver(1), end, ...back.slice(0, 1))).toMatchObject({
      status: 'returned',
      reason: 'BikeNotTaken',
    });
    expect(viewOf(...happy, end, ...back)).not.toHaveProperty('reason');
  });

  it('says why when nothing is handed over', () => {
    const view = viewOf(execution('SUCCEEDED', { outcome: 'refused', bikes: [], reason: 'BikeUnavailable' }));

    expect(view).toMatchObject({ status: 'refused', reason: 'BikeUnavailable', bikes: [] });
  });

  it('says why a bike is missing, and still shows the one that was handed over', () => {
    const jam = [bikeEvent('BikeReserved', 2, 1), fact('CommandFailed', 2, 9), bikeEvent('BikeReleased', 2, 10)];
    const end = execution('SUCCEEDED', {
      outcome: 'partlyHandedOver',
      bikes: [
        { slot: 1, bikeId: 'HB-1', outcome: 'handedOver' },
        { slot: 2, bikeId: 'HB-2', outcome: 'released', reason: 'HardwareFault' },
      ],
    });

    const view = viewOf(...handOver(1), ...jam, end);

    expect(view).toMatchObject({ status: 'partlyHandedOver', reason: 'HardwareFault' });
    expect(stepsOf(view, 2)).toEqual(['reserved', 'failed', 'released']);
  });

  it('lists bikes by their place in the rental, whichever came first', () => {
    const view = viewOf(bikeEvent('BikeReserved', 2, 1), bikeEvent('BikeReserved', 1, 2));

    expect(view.bikes.map(({ slot }) => slot)).toEqual([1, 2]);
  });

  it('believes the sensor, and not the workflow, that a bike is gone', () => {
    const givenUp = [bikeEvent('BikeReserved', 1, 1), bikeEvent('BikeReleased', 1, 200)];
    const end = execution('SUCCEEDED', { outcome: 'refused', bikes: [{ slot: 1, outcome: 'released' }] });

    const view = viewOf(...givenUp, end, fact('BikeTaken', 1, 199, 'openUntilTaken'));

    expect(view).toMatchObject({ status: 'partlyHandedOver', bikes: [{ step: 'taken' }] });
  });

  it('says nothing of a bike that was given up too early, once the rider has them all', () => {
    const end = execution('SUCCEEDED', {
      outcome: 'partlyHandedOver',
      bikes: [
        { slot: 1, bikeId: 'HB-1', outcome: 'handedOver' },
        { slot: 2, bikeId: 'HB-2', outcome: 'released', reason: 'States.HeartbeatTimeout' },
      ],
    });

    const view = viewOf(...happy, end);

    expect(view.status).toBe('handedOver');
    expect(view.reason).toBeUndefined();
  });

  it('says why of the bike that is missed, and not of one that was given up too early', () => {
    const end = execution('SUCCEEDED', {
      outcome: 'refused',
      bikes: [
        { slot: 1, bikeId: 'HB-1', outcome: 'released', reason: 'States.HeartbeatTimeout' },
        { slot: 2, bikeId: 'HB-2', outcome: 'released', reason: 'BikeNotTaken' },
      ],
    });

    expect(viewOf(...handOver(1), end)).toMatchObject({ status: 'partlyHandedOver', reason: 'BikeNotTaken' });
  });

  it('is handed over when the workflow says so, though the news of a bike is late', () => {
    const view = viewOf(...handOver(1), execution('SUCCEEDED', handedOver(1, 2)));

    expect(view.status).toBe('handedOver');
  });

  it('is failed when the execution is, until a redrive ends well', () => {
    const failed = execution('FAILED', undefined, { error: 'States.Runtime' });
    const redriven = execution('RUNNING', undefined, { redriveCount: 1 });
    const ended = execution('SUCCEEDED', handedOver(1, 2), { redriveCount: 1 });

    expect(viewOf(...happy, failed)).toMatchObject({ status: 'failed', reason: 'States.Runtime' });
    expect(viewOf(...happy, failed, redriven).status).toBe('preparing');
    expect(viewOf(...happy, execution('TIMED_OUT'), redriven).status).toBe('preparing');
    expect(viewOf(...happy, failed, redriven, ended).status).toBe('handedOver');
  });

  it('names the kiosks where riders look at it: its own first, then each where a bike came back', () => {
    const back = [1, 2].map((slot) => bikeEvent('TripEnded', slot, 900 + slot, { kioskId: 'station', bay: slot }));
    const kiosks = (...details: unknown[]) => kiosksOf({ kioskId: 'harbour', seen: seenOf(details) });

    expect(kiosks(...happy)).toEqual(['harbour']);
    expect(kiosks(...happy, ...back)).toEqual(['harbour', 'station']);
    expect(kiosks(...happy, bikeEvent('TripEnded', 1, 900))).toEqual(['harbour']);
  });

  it('tells when nothing more is to be handed over', () => {
    expect(isSettled({ seen: seenOf([execution('RUNNING')]) })).toBe(false);
    expect(isSettled({ seen: seenOf([execution('FAILED')]) })).toBe(true);
    expect(isSettled({ seen: seenOf([execution('ABORTED')]) })).toBe(true);
    expect(isSettled({ seen: seenOf([execution('RUNNING'), execution('SUCCEEDED', handedOver(1))]) })).toBe(true);
  });
});

describe('for any set of events', () => {
  const second = fc.integer({ min: 0, max: 20 });
  const slot = fc.integer({ min: 1, max: 3 });
  /** Mostly the slot's own bike, and now and then the one that it was swapped for. */
  const bikeId = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, fc.constant({ bikeId: 'HB-9' }));
  const anyBikeEvent = fc
    .tuple(
      fc.constantFrom(
        ...([
          'BikeReserved',
          'BikeReleased',
          'BikeWithdrawn',
          'BikeCheckedOut',
          'PhotoStored',
          'PhotoMissing',
        ] as const),
        ...(['TripStarted', 'BikeOverdue', 'BikeMissing', 'TripEnded'] as const),
      ),
      slot,
      second,
      bikeId,
    )
    .map(([type, inSlot, when, change]) =>
      bikeEvent(type, inSlot, when, { bay: 1 + (when % 3), kioskId: when % 2 ? 'harbour' : 'station', ...change }),
    );
  const anyFact = fc
    .tuple(
      fc.constantFrom('CommandBegun', 'BikeAtHatch', 'DoorOpened', 'BikeTaken', 'BikeNotTaken', 'CommandFailed'),
      slot,
      second,
      bikeId,
      fc.integer({ min: 1, max: 3 }),
    )
    .map(([type, inSlot, when, change, attempt]) => fact(type, inSlot, when, 'move', { attempt, ...change }));
  const anyPayment = fc
    .tuple(
      fc.constantFrom(
        ...(['PaymentAuthorized', 'PaymentDeclined', 'PaymentVoided', 'PaymentCaptured', 'PaymentRefunded'] as const),
      ),
      second,
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
    )
    .map(([type, when, refunded, isFree]) =>
      paymentEvent(type, when, {
        ...(isFree && { status: 'free' }),
        ...(/Captured|Refunded/.test(type) && { receipt: receiptOf([1], 100, refunded) }),
      }),
    );
  const anyExecution = fc
    .tuple(fc.constantFrom('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'), fc.integer({ min: 0, max: 2 }))
    .map(([status, redriveCount]) =>
      execution(status, status === 'SUCCEEDED' ? handedOver(1) : undefined, { redriveCount }),
    );
  const events = fc.array(fc.oneof(anyBikeEvent, anyFact, anyPayment, anyExecution), { maxLength: 25 });

  it('the view is the same in any order and with any repetition', () => {
    const told = events.chain((once) =>
      fc.tuple(
        fc.constant(once),
        fc
          .subarray(once)
          .chain((again) => fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length })),
      ),
    );
    fc.assert(
      fc.property(told, ([once, shuffled]) => {
        expect(viewOf(...shuffled)).toEqual(viewOf(...once));
      }),
      { numRuns: 500 },
    );
  });

  it('the view is the same also where two events of one moment disagree', () => {
    const one = paymentEvent('PaymentAuthorized', 2, { status: 'free' });
    const other = paymentEvent('PaymentAuthorized', 2);

    expect(viewOf(one, other)).toEqual(viewOf(other, one));
  });

  it('the view fits the contract, and its revision grows with each thing learnt', () => {
    fc.assert(
      fc.property(events, (all) => {
        const revisions = all.map((_, index) => viewOf(...all.slice(0, index + 1)).revision);

        expect(RentalView.parse(viewOf(...all))).toEqual(viewOf(...all));
        expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
        expect(revisions.at(-1) ?? 1).toBe(Object.keys(seenOf(all)).length + 1);
      }),
    );
  });

  it('every bike stands at the last of its steps', () => {
    fc.assert(
      fc.property(events, (all) => {
        for (const bike of viewOf(...all).bikes) {
          expect(bike.steps.at(-1)?.step).toBe(bike.step);
          expect(new Set(bike.steps.map(({ step }) => step)).size).toBe(bike.steps.length);
        }
      }),
    );
  });
});
