import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BikeState } from '../../../functions/bikes/contract.ts';
import {
  type Bike,
  letGo,
  loseBike,
  newBike,
  reportOn,
  reserveBike,
  takeBike,
  withdraw,
} from '../../../functions/bikes/items/bike.ts';
import { dockBike } from '../../../functions/bikes/items/docking.ts';
import { mayBecome, VEHICLE_EVENTS, type VehicleEvent } from '../../../functions/bikes/items/vehicle-states.ts';
import { minute } from './town.ts';

describe('the states of MDS', () => {
  it.each<[BikeState, VehicleEvent, BikeState]>([
    ['available', 'reservation_start', 'reserved'],
    ['reserved', 'reservation_cancel', 'available'],
    ['available', 'trip_start', 'on_trip'],
    ['on_trip', 'trip_end', 'available'],
    ['non_operational', 'maintenance', 'available'],
    ['missing', 'located', 'on_trip'],
    ['on_trip', 'comms_lost', 'non_contactable'],
    ['non_contactable', 'not_located', 'missing'],
    ['missing', 'located', 'available'],
  ])('lead from %s by %s to %s', (from, event, to) => {
    expect(mayBecome(from, event, to)).toBe(true);
  });

  it.each<[BikeState, VehicleEvent, BikeState]>([
    ['on_trip', 'reservation_start', 'reserved'],
    ['reserved', 'reservation_start', 'reserved'],
    ['missing', 'comms_lost', 'non_contactable'],
    ['available', 'maintenance', 'available'],
    ['on_trip', 'not_located', 'missing'],
  ])('do not lead from %s by %s to %s', (from, event, to) => {
    expect(mayBecome(from, event, to)).toBe(false);
  });

  it('reach every state from every other', () => {
    const reached = new Set<BikeState>(['available']);

    for (let steps = 0; steps < BikeState.options.length; steps++)
      for (const from of [...reached])
        for (const event of VEHICLE_EVENTS)
          for (const to of BikeState.options) if (mayBecome(from, event, to)) reached.add(to);

    expect([...reached].sort()).toEqual([...BikeState.options].sort());
  });
});

type Step = (bike: Bike) => Bike;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ hold: fc.constantFrom('a#1', 'b#1'), at: fc.nat({ max: 59 }) }).map(
    ({ hold, at }): Step =>
      (bike) =>
        takeBike(bike, hold, minute(at)),
  ),
  fc.record({ kioskId: fc.constantFrom('market', 'harbour'), at: fc.nat({ max: 59 }) }).map(
    ({ kioskId, at }): Step =>
      (bike) =>
        dockBike(bike, { kioskId, bay: 1, at: minute(at), trip: bike.trips[0] }),
  ),
  fc.record({ hold: fc.constantFrom('a#1', 'b#1'), at: fc.nat({ max: 59 }) }).map(
    ({ hold, at }): Step =>
      (bike) =>
        reserveBike(bike, hold, minute(at)) ?? bike,
  ),
  fc.record({ hold: fc.constantFrom('a#1', 'b#1'), at: fc.nat({ max: 59 }) }).map(
    ({ hold, at }): Step =>
      (bike) =>
        letGo(bike, hold, minute(at)),
  ),
  fc.record({ hold: fc.constantFrom('a#1', 'b#1'), at: fc.nat({ max: 59 }) }).map(
    ({ hold, at }): Step =>
      (bike) =>
        withdraw(bike, hold, minute(at)),
  ),
  fc.record({ hold: fc.constantFrom('a#1', 'b#1'), at: fc.nat({ max: 59 }) }).map(
    ({ hold, at }): Step =>
      (bike) =>
        loseBike(bike, hold, minute(at)),
  ),
  fc.record({ reportId: fc.uuid(), at: fc.nat({ max: 59 }) }).map(
    ({ reportId, at }): Step =>
      (bike) =>
        reportOn(bike, { reportId, kioskId: 'market', part: 'brakes', at: minute(at) }),
  ),
);

describe('a bike', () => {
  it('stands somewhere or is out with somebody, never both, whatever is told and in whichever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const bike = steps.reduce((before, next) => next(before), newBike('bike-1', 'market', 1));

        expect(['on_trip', 'missing'].includes(bike.state)).toBe(bike.kioskId === undefined);
        expect(['on_trip', 'reserved'].includes(bike.state)).toBe(bike.hold !== undefined);
        expect(bike.docks.length).toBeLessThanOrEqual(12);
      }),
      { numRuns: 500 },
    );
  });

  it('is missing only where it was out with the one who is said to have lost it', () => {
    const out = takeBike(newBike('bike-1', 'market', 1), 'a#1', minute(1));

    expect(loseBike(out, 'a#1', minute(2))).toMatchObject({ state: 'missing', since: minute(1), trips: [] });
    expect(loseBike(out, 'b#1', minute(2))).toMatchObject({ state: 'on_trip', hold: 'a#1', trips: ['a#1'] });
    expect(loseBike(newBike('bike-1', 'market', 1), 'a#1', minute(2))).toMatchObject({ state: 'available' });
  });

  it('is changed by a repeated fact no more than by the first', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), fc.nat({ max: 59 }), (steps, at) => {
        const before = steps.reduce((bike, next) => next(bike), newBike('bike-1', 'market', 1));
        const dock = (bike: Bike) => dockBike(bike, { kioskId: 'market', bay: 2, at: minute(at) });
        const take = (bike: Bike) => takeBike(bike, 'c#1', minute(at));

        expect(dock(dock(before))).toEqual(dock(before));
        expect(take(take(before))).toEqual(take(before));
      }),
    );
  });
});
