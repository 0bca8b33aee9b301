import { describe, expect, it } from '@jest/globals';
import { observe } from '../../../functions/orchestration/observation.ts';
import {
  bikeEvent,
  execution,
  fact,
  handedOver,
  paymentEvent,
  RENTAL_ARN,
  RENTAL_ID,
  receiptOf,
} from './rental-news.ts';

const RIDE_ARN = RENTAL_ARN.replace(/rental$/, 'ride');

const stepOf = (detail: unknown) => {
  const observation = observe(detail, RENTAL_ARN)?.observation;
  return observation?.of === 'bike' ? observation.step : undefined;
};

describe('what an event says of a rental', () => {
  it.each([
    ['BikeReserved', 'reserved'],
    ['BikeReleased', 'released'],
    ['BikeWithdrawn', undefined],
    ['BikeCheckedOut', 'checkedOut'],
    ['PhotoStored', 'photographed'],
    ['PhotoMissing', 'notPhotographed'],
    ['TripStarted', 'onTrip'],
    ['BikeOverdue', 'overdue'],
    ['BikeMissing', 'missing'],
    ['TripEnded', 'returned'],
  ] as const)('%s of the bikes is %s', (type, step) => {
    expect(stepOf(bikeEvent(type, 1, 1))).toBe(step);
  });

  it.each([
    ['CommandBegun', 'moving'],
    ['BikeAtHatch', 'atHatch'],
    ['DoorOpened', 'doorOpen'],
    ['BikeTaken', 'taken'],
    ['BikeNotTaken', 'notTaken'],
    ['CommandRefused', 'failed'],
    ['CommandFailed', 'failed'],
    ['CommandProgressed', undefined],
  ] as const)('%s of the storage is %s', (type, step) => {
    expect(stepOf(fact(type, 1, 1))).toBe(step);
  });

  it('keeps where a bike came back to, and not where it stood before', () => {
    const kioskOf = (detail: unknown) => observe(detail, RENTAL_ARN)?.observation;

    expect(kioskOf(bikeEvent('TripEnded', 1, 900, { kioskId: 'station' }))).toHaveProperty('kioskId', 'station');
    expect(kioskOf(bikeEvent('TripStarted', 1, 7))).not.toHaveProperty('kioskId');
  });

  it('keeps which attempt to hand a bike over it is of, where the machine tells', () => {
    const attemptOf = (detail: unknown) => observe(detail, RENTAL_ARN)?.observation;

    expect(attemptOf(fact('BikeAtHatch', 1, 4))).toHaveProperty('attempt', 1);
    expect(attemptOf(fact('DoorOpened', 1, 4, 'openUntilTaken', { attempt: 2 }))).toHaveProperty('attempt', 2);
    expect(attemptOf(bikeEvent('BikeReserved', 1, 1))).not.toHaveProperty('attempt');
  });

  it('keeps of a payment how it stands, with its receipt', () => {
    const captured = paymentEvent('PaymentCaptured', 901, { receipt: receiptOf([1], 225) });
    const { rentalId: _, ...told } = captured;

    expect(observe(captured, RENTAL_ARN)).toEqual({
      rentalId: RENTAL_ID,
      key: `PaymentCaptured/captured/0/${captured.at}`,
      observation: { of: 'payment', ...told },
    });
  });

  it('keeps of an execution how it ended, and not its input', () => {
    const observed = observe(execution('SUCCEEDED', handedOver(1)), RENTAL_ARN);

    expect(observed).toEqual({
      rentalId: RENTAL_ID,
      key: 'SUCCEEDED/0',
      observation: { of: 'execution', status: 'SUCCEEDED', redrives: 0, outcome: handedOver(1) },
    });
  });

  it('keeps why an execution failed', () => {
    const failed = execution('FAILED', undefined, { error: 'States.Runtime', cause: 'long' });

    expect(observe(failed, RENTAL_ARN)?.observation).toMatchObject({ status: 'FAILED', reason: 'States.Runtime' });
  });

  it('gives a happening the same key however often it is told, and two happenings two', () => {
    const key = (detail: unknown) => observe(detail, RENTAL_ARN)?.key;

    expect(key(fact('BikeAtHatch', 1, 4))).toBe(key({ ...fact('BikeAtHatch', 1, 4), seq: 99 }));
    expect(key(fact('BikeAtHatch', 1, 4))).not.toBe(key(fact('BikeAtHatch', 2, 4)));
    expect(key(fact('BikeAtHatch', 1, 4))).not.toBe(key(fact('BikeAtHatch', 1, 4, 'move', { bikeId: 'HB-9' })));
    expect(key(fact('BikeAtHatch', 1, 4))).not.toBe(key(fact('BikeAtHatch', 1, 4, 'move', { attempt: 2 })));
    expect(key(paymentEvent('PaymentCaptured', 4))).not.toBe(key(paymentEvent('PaymentRefunded', 4)));
    expect(key(execution('RUNNING', undefined, { redriveCount: 1 }))).not.toBe(key(execution('RUNNING')));
  });

  it.each<[string, unknown]>([
    [
      'a bike that came back without a rental',
      { type: 'BikeDocked', at: '2026-05-01T12:00:00.000Z', bikeId: 'B', bay: 1 },
    ],
    ['another workflow', execution('SUCCEEDED', undefined, { stateMachineArn: `${RENTAL_ARN}-undo` })],
    ['the ride, which bears the name of its rental', execution('FAILED', undefined, { stateMachineArn: RIDE_ARN })],
    ['a photo that failed, which bikes tell of', { ...fact('PhotoFailed', 1, 5), bay: undefined }],
    ['a payment in a status unheard of', { ...paymentEvent('PaymentCaptured', 1), status: 'gone' }],
    ['an execution that was named by hand', execution('SUCCEEDED', undefined, { name: 'test' })],
    ['something unheard of', { ...bikeEvent('BikeReserved', 1, 1), type: 'constructor' }],
    ['nothing', null],
  ])('is nothing when it tells of %s', (_, detail) => {
    expect(observe(detail, RENTAL_ARN)).toBeUndefined();
  });

  it('tells an outcome that it cannot read from none at all', () => {
    const strange = execution('SUCCEEDED', undefined, { output: '{"outcome":"strange"}' });

    expect(observe(strange, RENTAL_ARN)?.observation).toEqual({ of: 'execution', status: 'SUCCEEDED', redrives: 0 });
  });
});
