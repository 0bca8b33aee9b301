import { instant } from '../../seams/clock.ts';
import type { Versioned } from '../shared/table.ts';
import type { BikeState, ImportFleet, Position, StationStatus } from './contract.ts';
import { baysFree, onOffer } from './offer.ts';
import type { BayChanged } from './operator-contract.ts';

export interface Kiosk extends Versioned {
  /** How many bikes it can hold. */
  bays: number;
  /** As riders know it. */
  name: string;
  position: Position;
  /** The bays that operators have taken out of service, in order; and what they last did about bays, oldest first. */
  quarantined?: number[] | undefined;
  bayChanges?: BayChanged[] | undefined;
}

export const kioskKey = (kioskId: string) => `kiosk#${kioskId}`;

type Described = ImportFleet['kiosks'][number];

export function newKiosk({ kioskId, bays, name, position }: Described): Kiosk {
  return { pk: kioskKey(kioskId), revision: 0, bays, name, position };
}

/** The kiosk as it is described now; undefined where nothing about it is new. */
export function described(kiosk: Kiosk, { bays, name, position }: Described): Kiosk | undefined {
  // A kiosk that was imported before kiosks had positions has none.
  const isThere = kiosk.position?.lat === position.lat && kiosk.position.lon === position.lon;
  return isThere && kiosk.bays === bays && kiosk.name === name ? undefined : { ...kiosk, bays, name, position };
}

/** A bike that stands at a kiosk. */
export interface Standing {
  bikeId: string;
  bay: number;
  state: BikeState;
  /** The time of the newest fact about its whereabouts. */
  since: string;
}

/** What a kiosk has to offer. A bike that is reserved or in repair takes up its bay until it is gone. */
export function statusOf(kioskId: string, kiosk: Kiosk, standing: Standing[], nowMs: number): StationStatus {
  return {
    station_id: kioskId,
    num_vehicles_available: onOffer(kiosk, standing).length,
    num_docks_available: baysFree(kiosk, standing),
    last_reported: instant(nowMs),
  };
}
