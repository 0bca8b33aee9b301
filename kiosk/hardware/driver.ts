import type { BayStatus } from '../../functions/shared/fields.ts';
import type { FaultCode } from '../../functions/storage/contract.ts';

/** What the machine's sensors read at this moment. */
export interface Reading {
  /** By bay number: the bike that stands there, or null. */
  bays: ReadonlyMap<number, string | null>;
  hatch: string | null;
  door: 'open' | 'closed';
  /** By bay number, what is wrong with it. A bay that is not named is well; so are all where this is left out. */
  faults?: ReadonlyMap<number, BayStatus>;
}

/** What happens at the machine without having been asked for. Times are the device's own. */
export type HardwareEvent =
  /** The scanner or the stripe reader read something; `raw` is personal and must not be kept. */
  | { type: 'scanned'; raw: string }
  /**
   * Somebody held a payment card to the reader. `reference` is the acquirer's reader's own name for this tap: it means
   * something to the acquirer alone. A card's number never leaves the reader.
   */
  | { type: 'cardTapped'; reference: string }
  /** Something about a bay is other than it was: its state, or who stands there. */
  | { type: 'baysChanged' }
  /** The hatch's sensor now reads something else. */
  | { type: 'hatchChanged'; bikeId: string | null; at: number }
  /** Somebody holds a bike's tag to the return reader. */
  | { type: 'bikePresented'; bikeId: string }
  /** Nobody stands in front of the hatch any more. */
  | { type: 'riderLeft' };

/** A motion that the machine could not finish. */
export class HardwareFault extends Error {
  override readonly name = 'HardwareFault';
  readonly code: FaultCodeName;

  constructor(code: FaultCodeName, message: string) {
    super(message);
    this.code = code;
  }
}
export type FaultCodeName = (typeof FaultCode)['_zod']['output'];

/**
 * The machine behind the screen, as a kiosk maker writes it for their own hardware: a scanner, a card reader, one
 * carousel, one hatch with a door and a bike sensor, a camera. Motions are asked for one at a time, and reject with
 * a `HardwareFault`.
 */
export interface Driver {
  /** Where a bay's reader fails it says that the bay is empty, and names the fault. */
  read(): Reading;
  /** Carries the bike that stands in `bay` to the hatch. */
  fetch(bay: number): Promise<void>;
  /** Carries the bike in the hatch to the empty `bay`. */
  stow(bay: number): Promise<void>;
  openDoor(): Promise<void>;
  closeDoor(): Promise<void>;
  /** A picture of what stands in the hatch: JPEG, PNG or WebP, of five megabytes at the most. */
  photograph(): Promise<{ mediaType: string; bytes: Uint8Array }>;
  /** Tells of what happens from now on, until the returned function is called. */
  listen(listener: (event: HardwareEvent) => void): () => void;
}
