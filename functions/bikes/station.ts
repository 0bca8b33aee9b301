import { isDeepStrictEqual } from 'node:util';
import { instant } from '../../seams/clock.ts';
import type { Versioned } from '../shared/table.ts';
import type { BikeState, ImportFleet, Neighbour, Position, StationStatus } from './contract.ts';
import { baysFree, onOffer } from './offer.ts';
import type { BayChanged } from './operator-contract.ts';

export interface Kiosk extends Versioned {
  /** How many bikes it can hold. */
  bays: number;
  /** As riders know it. */
  name: string;
  position: Position;
  /** The part of the city that it stands in. */
  regionId?: string | undefined;
  /** The kiosks around it, nearest first. */
  neighbours?: Neighbour[] | undefined;
  /** The bays that operators have taken out of service, in order; and what they last did about bays, oldest first. */
  quarantined?: number[] | undefined;
  bayChanges?: BayChanged[] | undefined;
}

export const kioskKey = (kioskId: string) => `kiosk#${kioskId}`;

type Described = ImportFleet['kiosks'][number];

export function newKiosk({ kioskId, ...told }: Described): Kiosk {
  return { pk: kioskKey(kioskId), revision: 0, ...told };
}

/** The kiosk as it is described now; undefined where nothing about it is new. What is not told stays as it is. */
export function described(kiosk: Kiosk, { kioskId: _, ...told }: Described): Kiosk | undefined {
  const next = { ...kiosk, ...told };
  return isDeepStrictEqual(next, kiosk) ? undefined : next;
}

/** A bike that stands at a kiosk. */
export interface Standing {
  bikeId: string;
  bay: number;
  state: BikeState;
  /** Whom it is reserved for. */
  hold?: string | undefined;
  /** The time of the newest fact about its whereabouts. */
  since: string;
}

/** What a kiosk has to offer. A bike that is reserved or in repair takes up its bay until it is gone. */
export function statusOf(kioskId: string, kiosk: Kiosk, standing: Standing[], nowMs: number): StationStatus {
  return {
    station_id: kioskId,
    num_vehicles_available: onOffer(kiosk, standing, nowMs).length,
    num_docks_available: baysFree(kiosk, standing),
    last_reported: instant(nowMs),
  };
}
