import { instant } from '../../seams/clock.ts';
import type { Versioned } from '../shared/table.ts';
import type { BikeState, ImportFleet, Position, StationStatus } from './contract.ts';

export interface Kiosk extends Versioned {
  /** How many bikes it can hold. */
  bays: number;
  /** As riders know it. */
  name: string;
  position: Position;
  /** The part of the city that it stands in. */
  regionId?: string | undefined;
}

export const kioskKey = (kioskId: string) => `kiosk#${kioskId}`;

type Described = ImportFleet['kiosks'][number];

export function newKiosk({ kioskId, bays, name, position, regionId }: Described): Kiosk {
  return { pk: kioskKey(kioskId), revision: 0, bays, name, position, regionId };
}

/** The kiosk as it is described now; undefined where nothing about it is new. */
export function described(kiosk: Kiosk, { bays, name, position, regionId }: Described): Kiosk | undefined {
  // A kiosk that was imported before kiosks had positions has none.
  const isThere = kiosk.position?.lat === position.lat && kiosk.position.lon === position.lon;
  const isSame = isThere && kiosk.bays === bays && kiosk.name === name && kiosk.regionId === regionId;
  return isSame ? undefined : { ...kiosk, bays, name, position, regionId };
}

/** A bike that stands at a kiosk. */
export interface Standing {
  bikeId: string;
  bay: number;
  state: BikeState;
}

/** What a kiosk has to offer. A bike that is reserved or in repair takes up its bay until it is gone. */
export function statusOf(kioskId: string, kiosk: Kiosk, standing: Standing[], nowMs: number): StationStatus {
  return {
    station_id: kioskId,
    num_vehicles_available: standing.filter(({ state }) => state === 'available').length,
    num_docks_available: Math.max(0, kiosk.bays - standing.length),
    last_reported: instant(nowMs),
  };
}
