import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { FeedFacts } from '../functions/feed/contract.ts';
import { Tariff } from '../functions/payments/contract.ts';
import { KioskId } from '../functions/shared/fields.ts';
import { WorkshopRules } from '../functions/workshop/contract.ts';

const Address = z.object({
  street: z.string(),
  city: z.string(),
  state: z.string().check(z.length(2)),
  postalCode: z.string(),
});

/** A fictional person with the driver's licence that the simulated scanner can read. */
const Person = z.object({
  firstName: z.string(),
  lastName: z.string(),
  /** Of the licence's issuer: six digits, assigned by AAMVA. */
  iin: z.string().check(z.regex(/^\d{6}$/)),
  number: z.string(),
  birthDate: z.iso.date(),
  expiresOn: z.iso.date(),
  address: Address,
  /** Residents of one household share a party: as many bikes as it has members. */
  household: z.optional(z.string()),
});
export type Person = z.infer<typeof Person>;

const Kiosk = z.object({
  id: KioskId,
  name: z.string(),
  /** WGS 84, degrees. */
  lat: z.number().check(z.minimum(-90), z.maximum(90)),
  lon: z.number().check(z.minimum(-180), z.maximum(180)),
  bays: z.int().check(z.minimum(1), z.maximum(999)),
  /** How many bays hold a bike on the city's first day. */
  bikes: z.int().check(z.minimum(0)),
  /** One of the feed's regions. */
  region: z.optional(z.string()),
});
export type CityKiosk = z.infer<typeof Kiosk>;

/** On which terms bikes wait at a kiosk for a rider who is on the way from another. */
const Reservations = z.object({
  /** For how long. */
  minutes: z.int().check(z.minimum(1), z.maximum(60)),
  /** In how many cases a day nobody may come for them, before no more are held. */
  noShowsMax: z.int().check(z.minimum(1)),
});

/** How bikes are brought to where they are wanted. */
const Rebalancing = z.object({
  /** How many bikes a van holds. */
  vanHolds: z.int().check(z.minimum(1)),
});

/** A city as its file in this folder describes it. */
export const City = z.object({
  id: z.string().check(z.regex(/^[a-z][a-z0-9]{1,19}$/, 'must be short, in lower case: it becomes part of names')),
  name: z.string(),
  about: z.string(),
  /** IANA time zone: the day on which a document expires is the city's. */
  timeZone: z.string(),
  currency: z.string().check(z.length(3)),
  language: z.string(),
  tariff: Tariff,
  /** What the public feed says of the whole system. */
  feed: FeedFacts,
  reservations: z._default(Reservations, { minutes: 10, noShowsMax: 3 }),
  rebalancing: z._default(Rebalancing, { vanHolds: 12 }),
  workshop: WorkshopRules,
  kiosks: z.array(Kiosk),
  addresses: z.array(z.extend(Address, { lat: z.number(), lon: z.number() })),
  residents: z.array(z.extend(Person, { household: z.string() })),
  /** Whoever has not registered, also of those who live in the city. */
  visitors: z.array(Person),
});
export type City = z.infer<typeof City>;

/**
 * Reads `cities/{id}.json`.
 *
 * @throws Error that names the file and every field at fault.
 */
export function readCity(id: string): City {
  const file = join(import.meta.dirname, `${id}.json`);
  const city = City.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!city.success) throw new Error(`${file} does not describe a city:\n${z.prettifyError(city.error)}`);
  const crowded = city.data.kiosks.find((kiosk) => kiosk.bikes > kiosk.bays);
  if (crowded) throw new Error(`${file}: kiosk ${crowded.id} has more bikes than bays.`);
  const regions = new Set(city.data.feed.regions.map(({ regionId }) => regionId));
  const lost = city.data.kiosks.find(({ region }) => region !== undefined && !regions.has(region));
  if (lost) throw new Error(`${file}: kiosk ${lost.id} stands in a region that is none of the feed's: ${lost.region}.`);
  return city.data;
}

/** The bikes of the city's first day: numbered through the kiosks, in bays from 1. */
export function firstBikes(city: City): Array<{ bikeId: string; kioskId: string; bay: number }> {
  const places = city.kiosks.flatMap((kiosk) =>
    Array.from({ length: kiosk.bikes }, (_, index) => ({ kioskId: kiosk.id, bay: index + 1 })),
  );
  return places.map((place, index) => ({ bikeId: `bike-${String(index + 1).padStart(3, '0')}`, ...place }));
}
