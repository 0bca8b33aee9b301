import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type Bike, dockBike, letGo, newBike, reserveBike, takeBike } from '../../../functions/bikes/bike.ts';
import { BikeState } from '../../../functions/bikes/contract.ts';
import { mayBecome, VEHICLE_EVENTS, type VehicleEvent } from '../../../functions/bikes/vehicle-states.ts';
import { minute } from './town.ts';

describe('the states of MDS', () => {
  it.each<[BikeState, VehicleEvent, BikeState]>([
    ['available', 'reservation_start', 'reserved'],
    ['reserved', 'reservation_cancel', 'available'],
    ['available', 'trip_start', 'on_trip'],
    ['on_trip', 'trip_end', 'available'],
    ['non_operational', 'maintenance', 'available'],
    ['missing', 'located', 'on_trip'],
  ])('lead from %s by %s to %s', (from, event, to) => {
    expect(mayBecome(from, event, to)).toBe(true);
  });

  it.each<[BikeState, VehicleEvent, BikeState]>([
    ['on_trip', 'reservation_start', 'reserved'],
    ['reserved', 'reservation_start', 'reserved'],
    ['missing', 'comms_lost', 'non_contactable'],
    ['available', 'maintenance', 'available'],
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
  fc.constantFrom('a#1', 'b#1').map(
    (hold): Step =>
      (bike) =>
        reserveBike(bike, hold) ?? bike,
  ),
  fc.constantFrom('a#1', 'b#1').map(
    (hold): Step =>
      (bike) =>
        letGo(bike, hold),
  ),
);

describe('a bike', () => {
  it('stands somewhere or is out with somebody, never both, whatever is told and in whichever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const bike = steps.reduce((before, next) => next(before), newBike('bike-1', 'market', 1));

        expect(bike.state === 'on_trip').toBe(bike.kioskId === undefined);
        expect(bike.hold === undefined).toBe(bike.state === 'available');
        expect(bike.docks.length).toBeLessThanOrEqual(12);
      }),
    );
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
