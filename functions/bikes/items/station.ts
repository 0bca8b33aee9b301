import { isDeepStrictEqual } from 'node:util';
import { instant } from '../../../seams/clock.ts';
import type { BayStatus } from '../../shared/fields.ts';
import type { Versioned } from '../../shared/table.ts';
import type { BikeState, ImportFleet, Neighbour, Position, StationStatus } from '../contract.ts';
import type { KioskMode, KioskModeChanged } from '../kiosk-contract.ts';
import type { BayChanged } from '../operator-contract.ts';
import { baysFree } from './bays.ts';
import type { KioskContact } from './kiosk-contact.ts';
import { onOffer } from './offer.ts';

export interface Kiosk extends Versioned {
  /** How many bikes it can hold, as the city's list says. */
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
  /** Left out: open. */
  mode?: KioskMode;
  /** How it came into its mode, oldest first. */
  modeChanges?: KioskModeChanged[];
  /** Its own last word, by the cloud's clock: RFC 3339. Left out: it has never said anything. */
  heardAt?: string;
  /** Whether it is in contact: the last time that this has changed. */
  contact?: KioskContact | undefined;
  /** What it said of itself when it last started. */
  boot?: KioskBoot;
  /** By bay, the last word on it. Bays of which there was never any are well. */
  bayStatuses?: Record<string, { status: BayStatus; at: string }>;
}

export interface KioskBoot {
  /** By the cloud's clock: RFC 3339. */
  at: string;
  programVersion: string;
  configVersion: string;
  bays: number;
}

export const kioskKey = (kioskId: string) => `kiosk#${kioskId}`;
export const kioskIdOf = ({ pk }: Pick<Kiosk, 'pk'>) => pk.slice(kioskKey('').length);

type Described = ImportFleet['kiosks'][number];

export function newKiosk({ kioskId, ...told }: Described): Kiosk {
  return { pk: kioskKey(kioskId), revision: 0, ...told };
}

/** The kiosk as it is described now; undefined where nothing about it is new. What is not told stays as it is. */
export function described(kiosk: Kiosk, { kioskId: _, ...told }: Described): Kiosk | undefined {
  const next = { ...kiosk, ...told };
  return isDeepStrictEqual(next, kiosk) ? undefined : next;
}

export const modeOf = ({ mode = 'open' }: Kiosk) => mode;
export const isInContact = ({ contact }: Kiosk) => contact?.type !== 'KioskContactLost';
/** Whether bikes may be had there at all. */
export const isRenting = (kiosk: Kiosk) => modeOf(kiosk) === 'open' && isInContact(kiosk);

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

/**
 * What a kiosk has to offer, as of a moment. A bike that is reserved or in repair takes up its bay until it is gone.
 * A kiosk that is empty or full rents and takes returns all the same; one of which nothing is heard does neither.
 */
export function statusOf(kioskId: string, kiosk: Kiosk, standing: Standing[], nowMs: number): StationStatus {
  const isInstalled = kiosk.heardAt !== undefined;
  const available = onOffer(kiosk, standing, nowMs);
  return {
    station_id: kioskId,
    num_vehicles_available: available.length,
    num_docks_available: baysFree(kiosk, standing),
    last_reported: kiosk.heardAt ?? NEVER,
    is_installed: isInstalled,
    is_renting: isInstalled && isRenting(kiosk),
    is_returning: isInstalled && modeOf(kiosk) !== 'closed' && isInContact(kiosk),
    is_in_contact: isInContact(kiosk),
    as_of: instant(nowMs),
    bays_withheld: standing.filter((bike) => !available.includes(bike)).map(({ bay }) => bay),
  };
}

/** When a kiosk has spoken that never did. */
const NEVER = '1970-01-01T00:00:00.000Z';
