import { instant } from '../../seams/clock.ts';
import type { Versioned } from '../shared/table.ts';
import type { BayStatus } from '../storage/contract.ts';
import type { BikeState, ImportFleet, Position, StationStatus } from './contract.ts';
import type { KioskContact } from './kiosk-contact.ts';
import type { KioskMode, KioskModeChanged } from './kiosk-contract.ts';

export interface Kiosk extends Versioned {
  /** The partition of the index that lists kiosks. */
  directory?: typeof DIRECTORY;
  /** How many bikes it can hold, as the city's list says. */
  bays: number;
  /** As riders know it. */
  name: string;
  position: Position;
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

/** All kiosks are in one partition of their index: two thousand items of a kilobyte. */
export const DIRECTORY = 'kiosks';

export const kioskKey = (kioskId: string) => `kiosk#${kioskId}`;
export const kioskIdOf = ({ pk }: Pick<Kiosk, 'pk'>) => pk.slice(kioskKey('').length);

type Described = ImportFleet['kiosks'][number];

export function newKiosk({ kioskId, bays, name, position }: Described): Kiosk {
  return { pk: kioskKey(kioskId), revision: 0, directory: DIRECTORY, bays, name, position };
}

/** The kiosk as it is described now; undefined where nothing about it is new. */
export function described(kiosk: Kiosk, { bays, name, position }: Described): Kiosk | undefined {
  // A kiosk that was imported before kiosks had positions has none, nor is it in their list.
  const isThere = kiosk.position?.lat === position.lat && kiosk.position.lon === position.lon;
  const isListed = kiosk.directory === DIRECTORY;
  if (isThere && isListed && kiosk.bays === bays && kiosk.name === name) return undefined;
  return { ...kiosk, directory: DIRECTORY, bays, name, position };
}

export const modeOf = ({ mode = 'open' }: Kiosk) => mode;
export const isInContact = ({ contact }: Kiosk) => contact?.type !== 'KioskContactLost';
/** Whether bikes may be had there at all. */
export const isRenting = (kiosk: Kiosk) => modeOf(kiosk) === 'open' && isInContact(kiosk);

/** A bay that is not well, and since when. */
export interface BayFault {
  bay: number;
  status: BayStatus;
  at: string;
}

/** The bays that are not well, of those that there are. */
export function faultsOf({ bays, bayStatuses = {} }: Kiosk): BayFault[] {
  return Object.entries(bayStatuses)
    .map(([bay, { status, at }]) => ({ bay: Number(bay), status, at }))
    .filter(({ bay, status }) => status !== 'ok' && bay <= bays)
    .sort((a, b) => a.bay - b.bay);
}

/** A bike that stands at a kiosk. */
export interface Standing {
  bikeId: string;
  bay: number;
  state: BikeState;
}

/** The bikes that a rider can have: a bay that is not well, or that the kiosk does not have, gives none. */
export function offered(kiosk: Kiosk, standing: Standing[]): Standing[] {
  const faulty = new Set(faultsOf(kiosk).map(({ bay }) => bay));
  return standing.filter(({ state, bay }) => state === 'available' && bay <= kiosk.bays && !faulty.has(bay));
}

/** The bays that a bike can be brought to. Where the kiosk knows of fewer than the city does, the kiosk is right. */
function docksFree(kiosk: Kiosk, standing: Standing[]): number {
  const taken = new Set(standing.map(({ bay }) => bay));
  const faulty = faultsOf(kiosk).filter(({ bay }) => !taken.has(bay));
  const bays = Math.min(kiosk.bays, kiosk.boot?.bays ?? kiosk.bays);
  return Math.max(0, bays - standing.length - faulty.length);
}

/**
 * What a kiosk has to offer, as of a moment. A bike that is reserved or in repair takes up its bay until it is gone.
 * A kiosk that is empty or full rents and takes returns all the same; one of which nothing is heard does neither.
 */
export function statusOf(kioskId: string, kiosk: Kiosk, standing: Standing[], nowMs: number): StationStatus {
  const isInstalled = kiosk.heardAt !== undefined;
  const available = offered(kiosk, standing);
  return {
    station_id: kioskId,
    num_vehicles_available: available.length,
    num_docks_available: docksFree(kiosk, standing),
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
