import { describe, expect, it } from '@jest/globals';
import type { BikeSnapshot } from '../../../functions/bikes/reconciliation-contract.ts';
import type { CompareHolds, CompareShard } from '../../../functions/operations/comparison.ts';
import { discrepancies } from '../../../functions/operations/discrepancies.ts';
import { holdDiscrepancies } from '../../../functions/operations/hold-discrepancies.ts';

/** Ten in the morning and so many minutes; snapshots are compared at half past. */
const minute = (minutes: number) => new Date(Date.UTC(2026, 4, 1, 10, minutes)).toISOString();
const NOW = Date.parse(minute(30));
const RENTAL = '11111111-1111-4111-8111-111111111111';
const hold = { rentalId: RENTAL, slot: 1 };

const bike = (change: Partial<BikeSnapshot> = {}): BikeSnapshot => ({
  bikeId: 'bike-1',
  state: 'available',
  since: minute(0),
  kioskId: 'market',
  bay: 1,
  ...change,
});
const out: Partial<BikeSnapshot> = {
  kioskId: undefined,
  bay: undefined,
  state: 'on_trip',
  hold,
} as Partial<BikeSnapshot>;
const kiosk = (bays: Record<number, string>, reportedAt = minute(10), kioskId = 'market') => ({
  kioskId,
  reportedAt,
  bays: Object.entries(bays).map(([bay, bikeId]) => ({ bay: Number(bay), bikeId })),
});
const rental = (status: 'requested' | 'open' | 'ended', changedAt = minute(0), bikesTaken = 0) => ({
  rentalId: RENTAL,
  status,
  bikesTaken,
  changedAt,
});
const compare = (shard: Partial<CompareShard>) =>
  discrepancies({ kiosks: [], bikes: [], places: [], rentals: [], ...shard }, NOW);
const NOTHING = { corrections: [], stale: [], unsettled: [] };

describe('a bike that the staff has picked up', () => {
  const carried = (since: string, reason: 'rebalance' | 'maintenance'): BikeSnapshot => ({
    bikeId: 'bike-1',
    state: 'removed',
    since,
    carried: { by: 'mechanic/mika', reason },
  });

  it('becomes a case where a van has not put it down within two shifts, one for each time', () => {
    const since = minute(30 - 16 * 60);

    const found = compare({ bikes: [carried(since, 'rebalance')] });

    expect(found.unsettled).toEqual([
      {
        ...{ what: 'bikeCarriedTooLong', bikeId: 'bike-1', name: `bike-1/${since}` },
        seen: `mechanic/mika, who picked it up for rebalance at ${since}`,
      },
    ]);
  });

  it.each([
    ['it is on its way', carried(minute(31 - 16 * 60), 'rebalance')],
    ['it is in repair', carried(minute(-13 * 24 * 60), 'maintenance')],
    ['it has left the fleet for good', { ...carried(minute(-99 * 24 * 60), 'rebalance'), carried: undefined }],
  ])('is no trouble while %s', (_, snapshot) => {
    expect(compare({ bikes: [snapshot as BikeSnapshot] })).toEqual(NOTHING);
  });
});

