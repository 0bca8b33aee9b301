import type { Alert, StandingBike, StationSnapshot } from '../../../functions/bikes/feed-contract.ts';
import type { FeedSystem } from '../../../functions/feed/contract.ts';
import { GBFS_VERSION } from '../../../functions/feed/documents/gbfs.ts';
import { type PublicCity, stationed, vehiclesAt } from '../../../functions/feed/documents/public-city.ts';
import { feedOf } from '../../../functions/feed/feed.ts';
import { vehicleIdWith } from '../../../functions/feed/vehicle-ids.ts';
import type { Feed } from '../../../scripts/gbfs/feed.ts';

/** Ten in the morning. */
export const NOW = '2026-05-01T10:00:00.000Z';
export const ADDRESS = 'https://bikes.lakeview.test';

const both = (en: string, es: string) => [
  { text: en, language: 'en-US' },
  { text: es, language: 'es-US' },
];

export const SYSTEM: FeedSystem = {
  systemId: 'freewheel-lakeview',
  timeZone: 'America/New_York',
  tariff: {
    resident: { currency: 'USD', unlockFee: 0, perMinute: 10, freeMinutes: 120, dailyCap: 1200 },
    visitor: { currency: 'USD', unlockFee: 150, perMinute: 15, freeMinutes: 0, dailyCap: 1800 },
    graceMinutes: 15,
    overdueMinutes: 1440,
    missingMinutes: 2880,
  },
  facts: {
    languages: ['en-US', 'es-US'],
    name: both('Lakeview Bikes', 'Bicicletas de Lakeview'),
    openingHours: '24/7',
    contactEmail: 'bikes@lakeview.test',
    licenseId: 'CC0-1.0',
    regions: [{ regionId: 'shore', name: both('Shore', 'Ribera') }],
  },
};

/** A bike in a bay; whose station it is follows from where it is listed. */
export const bikeAt = (bay: number, changes: Partial<StandingBike> = {}): StandingBike => ({
  ...{ bikeId: `bike-${bay}`, kioskId: '', bay, state: 'available', since: '2026-05-01T09:30:00.000Z' },
  ...changes,
});

/** A station with what stands there. */
export type Described = StationSnapshot & { bikes: StandingBike[] };

export const station = (kioskId: string, changes: Partial<Described> = {}): Described => ({
  ...{ kioskId, name: `The ${kioskId}`, position: { lat: 42.87, lon: -77.28 }, bays: 6, regionId: 'shore', bikes: [] },
  ...changes,
});

export const standingAt = (stations: Described[]): StandingBike[] =>
  stations.flatMap(({ kioskId, bikes }) => bikes.map((bike) => ({ ...bike, kioskId })));

/** A city as bikes tells of it, at ten in the morning. */
export function lakeview(stations: Described[], alerts: Alert[] = []): PublicCity {
  const placed = stationed(stations, standingAt(stations));
  const vehicles = vehiclesAt(placed, vehicleIdWith(Buffer.alloc(32, 7)));
  return { system: SYSTEM, address: ADDRESS, asOf: NOW, stations: placed, vehicles, alerts };
}

/** Its whole feed, as files. */
export function filesOf(city: PublicCity): Feed {
  const files = feedOf(city).map(({ name, ttlS, data }) => {
    const file = { last_updated: city.asOf, ttl: ttlS, version: GBFS_VERSION, data };
    return [name, JSON.parse(JSON.stringify(file))];
  });
  return Object.fromEntries(files) as Feed;
}
