import { describe, expect, it } from '@jest/globals';
import { observe } from '../../../functions/orchestration/observation.ts';
import { bikeEvent, execution, fact, handedOver, RENTAL_ARN, RENTAL_ID } from './rental-news.ts';

const stepOf = (detail: unknown) => {
  const observation = observe(detail, RENTAL_ARN)?.observation;
  return observation?.of === 'bike' ? observation.step : undefined;
};

describe('what an event says of a rental', () => {
  it.each([
    ['BikeReserved', 'reserved'],
    ['BikeReleased', 'released'],
    ['TripStarted', 'onTrip'],
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
    expect(key(execution('RUNNING', undefined, { redriveCount: 1 }))).not.toBe(key(execution('RUNNING')));
  });

  it.each<[string, unknown]>([
    [
      'a bike that came back without a rental',
      { type: 'BikeDocked', at: '2026-05-01T12:00:00.000Z', bikeId: 'B', bay: 1 },
    ],
    ['another workflow', execution('SUCCEEDED', undefined, { stateMachineArn: `${RENTAL_ARN}-undo` })],
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