describe('what sensors see and what is recorded', () => {
  it('agree where every bike stands where it is recorded', () => {
    expect(compare({ kiosks: [kiosk({ 1: 'bike-1' })], bikes: [bike()] })).toEqual(NOTHING);
  });

  it('are healed where a bike stands in another bay of its kiosk', () => {
    const found = compare({ kiosks: [kiosk({ 2: 'bike-1' })], bikes: [bike()] });

    const correction = { bikeId: 'bike-1', kioskId: 'market', from: 1, to: 2, seenAt: minute(10) };
    expect(found).toEqual({ ...NOTHING, corrections: [correction] });
  });

  it.each([
    ['is reserved, and may be moved', bike({ state: 'reserved', hold }), kiosk({ 2: 'bike-1' })],
    ['is in the hatch', bike(), { ...kiosk({}), hatch: 'bike-1' }],
    ['was docked after the kiosk reported', bike({ since: minute(15) }), kiosk({ 2: 'bike-1' })],
    ['was docked a moment ago', bike({ since: minute(25) }), kiosk({ 2: 'bike-1' }, minute(25))],
    ['was seen there a moment ago', bike(), kiosk({ 2: 'bike-1' }, minute(21))],
    ['went after the kiosk reported', bike({ ...out, since: minute(15) }), kiosk({ 1: 'bike-1' })],
    ['went from its bay a moment ago', bike(), kiosk({}, minute(21))],
    ['was docked after the kiosk reported an empty bay', bike({ since: minute(15) }), kiosk({})],
  ])('are no difference where the bike %s', (_, recorded, seen) => {
    const rentals = [rental('open')];

    expect(compare({ kiosks: [seen], bikes: [recorded], rentals })).toEqual(NOTHING);
  });

  it('say nothing of a kiosk that has never reported', () => {
    expect(compare({ kiosks: [], bikes: [bike()] })).toEqual(NOTHING);
  });

  it.each([
    ['bikeInTwoBays', [kiosk({ 1: 'bike-1', 2: 'bike-1' })], [bike()]],
    ['bikeInTwoBays', [kiosk({ 1: 'bike-1' }), kiosk({ 1: 'bike-1' }, minute(10), 'harbour')], [bike()]],
    ['bikeUnknown', [kiosk({ 1: 'bike-1' })], []],
    ['bikeStandsWhileOut', [kiosk({ 1: 'bike-1' })], [bike(out)]],
    ['bikeStandsWhileOut', [kiosk({ 1: 'bike-1' })], [bike({ ...out, state: 'missing' })]],
    ['bikeStandsElsewhere', [kiosk({ 1: 'bike-1' })], [bike({ kioskId: 'harbour' })]],
    ['bikeUnseen', [kiosk({ 2: 'bike-2' })], [bike(), bike({ bikeId: 'bike-2', bay: 2 })]],
  ])('are a case, and nothing else, where there is %s', (what, kiosks, bikes) => {
    const found = compare({ kiosks, bikes, rentals: [rental('open')] });

    expect(found).toMatchObject({ corrections: [], stale: [], unsettled: [{ what, bikeId: 'bike-1' }] });
    expect(found.unsettled).toHaveLength(1);
  });

  const second = bike({ bikeId: 'bike-2' });
  it.each([
    ['the kiosk has never reported', []],
    ['a sensor sees one of them', [kiosk({ 1: 'bike-1' })]],
    ['no sensor sees either', [kiosk({})]],
  ])('are one case where two bikes are recorded in one bay, and %s', (_, kiosks) => {
    const found = compare({ kiosks, bikes: [second, bike()] });

    const seen = 'bike-1 and bike-2 in bay 1 of market';
    expect(found).toEqual({
      ...NOTHING,
      unsettled: [{ what: 'bayClaimedTwice', name: 'market/1/bike-1+bike-2', seen }],
    });
  });

  it('are healed where two bikes are recorded in one bay, and a sensor sees where the second one stands', () => {
    const found = compare({ kiosks: [kiosk({ 1: 'bike-1', 2: 'bike-2' })], bikes: [bike(), second] });

    expect(found).toMatchObject({ corrections: [{ bikeId: 'bike-2', from: 1, to: 2 }], unsettled: [] });
  });

  it.each([
    ['one of two in a bay is reserved, and may be moved', bike({ bikeId: 'bike-2', state: 'reserved' })],
    ['one of two in a bay came there a moment ago', bike({ bikeId: 'bike-2', since: minute(25) })],
    ['they stand in bays of one number at two kiosks', bike({ bikeId: 'bike-2', kioskId: 'harbour' })],
  ])('are no double claim where %s', (_, other) => {
    const found = compare({ bikes: [bike(), other] });

    expect(found.unsettled).toEqual([]);
  });

  it('say nothing of a bike in a bay whose reader fails', () => {
    const blind = { ...kiosk({ 2: 'bike-2' }), unreadable: [1] };

    expect(compare({ kiosks: [blind], bikes: [bike(), bike({ bikeId: 'bike-2', bay: 2 })] })).toEqual(NOTHING);
  });

  it('give a new difference of the same kind a name of its own', () => {
    const at = (since: string) => compare({ kiosks: [kiosk({})], bikes: [bike({ since })] }).unsettled[0]?.name;

    expect(at(minute(0))).toBe(at(minute(0)));
    expect(at(minute(1))).not.toBe(at(minute(0)));
  });
});

