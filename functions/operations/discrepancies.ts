import { instant } from '../../seams/clock.ts';
import type { BikeSnapshot, CorrectBays, Hold } from '../bikes/reconciliation-contract.ts';
import type { RentalsExported } from '../orchestration/contract.ts';
import type { BaysExported } from '../storage/contract.ts';
import type { CompareShard } from './comparison.ts';

/** A difference that no service may settle by itself: somebody has to look. */
export interface Unsettled {
  what:
    | 'bikeInTwoBays'
    | 'bayClaimedTwice'
    | 'bikeUnknown'
    | 'bikeStandsWhileOut'
    | 'bikeStandsElsewhere'
    | 'bikeUnseen'
    | 'bikeOutWithoutRide'
    | 'bikeCarriedTooLong'
    | 'logDiffers'
    | 'holdOfUnknownRental'
    | 'captureWithoutRide'
    | 'rideUncharged'
    | 'paymentOfUnknownRental'
    | 'rideEndedLate';
  /** Of what it is said, and since when: the same difference has the same name in every run. */
  name: string;
  bikeId?: string;
  rentalId?: string;
  /** Where it is seen, or what of it is known, for the sentence that tells a person. */
  seen: string;
}

/** What a comparison of snapshots found. */
export interface Findings {
  corrections: CorrectBays['corrections'];
  stale: Hold[];
  unsettled: Unsettled[];
}

/** Facts may be on their way for so long: what is younger is no difference. */
const GRACE_MS = 10 * 60_000;

/** A van is out for a shift of eight hours, and what it has at its end is seen to at the next; a repair takes weeks. */
const CARRIED_HOURS_MAX = { rebalance: 16, maintenance: 14 * 24 } as const;

type Kiosk = BaysExported['kiosks'][number];
export type Rental = RentalsExported['rentals'][number];

/** Where a sensor sees a bike. A bike in the hatch is in no bay. */
interface Sighting {
  kiosk: Kiosk;
  bay?: number;
}

const placeOf = ({ kiosk, bay }: Sighting) => `${bay === undefined ? 'the hatch' : `bay ${bay}`} of ${kiosk.kioskId}`;

export const isSettled = (at: string, nowMs: number) => at <= instant(nowMs - GRACE_MS);

/** Reports are stamped to the second: one within the same second as the fact may be about it. */
const isNewerThan = (kiosk: Kiosk, since: string) => Date.parse(kiosk.reportedAt) + 999 >= Date.parse(since);

function sightings(kiosks: Kiosk[]): Map<string, Sighting[]> {
  const all = kiosks.flatMap((kiosk) => [
    ...kiosk.bays.map(({ bay, bikeId }) => ({ bikeId, at: { kiosk, bay } as Sighting })),
    ...(kiosk.hatch === undefined ? [] : [{ bikeId: kiosk.hatch, at: { kiosk } as Sighting }]),
  ]);
  const byBike = Map.groupBy(all, ({ bikeId }) => bikeId);
  return new Map([...byBike].map(([bikeId, seen]) => [bikeId, seen.map(({ at }) => at)]));
}

const NONE: Findings = { corrections: [], stale: [], unsettled: [] };
const unsettled = (one: Unsettled): Findings => ({ ...NONE, unsettled: [one] });

/** What a bike's record and one sighting of it say of each other, where both have stood long enough. */
function judgeSighting(bike: BikeSnapshot, seen: Sighting): Findings {
  const { bikeId, since } = bike;
  const about = { bikeId, name: `${bikeId}/${since}`, seen: placeOf(seen) };
  if (bike.kioskId === undefined) return unsettled({ what: 'bikeStandsWhileOut', ...about });
  if (bike.kioskId !== seen.kiosk.kioskId) return unsettled({ what: 'bikeStandsElsewhere', ...about });
  // A bike that is reserved may be moved at this moment, by a command that names the bay it stood in.
  const mayMove = bike.state === 'available' || bike.state === 'non_operational';
  if (!mayMove || bike.bay === undefined || seen.bay === undefined || bike.bay === seen.bay) return NONE;
  const { kioskId, reportedAt: seenAt } = seen.kiosk;
  return { ...NONE, corrections: [{ bikeId, kioskId, from: bike.bay, to: seen.bay, seenAt }] };
}

/** A bike that sensors see. Only what a kiosk has reported after the newest fact can contradict it. */
function judgeSeen(bikeId: string, seen: Sighting[], bike: BikeSnapshot | undefined, nowMs: number): Findings {
  const [first, second] = seen.filter(({ kiosk }) => isSettled(kiosk.reportedAt, nowMs));
  if (!first) return NONE;
  const places = seen.map(placeOf).join(' and ');
  if (!bike) return unsettled({ what: 'bikeUnknown', bikeId, name: `${bikeId}/${first.kiosk.kioskId}`, seen: places });
  if (!isSettled(bike.since, nowMs)) return NONE;
  if (second) return unsettled({ what: 'bikeInTwoBays', bikeId, name: `${bikeId}/${bike.since}`, seen: places });
  return isNewerThan(first.kiosk, bike.since) ? judgeSighting(bike, first) : NONE;
}

