import { holdAhead } from '../../../functions/bikes/ahead/hold-ahead.ts';
import { releaseAhead } from '../../../functions/bikes/ahead/release-ahead.ts';
import type {
  BikeEvent,
  BikeFound,
  BikeReturned,
  DamageReported,
  ReportDamage,
  SwapBike,
} from '../../../functions/bikes/contract.ts';
import { changeBike } from '../../../functions/bikes/fleet/change-bike.ts';
import { correctBike } from '../../../functions/bikes/fleet/correct-bike.ts';
import { dropOffBike } from '../../../functions/bikes/fleet/drop-off-bike.ts';
import { quarantineBay } from '../../../functions/bikes/fleet/quarantine-bay.ts';
import type { BikeChanged, ChangeBike } from '../../../functions/bikes/fleet-contract.ts';
import { newBike } from '../../../functions/bikes/items/bike.ts';
import { holdOf } from '../../../functions/bikes/items/reservation.ts';
import { newKiosk } from '../../../functions/bikes/items/station.ts';
import type {
  BayChanged,
  CorrectBike,
  EndRide,
  QuarantineBay,
  RideEndedByHand,
} from '../../../functions/bikes/operator-contract.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from '../../../functions/bikes/photos/photo-album.ts';
import { lookUpAvailability } from '../../../functions/bikes/rental/look-up-availability.ts';
import { releaseBikes } from '../../../functions/bikes/rental/release-bikes.ts';
import { reserveBikes } from '../../../functions/bikes/rental/reserve-bikes.ts';
import { startTrip } from '../../../functions/bikes/rental/start-trip.ts';
import { swapBike } from '../../../functions/bikes/rental/swap-bike.ts';
import { awaitReturn } from '../../../functions/bikes/ride/await-return.ts';
import { endRide } from '../../../functions/bikes/ride/end-ride.ts';
import { followStorage } from '../../../functions/bikes/ride/follow-storage.ts';
import { reportDamage } from '../../../functions/bikes/ride/report-damage.ts';
import { reportMissing } from '../../../functions/bikes/ride/report-missing.ts';
import { reportOverdue } from '../../../functions/bikes/ride/report-overdue.ts';
import { kioskDirectory } from '../../../functions/bikes/store/directory.ts';
import { dynamoInventory, type Inventory, KIOSK_INDEX } from '../../../functions/bikes/store/inventory.ts';
import type { DropOffBike } from '../../../functions/bikes/van-contract.ts';
import { type ItemStore, itemStore } from '../../../functions/shared/table.ts';
import type { WaitingTask } from '../../../functions/shared/waiting-task.ts';
import type { RecordFact } from '../../../functions/storage/contract.ts';
import type { Dynamo } from '../dynamo.ts';
import { type RentalTokens, rentalTokens, type StandingClock, standingClock } from '../rental-tokens.ts';

export const KIOSK = 'market';
export const FAMILY = 'household_0123456789abcdef';

/** A rental's id, by a number of the test's choosing. */
export const rentalId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
/** Ten in the morning and so many minutes. */
export const minute = (minutes: number) => new Date(Date.UTC(2026, 4, 1, 10, minutes)).toISOString();

/** As most cities have it. */
const TERMS = { minutes: 10, noShowsMax: 2 };

type Told = BikeEvent | BikeFound | BikeChanged | DamageReported;
/** What an operator says besides who and why. */
type ByHand<Command> = Omit<Command, 'by' | 'reason' | 'kioskId'> & { kioskId?: string };

/** Kiosks of these tests all stand in one place. */
export const POSITION = { lat: 41.2, lon: -72.9 };

interface Asked {
  bikes?: number;
  kioskId?: string;
  partyRef?: string;
  partyLimit?: number;
}