describe('what is held and its rental', () => {
  const seen = [kiosk({ 1: 'bike-1' })];
  const reserved = bike({ state: 'reserved', hold });

  it.each(['requested', 'open'] as const)('agree while the rental is %s', (status) => {
    expect(compare({ kiosks: seen, bikes: [reserved], places: [hold], rentals: [rental(status)] })).toEqual(NOTHING);
  });

  it('are healed where the rental has ended, once for bike and place', () => {
    const found = compare({ kiosks: seen, bikes: [reserved], places: [hold], rentals: [rental('ended')] });

    expect(found).toEqual({ ...NOTHING, stale: [hold] });
  });

  it('are no difference where the rental has ended a moment ago', () => {
    expect(compare({ places: [hold], rentals: [rental('ended', minute(21))] })).toEqual(NOTHING);
  });

  it('are a case where nobody has asked for the rental', () => {
    expect(compare({ places: [hold] }).unsettled).toMatchObject([{ what: 'holdOfUnknownRental', rentalId: RENTAL }]);
  });

  it('are a case where the bike is out and its ride is over', () => {
    const found = compare({ bikes: [bike(out)], rentals: [rental('ended')] });

    expect(found).toMatchObject({ stale: [], unsettled: [{ what: 'bikeOutWithoutRide', bikeId: 'bike-1' }] });
  });

  it('leave a missing bike to the case that it has', () => {
    expect(compare({ bikes: [bike({ ...out, state: 'missing' })], rentals: [rental('ended')] })).toEqual(NOTHING);
  });
});

describe('money that is held and its rental', () => {
  type Payment = CompareHolds['payments'][number];
  const payment = (status: Payment['status'], changedAt = minute(0)): Payment => ({
    rentalId: RENTAL,
    status,
    authorized: 4000,
    changedAt,
  });
  const judge = (one: Payment, ...rentals: CompareHolds['rentals']) =>
    holdDiscrepancies({ payments: [one], rentals }, NOW);
  const FINE = { reclaims: [], unsettled: [] };

  it.each(['authorizing', 'authorized', 'voiding'] as const)('is given back where nobody rode (%s)', (status) => {
    expect(judge(payment(status), rental('ended'))).toEqual({ reclaims: [RENTAL], unsettled: [] });
  });

  it.each([
    ['its rental goes on', payment('authorized'), rental('open', minute(0), 1)],
    ['nothing is known of its rental yet', payment('authorized'), rental('requested')],
    ['it is held since a moment ago', payment('authorized', minute(21)), rental('ended')],
    ['its rental ended a moment ago', payment('authorized'), rental('ended', minute(21))],
    ['it is being captured for a ride', payment('capturing'), rental('ended', minute(0), 1)],
  ])('is no difference where %s', (_, one, its) => {
    expect(judge(one, its)).toEqual(FINE);
  });

  it.each([
    ['captureWithoutRide', payment('capturing'), [rental('ended')]],
    ['rideUncharged', payment('authorized'), [rental('ended', minute(0), 1)]],
    ['paymentOfUnknownRental', payment('authorized'), []],
  ])('is a case, and is not touched, where there is %s', (what, one, rentals) => {
    expect(judge(one, ...rentals)).toMatchObject({ reclaims: [], unsettled: [{ what, rentalId: RENTAL }] });
  });
});