/** A bike that is recorded at a kiosk whose sensors see it nowhere. In a bay whose reader fails nobody can say so. */
function judgeUnseen(bike: BikeSnapshot, kiosk: Kiosk | undefined, nowMs: number): Findings {
  const { bikeId, since, bay } = bike;
  if (!kiosk || !isSettled(since, nowMs) || !isSettled(kiosk.reportedAt, nowMs) || !isNewerThan(kiosk, since))
    return NONE;
  if (bay !== undefined && kiosk.unreadable?.includes(bay)) return NONE;
  return unsettled({ what: 'bikeUnseen', bikeId, name: `${bikeId}/${since}`, seen: placeOf({ kiosk, bay: bay ?? 0 }) });
}

/** A bike that somebody of the staff has, for longer than what it was picked up for takes: a van may have lost it. */
function judgeCarried({ bikeId, since, carried }: BikeSnapshot, nowMs: number): Findings {
  if (!carried || since > instant(nowMs - CARRIED_HOURS_MAX[carried.reason] * 60 * 60_000)) return NONE;
  const seen = `${carried.by}, who picked it up for ${carried.reason} at ${since}`;
  return unsettled({ what: 'bikeCarriedTooLong', bikeId, name: `${bikeId}/${since}`, seen });
}

/**
 * Bikes that are recorded in one and the same bay, which has room for one. A bike that is reserved may be moved at this
 * moment, and one that a sensor sees elsewhere has its own finding; of the others nobody knows which one is there.
 */
function doubleClaims(bikes: BikeSnapshot[], seen: Map<string, Sighting[]>, nowMs: number): BikeSnapshot[][] {
  const isThere = ({ bikeId, kioskId, bay }: BikeSnapshot) =>
    (seen.get(bikeId) ?? []).every((at) => at.kiosk.kioskId === kioskId && at.bay === bay);
  const claims = bikes.filter(
    (bike) => bike.bay !== undefined && bike.state !== 'reserved' && isSettled(bike.since, nowMs) && isThere(bike),
  );
  const byBay = Map.groupBy(claims, ({ kioskId, bay }) => `${kioskId}/${bay}`);
  return [...byBay.values()].filter((claiming) => claiming.length > 1);
}

function judgeClaims(claiming: BikeSnapshot[]): Findings {
  const [first] = claiming;
  const ids = claiming.map(({ bikeId }) => bikeId).sort();
  const place = `bay ${first?.bay} of ${first?.kioskId}`;
  const name = `${first?.kioskId}/${first?.bay}/${ids.join('+')}`;
  return unsettled({ what: 'bayClaimedTwice', name, seen: `${ids.join(' and ')} in ${place}` });
}

/** A bike of which record and log do not tell the same. */
function judgeLog({ bikeId, state, logged }: BikeSnapshot): Findings {
  if (!logged) return NONE;
  const seen = `as ${state} since ${logged.at}, and is ${logged.state} in the log`;
  return unsettled({ what: 'logDiffers', bikeId, name: `${bikeId}/${logged.at}`, seen });
}

/** What holds a bike or a place, and its rental. */
function judgeHold(hold: Hold, bike: BikeSnapshot | undefined, rental: Rental | undefined, nowMs: number): Findings {
  const { rentalId, slot } = hold;
  const seen = `slot ${slot} of rental ${rentalId}`;
  const about = { rentalId, name: `${rentalId}-${slot}`, seen, ...(bike ? { bikeId: bike.bikeId } : {}) };
  if (!rental) return unsettled({ what: 'holdOfUnknownRental', ...about });
  if (rental.status !== 'ended' || !isSettled(rental.changedAt, nowMs)) return NONE;
  if (bike?.state !== 'on_trip') return { ...NONE, stale: [hold] };
  return isSettled(bike.since, nowMs) ? unsettled({ what: 'bikeOutWithoutRide', ...about }) : NONE;
}

/**
 * Compares what sensors see with what is recorded, and what is held with the rentals it is held for. What is about the
 * same bike or slot is said once.
 */
export function discrepancies({ kiosks, bikes, places, rentals }: CompareShard, nowMs: number): Findings {
  const seen = sightings(kiosks);
  const records = new Map(bikes.map((bike) => [bike.bikeId, bike]));
  const kioskById = new Map(kiosks.map((kiosk) => [kiosk.kioskId, kiosk]));
  const rentalById = new Map(rentals.map((rental) => [rental.rentalId, rental]));
  const held = bikes.filter(({ state }) => state === 'reserved' || state === 'on_trip');
  const claims = doubleClaims(bikes, seen, nowMs);
  const claiming = new Set(claims.flat().map(({ bikeId }) => bikeId));
  const findings = [
    ...claims.map(judgeClaims),
    ...[...seen].map(([bikeId, at]) => judgeSeen(bikeId, at, records.get(bikeId), nowMs)),
    ...bikes
      .filter(({ bikeId, kioskId }) => kioskId !== undefined && !seen.has(bikeId) && !claiming.has(bikeId))
      .map((bike) => judgeUnseen(bike, kioskById.get(bike.kioskId ?? ''), nowMs)),
    ...bikes.map((bike) => judgeCarried(bike, nowMs)),
    ...bikes.map(judgeLog),
    ...held.flatMap((bike) =>
      bike.hold ? [judgeHold(bike.hold, bike, rentalById.get(bike.hold.rentalId), nowMs)] : [],
    ),
    ...places.map((hold) => judgeHold(hold, undefined, rentalById.get(hold.rentalId), nowMs)),
  ];
  const stale = findings.flatMap((one) => one.stale);
  return {
    corrections: findings.flatMap((one) => one.corrections),
    stale: [...new Map(stale.map((hold) => [`${hold.rentalId}#${hold.slot}`, hold])).values()],
    unsettled: findings.flatMap((one) => one.unsettled),
  };
}
