import { isDeepStrictEqual } from 'node:util';
import { instant } from '../../seams/clock.ts';
import type { Versioned } from '../shared/table.ts';
import { isOffered } from './booking.ts';
import type { BikeState, ImportFleet, Neighbour, Position, StationStatus } from './contract.ts';

export interface Kiosk extends Versioned {
  /** How many bikes it can hold. */
  bays: number;
  /** As riders know it. */
  name: string;
  position: Position;
  /** The kiosks around it, nearest first. */
  neighbours?: Neighbour[] | undefined;
}

export const kioskKey = (kioskId: string) => `kiosk#${kioskId}`;

type Described = ImportFleet['kiosks'][number];

export function newKiosk({ kioskId, bays, name, position, neighbours }: Described): Kiosk {
  return { pk: kioskKey(kioskId), revision: 0, bays, name, position, neighbours };
}

/** The kiosk as it is described now; undefined where nothing about it is new. */
export function described(kiosk: Kiosk, told: Described): Kiosk | undefined {
  const { bays, name, position, neighbours = kiosk.neighbours } = told;
  // A kiosk that was imported before kiosks had positions has none.
  const isThere = kiosk.position?.lat === position.lat && kiosk.position.lon === position.lon;
  const isAmidSame = isDeepStrictEqual(kiosk.neighbours, neighbours);
  if (isThere && isAmidSame && kiosk.bays === bays && kiosk.name === name) return undefined;
  return { ...kiosk, bays, name, position, neighbours };
}

/** A bike that stands at a kiosk. */
export interface Standing {
  bikeId: string;
  bay: number;
  state: BikeState;
  /** Whom it is reserved for. */
  hold?: string | undefined;
}

/** What a kiosk has to offer. A bike that is reserved or in repair takes up its bay until it is gone. */
export function statusOf(kioskId: string, kiosk: Kiosk, standing: Standing[], nowMs: number): StationStatus {
  return {
    station_id: kioskId,
    num_vehicles_available: standing.filter((bike) => isOffered(bike, nowMs)).length,
    num_docks_available: Math.max(0, kiosk.bays - standing.length),
    last_reported: instant(nowMs),
  };
}
