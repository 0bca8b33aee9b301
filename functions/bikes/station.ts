import { instant } from '../../seams/clock.ts';
import type { Versioned } from '../shared/table.ts';
import type { BikeState, StationStatus } from './contract.ts';

export interface Kiosk extends Versioned {
  /** How many bikes it can hold. */
  bays: number;
}

export const kioskKey = (kioskId: string) => `kiosk#${kioskId}`;

export function newKiosk(kioskId: string, bays: number): Kiosk {
  return { pk: kioskKey(kioskId), revision: 0, bays };
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
