import type { Offer, RentalView } from '../../functions/orchestration/contract.ts';

/** What the kiosk's page is told: the whole of it, on connecting and after each change. Never anything personal. */
export interface PageState {
  kiosk: { kioskId: string; name: string; city: string };
  online: boolean;
  /** Facts that wait for the network. */
  factsWaiting: number;
  screen: Screen;
  returning?: ReturnView;
  /** Bikes that came back just before that one, with their receipts; oldest first. */
  returned: ReturnView[];
  machine: MachineView;
  here: HereView;
  /** Kiosks nearby, nearest first, as last heard of. */
  nearby: NearbyKiosk[];
  /** Absent where the hardware is real. */
  simulation?: SimulationView;
}

/** What the rider's half of the screen shows. */
export type Screen =
  | { name: 'idle' }
  | { name: 'checking' }
  /** `chosen` bikes are what a visitor's tap of a card asks for; a resident's number is the answer by itself. */
  | {
      name: 'howMany';
      kind: 'resident' | 'visitor';
      partyLimit: number;
      offer: Offer;
      chosen: number;
      /** What the rider should know of how they were taken. */
      note?: string;
    }
  | { name: 'renting'; rentalId: string; bikes: number; view?: RentalView }
  | { name: 'thanks'; bikes: number; view: RentalView }
  /** `mayHold`: whoever stands here has scanned, and may have a bike wait at a kiosk nearby. */
  | { name: 'refused'; title: string; message: string; showNearby: boolean; mayHold?: boolean }
  | { name: 'holding'; kioskName: string }
  /** A bike waits there until an instant (RFC 3339). */
  | { name: 'held'; kioskName: string; walkMinutes: number; until: string };

/** How far the return of a bike has come. */
export interface ReturnView {
  phase: 'waiting' | 'opening' | 'open' | 'stowing' | 'docked' | 'notReturned' | 'full' | 'closed' | 'fault';
  bikeId: string;
  bay?: number;
  /** RFC 3339; when the hatch's sensor read the bike. */
  at?: string;
  /** A signed statement (JWS, compact) by this kiosk that it has the bike, since when. */
  receipt?: string;
  /** What the ride came to, once the city has said so. */
  ride?: RideView;
  /** The rider has said that something is wrong with it: `asked` for the part, or has named it. */
  damage?: 'asked' | DamagedPart | undefined;
  /** How bad they say it is, once they have. */
  severity?: Severity | undefined;
  /** The camera took a picture as the bike came back (`GET pictures/{bikeId}`), and they are asked whether to send it. */
  photo?: 'offered' | 'sent' | 'declined' | undefined;
}

/** The parts of a bike, as in bikes' contract; that one needs Node's cryptography, which a page has not. */
export type DamagedPart = 'brakes' | 'tyres' | 'chain' | 'lights' | 'saddle' | 'frame' | 'other';

/** How bad something is, as in bikes' contract. */
export type Severity = 'rideable' | 'hardToRide' | 'dangerous';

/** A ride's end in the rider's words. */
export interface RideView {
  rentalId: string;
  /** In one line: what it costs. */
  price: string;
  /** What there is to say besides, a sentence each. */
  notes: string[];
  /** Whether there is a receipt to open (`GET receipts/{rentalId}`). */
  hasReceipt: boolean;
}

/** What this kiosk has for somebody who comes now. */
interface HereView {
  /** Bikes that can be given, as its own sensors and the city's last word have it. */
  bikes: number;
  /** Bays to which a bike can be brought. */
  docks: number;
  /** `returnsOnly`: it is being emptied. `notInService`: the city has not taken it in. */
  service: 'open' | 'returnsOnly' | 'closed' | 'notInService';
  /** How long ago all was true that the city has told, in minutes; absent before the first contact. */
  heardMinutesAgo?: number;
}

/** How a bay is, as in storage's contract; that one needs Node's cryptography too. */
export type BayState = 'ok' | 'lockFailure' | 'readerFailure' | 'outOfService' | 'noPower' | 'internalError';

interface MachineView {
  bays: Array<{ bay: number; bikeId: string | null; fault?: BayState; isQuarantined?: true }>;
  hatch: string | null;
  door: 'open' | 'closed';
}

export interface NearbyKiosk {
  kioskId: string;
  name: string;
  metres: number;
  minutes: number;
  /** Absent where nothing was heard yet, or nothing that can still be trusted (`isStale`). */
  bikes?: number;
  docks?: number;
  /** How long ago the counts were true. */
  ageMinutes?: number;
  isStale?: boolean;
}

export interface SimulationView {
  motion?: { kind: 'fetch' | 'stow' | 'openDoor' | 'closeDoor'; bay?: number; durationMs: number };
  faults: Record<string, 'off' | 'once' | 'always'>;
  /** Bikes that riders have with them. */
  riding: string[];
}

/** A card to hold to the simulated scanner (`GET hardware/cards`). */
export interface SampleCard {
  label: string;
  hint?: string;
  raw: string;
}