/** The bikes service, with its handlers as the cloud calls them, on a table of its own. */
export interface Town {
  /** The name of its table. */
  table: string;
  inventory: Inventory;
  /** Of the photos that go with reports. */
  album: PhotoAlbum;
  clock: StandingClock;
  tokens: RentalTokens;
  /** What was published, oldest first. */
  told: Told[];
  /** What became of each task that waits for a return, oldest first. */
  heard: { token: string; ride: BikeReturned }[];
  reserve(rental: number, asked?: Asked): ReturnType<ReturnType<typeof reserveBikes>>;
  /** Holds bikes for a party that is on its way, under a reservation of the test's choosing. */
  hold(reservation: number, asked?: Asked, claims?: Record<string, unknown>): ReturnType<ReturnType<typeof holdAhead>>;
  /** Ends a reservation. */
  endHold(reservation: number, asked?: Asked): ReturnType<ReturnType<typeof releaseAhead>>;
  release(rental: number, ...slots: number[]): ReturnType<ReturnType<typeof releaseBikes>>;
  /** Releases a slot for a reason: the name of the error that ended its hand-over. */
  giveUp(rental: number, slot: number, reason: string): ReturnType<ReturnType<typeof releaseBikes>>;
  start(rental: number, slot: number, bikeId: string, at: string): ReturnType<ReturnType<typeof startTrip>>;
  swap(
    rental: number,
    failed: Pick<SwapBike, 'bikeId' | 'attempt' | 'reason'> & { slot?: number },
  ): ReturnType<ReturnType<typeof swapBike>>;
  awaitReturn(rental: number, token: string, slot?: number): Promise<void>;
  overdue(rental: number, slot?: number): Promise<void>;
  missing(rental: number, slot?: number): ReturnType<ReturnType<typeof reportMissing>>;
  /** Reports a part of a bike, by a number of the test's choosing. */
  report(
    number: number,
    told: Omit<ReportDamage, 'reportId' | 'kioskId'> & { kioskId?: string },
  ): ReturnType<ReturnType<typeof reportDamage>>;
  change(command: Omit<ChangeBike, 'by'>): Promise<BikeChanged>;
  dropOff(command: Omit<DropOffBike, 'by'>): Promise<BikeChanged>;
  correct(command: ByHand<CorrectBike>): Promise<BikeChanged>;
  quarantine(command: ByHand<QuarantineBay>): Promise<BayChanged>;
  endRide(rental: number, end: Omit<ByHand<EndRide>, 'rentalId' | 'slot'>, slot?: number): Promise<RideEndedByHand>;
  noDock(bikeId: string, at: string, kioskId?: string): Promise<void>;
  taken(rental: number, slot: number, bikeId: string, at: string): Promise<void>;
  docked(bikeId: string, bay: number, at: string, kioskId?: string): Promise<void>;
  availability(kioskId?: string, partyRef?: string): ReturnType<ReturnType<typeof lookUpAvailability>>;
  /** What the inventory says of a bike, for short: its state, and whose it is. */
  bike(bikeId: string): Promise<{ state: string; hold: string | undefined; kioskId: string | undefined }>;
}

/** How the town's table is reached: the tests put faults and schedules in between. */
export interface Reached {
  reach: (items: ItemStore) => ItemStore;
  /** Makes any other call, when its turn has come. */
  turn: <Answer>(call: () => Promise<Answer>) => Promise<Answer>;
}

/** Reaches the items through something of the test's own. */
export const through = (reach: Reached['reach']): Reached => ({ reach, turn: (call) => call() });

