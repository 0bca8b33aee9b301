import { describe, expect, it } from '@jest/globals';
import type { RentalOutcome } from '../../../functions/orchestration/contract.ts';
import { bikeEvent, execution, fact, handOver, viewOf } from './rental-news.ts';

/** The bike that takes the place of the one that jammed in slot 1. */
const OTHER = { bikeId: 'HB-9', bay: 19 };
const jammed = [bikeEvent('BikeReserved', 1, 1), fact('CommandBegun', 1, 2), fact('CommandFailed', 1, 3)];
const jammedAgain = [
  ...jammed,
  fact('CommandBegun', 1, 4, 'move', { attempt: 2 }),
  fact('CommandFailed', 1, 5, 'move', { attempt: 2 }),
];
const swapped = [
  ...jammedAgain,
  bikeEvent('BikeWithdrawn', 1, 6),
  bikeEvent('BikeReleased', 1, 6),
  bikeEvent('BikeReserved', 1, 6, OTHER),
];
const otherTaken = [
  fact('CommandBegun', 1, 7, 'move', { attempt: 3, ...OTHER }),
  fact('BikeAtHatch', 1, 8, 'move', { attempt: 3, ...OTHER }),
  fact('BikeTaken', 1, 9, 'openUntilTaken', { attempt: 3, ...OTHER }),
  bikeEvent('TripStarted', 1, 9, OTHER),
];

const stepsOf = (...details: unknown[]) => viewOf(...details).bikes[0]?.steps.map(({ step }) => step);
const standing = (...details: unknown[]) => viewOf(...details).bikes.map(({ bikeId, step }) => [bikeId, step]);

const outcome = (...bikes: RentalOutcome['bikes']): RentalOutcome => ({ outcome: 'partlyHandedOver', bikes });
const served = { slot: 1, bikeId: 'HB-9', outcome: 'handedOver' } as const;

describe('a bike that jams', () => {
  it('shows as failed until the machine tries again', () => {
    expect(standing(...jammed)).toEqual([['HB-1', 'failed']]);
    expect(standing(...jammed, fact('CommandBegun', 1, 4, 'move', { attempt: 2 }))).toEqual([['HB-1', 'moving']]);
  });

  it('is handed over in the second attempt as if there had been no first', () => {
    const second = handOver(1).map((news) =>
      'commandId' in news ? fact(news.type, 1, 9, kindOf(news.type), { attempt: 2 }) : news,
    );

    expect(stepsOf(...second, ...jammed)).toEqual(stepsOf(...handOver(1)));
  });

  it('is taken where the sensor saw it go, whichever attempt that was', () => {
    const late = fact('BikeTaken', 1, 9, 'openUntilTaken', { attempt: 1 });

    expect(standing(...jammedAgain, late)).toEqual([['HB-1', 'taken']]);
  });

  it('shows what a kiosk says of a command that nobody can name', () => {
    expect(standing(...jammed, fact('BikeAtHatch', 1, 4, 'move', { commandId: 'f'.repeat(32) }))).toEqual([
      ['HB-1', 'failed'],
    ]);
  });
});

describe('a bike that was swapped for another', () => {
  it('shows as released, before the one that takes its place', () => {
    expect(standing(...swapped)).toEqual([
      ['HB-1', 'released'],
      ['HB-9', 'reserved'],
    ]);
  });

  it('shows as failed as long as nobody has told that it was released', () => {
    const unreleased = swapped.filter(({ type }) => type !== 'BikeReleased');

    expect(standing(...unreleased)).toEqual([
      ['HB-1', 'failed'],
      ['HB-9', 'reserved'],
    ]);
  });

  it('is not missed once the other one was taken', () => {
    const end = execution('SUCCEEDED', { outcome: 'handedOver', bikes: [served, { ...served, slot: 2 }] });

    const view = viewOf(...swapped, ...otherTaken, ...handOver(2), end);

    expect(view).toMatchObject({ status: 'handedOver' });
    expect(view).not.toHaveProperty('reason');
    expect(view.bikes.map(({ step }) => step)).toEqual(['released', 'onTrip', 'onTrip']);
  });

  it('does not make up for a bike of another slot, also where it was taken after all', () => {
    const end = execution('SUCCEEDED', outcome(served, { slot: 2, outcome: 'released', reason: 'BikeNotTaken' }));
    const both = fact('BikeTaken', 1, 10, 'openUntilTaken', { attempt: 2 });

    const view = viewOf(...swapped, ...otherTaken, both, end);

    expect(view).toMatchObject({ status: 'partlyHandedOver', reason: 'BikeNotTaken' });
  });

  it('does not keep a rental from being returned', () => {
    const end = execution('SUCCEEDED', outcome(served, { slot: 2, outcome: 'released', reason: 'BikeNotTaken' }));

    const view = viewOf(...swapped, ...otherTaken, end, bikeEvent('TripEnded', 1, 900, OTHER));

    expect(view.status).toBe('returned');
  });

  it('is told of with the reason of its slot where no other one stood there', () => {
    const end = execution('SUCCEEDED', outcome(served, { slot: 2, outcome: 'released', reason: 'HardwareFault' }));

    expect(viewOf(...swapped, ...otherTaken, end)).toMatchObject({
      status: 'partlyHandedOver',
      reason: 'HardwareFault',
    });
  });
});

describe('the photo of a bike', () => {
  it('is a step before the door opens, be there one or none', () => {
    const steps = (photo: 'PhotoStored' | 'PhotoMissing') =>
      stepsOf(bikeEvent(photo, 1, 3), bikeEvent('BikeCheckedOut', 1, 2), fact('DoorOpened', 1, 4, 'openUntilTaken'));

    expect(steps('PhotoStored')).toEqual(['checkedOut', 'photographed', 'doorOpen']);
    expect(steps('PhotoMissing')).toEqual(['checkedOut', 'notPhotographed', 'doorOpen']);
  });

  it('is there when it came after it was given up', () => {
    expect(standing(bikeEvent('PhotoStored', 1, 9), bikeEvent('PhotoMissing', 1, 3))).toEqual([
      ['HB-1', 'photographed'],
    ]);
  });
});

describe('a bike that does not come back', () => {
  it('is overdue, then missing, and back once it is found', () => {
    const out = [...handOver(1), bikeEvent('BikeOverdue', 1, 43_200)];
    const missing = [...out, bikeEvent('BikeMissing', 1, 86_400)];

    expect(standing(...out)).toEqual([['HB-1', 'overdue']]);
    expect(standing(...missing)).toEqual([['HB-1', 'missing']]);
    expect(standing(...missing, bikeEvent('TripEnded', 1, 90_000))).toEqual([['HB-1', 'returned']]);
  });
});

function kindOf(type: string) {
  return /Door|Taken/.test(type) ? 'openUntilTaken' : 'move';
}