/** A town with these kiosks, each with bikes `<kiosk>-1`, `<kiosk>-2`, … in its bays. */
export async function town(
  dynamo: Dynamo,
  kiosks: Record<string, number> = { [KIOSK]: 3 },
  { reach, turn }: Reached = through((items) => items),
): Promise<Town> {
  const table = await dynamo.createTable({ name: KIOSK_INDEX, partitionKey: 'kioskId', sortKey: 'state' });
  const items = itemStore(dynamo.client, table);
  await kioskDirectory(items).add(Object.keys(kiosks));
  for (const [kioskId, count] of Object.entries(kiosks)) {
    await items.save(newKiosk({ kioskId, bays: 10, name: kioskId, position: POSITION }));
    for (let bay = 1; bay <= count; bay++) await items.save(newBike(`${kioskId}-${bay}`, kioskId, bay));
  }
  const clock = standingClock(minute(0));
  const tokens = rentalTokens(clock);
  const told: Told[] = [];
  const heard: Town['heard'] = [];
  const reached = dynamoInventory(dynamo.client, table, reach(items));
  const inventory: Inventory = {
    ...reached,
    listStanding: (...query) => turn(() => reached.listStanding(...query)),
  };
  const publish = async (events: readonly { detail: object }[]) => {
    told.push(...events.map(({ detail }) => detail as Told));
  };
  const task: WaitingTask<BikeReturned> = {
    succeed: (token, ride) => turn(async () => void heard.push({ token, ride })),
    fail: (token, error) => Promise.reject(new Error(`A return does not fail: ${token}, ${error}.`)),
    heartbeat: (token) => Promise.reject(new Error(`A return has no heartbeat: ${token}.`)),
  };
  // On a table of its own in the city; here, where its keys are its own, beside the bikes.
  const album = dynamoPhotoAlbum(dynamo.client, table, reach(items));
  const deps = { inventory, album, tokens: tokens.verifier, publish, clock, task };
  const rentalToken = (rental: number, kioskId = KIOSK) => tokens.mint(rentalId(rental), kioskId);
  const reservationOf = (
    number: number,
    { bikes = 1, kioskId = KIOSK, partyRef = FAMILY, partyLimit = 4 }: Asked = {},
    otherwise: Record<string, unknown> = {},
  ) => {
    const claims = { scope: 'reservation', aud: ['bikes'], sub: partyRef, bikes, limit: partyLimit };
    const reservationToken = tokens.mint('', kioskId, { ...claims, reservation: rentalId(number), ...otherwise });
    return { reservationToken, kioskId, partyRef, partyLimit, bikes };
  };
  let seq = 0;
  const happened = (fact: Omit<RecordFact, 'seq' | 'thing'>) =>
    followStorage(deps)({ ...fact, seq: ++seq, thing: fact.kioskId } as RecordFact);
  const truth = dynamoInventory(dynamo.client, table);
  return {
    table,
    inventory: truth,
    album,
    clock,
    tokens,
    told,
    heard,
    reserve: (rental, { bikes = 1, kioskId = KIOSK, partyRef = FAMILY, partyLimit = 4 } = {}) =>
      reserveBikes(deps)({ rentalToken: rentalToken(rental, kioskId), kioskId, partyRef, partyLimit, bikes }),
    hold: (reservation, asked, claims) =>
      holdAhead({ ...deps, terms: TERMS })(reservationOf(reservation, asked, claims)),
    endHold: (reservation, asked) => releaseAhead(deps)(reservationOf(reservation, asked)),
    release: (rental, ...slots) => releaseBikes(deps)({ rentalToken: rentalToken(rental), slots }),
    giveUp: (rental, slot, reason) => releaseBikes(deps)({ rentalToken: rentalToken(rental), slots: [slot], reason }),
    start: (rental, slot, bikeId, takenAt) =>
      startTrip(deps)({ rentalToken: rentalToken(rental), slot, bikeId, takenAt }),
    swap: (rental, { slot = 1, ...failed }) =>
      swapBike(deps)({ rentalToken: rentalToken(rental), kioskId: KIOSK, slot, bay: 1, ...failed }),
    awaitReturn: (rental, taskToken, slot = 1) =>
      awaitReturn(deps)({ rentalToken: rentalToken(rental), taskToken, slot }),
    overdue: (rental, slot = 1) => reportOverdue(deps)({ rentalToken: rentalToken(rental), slot }),
    missing: (rental, slot = 1) => reportMissing(deps)({ rentalToken: rentalToken(rental), slot }),
    report: (number, damage) => reportDamage(deps)({ reportId: rentalId(number), kioskId: KIOSK, ...damage }),
    change: (command) => changeBike(deps)({ by: 'mechanic/ada', ...command }),
    dropOff: (command) => dropOffBike(deps)({ by: 'mechanic/ada', ...command }),
    correct: (command) => correctBike(deps)({ ...BY_HAND, ...command }),
    quarantine: (command) => quarantineBay(deps)({ ...BY_HAND, kioskId: KIOSK, ...command }),
    endRide: (rental, end, slot = 1) => endRide(deps)({ ...BY_HAND, rentalId: rentalId(rental), slot, ...end }),
    noDock: (bikeId, at, kioskId = KIOSK) => happened({ type: 'NoDockFree', at, kioskId, bikeId } as RecordFact),
    taken: (rental, slot, bikeId, at) =>
      happened({
        type: 'BikeTaken',
        at,
        kioskId: KIOSK,
        commandId: '0'.repeat(32),
        rentalId: rentalId(rental),
        slot,
        bikeId,
        bay: 1,
      } as RecordFact),
    docked: (bikeId, bay, at, kioskId = KIOSK) =>
      happened({ type: 'BikeDocked', at, kioskId, bikeId, bay } as RecordFact),
    availability: (kioskId = KIOSK, partyRef = FAMILY) => lookUpAvailability(deps)({ kioskId, partyRef }),
    async bike(bikeId) {
      const bike = await truth.readBike(bikeId);
      return { state: String(bike?.state), hold: bike?.hold, kioskId: bike?.kioskId };
    },
  };
}

const BY_HAND = { by: 'operator/grace', reason: 'Somebody has called.' };

/** The hold of a rental's slot. */
export const holdBy = (rental: number, slot = 1) => holdOf(rentalId(rental), slot);
