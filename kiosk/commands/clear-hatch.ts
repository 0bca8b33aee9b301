import type { Clock } from '../../seams/clock.ts';
import { freeBays } from '../bays.ts';
import type { Facts } from '../cloud/facts.ts';
import { type Driver, HardwareFault, type Reading } from '../hardware/driver.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { HatchQueue } from './hatch-queue.ts';
import type { Ledger } from './ledger.ts';

/** A return under way: written down before the door opens, so that a power cut does not lose the bike's coming. */
export interface Docking {
  bikeId: string;
  /** When the hatch's sensor read the bike, by the corrected clock. */
  sensedAt?: number;
}

export interface HatchClearing {
  /** Closes the door and carries what stands in the hatch to a bay, if it can to the one that it was fetched from. @throws HardwareFault */
  clear(): Promise<void>;
  /** Clears it as soon as the machine is free, and again until it is clear. */
  clearSoon(): void;
}

export interface HatchClearingParts {
  driver: Driver;
  store: KioskStore;
  ledger: Ledger;
  facts: Facts;
  queue: HatchQueue;
  clock: Clock;
  /** The bays that operators keep from riders. */
  quarantined(): readonly number[];
  /** The bike of a return stands in the hatch, with the door shut, and is stowed next. Never rejects. */
  beforeStow(bikeId: string): Promise<void>;
  onDocked(bikeId: string, bay: number, at: number): void;
  log(line: string): void;
}

/** A jam that frees itself does so within some seconds; one that does not waits for a mechanic. */
const TRY_AGAIN_AFTER_MS = 15_000;

/**
 * Brings the hatch back to rest, whatever left it otherwise, and tells what that means: the bike of a return is
 * docked, and a bike that was fetched and never offered was not taken.
 */
export function hatchClearing(parts: HatchClearingParts): HatchClearing {
  const { driver, store, ledger, queue } = parts;

  async function clear(): Promise<void> {
    if (driver.read().door === 'open') await driver.closeDoor();
    const reading = driver.read();
    const { hatch: bikeId, bays } = reading;
    if (bikeId === null) {
      settleOffers(parts);
      return forgetDocking(store, bays, parts);
    }
    const isReturn = store.get('docking') !== undefined;
    const bay = bayFor(reading, parts.quarantined(), isReturn ? undefined : ledger.homeBay());
    if (bay === undefined) throw new HardwareFault('jam', 'There is no free bay for the bike in the hatch.');
    if (isReturn) await parts.beforeStow(bikeId);
    await driver.stow(bay);
    tell(bikeId, bay);
    settleOffers(parts);
  }

  function tell(bikeId: string, bay: number): void {
    const docking = store.get<Docking>('docking');
    const move = ledger.atHatch();
    if (docking) docked(parts, bikeId, bay, docking.sensedAt);
    else if (move?.bikeId === bikeId) ledger.notOffered(move);
  }

  const job = {
    ready: () => true,
    run: async () => {
      try {
        await clear();
      } catch (fault) {
        parts.log(`The hatch could not be cleared: ${(fault as Error).message}`);
        parts.clock.after(TRY_AGAIN_AFTER_MS, clearSoon);
      }
    },
  };
  const clearSoon = () => {
    queue.remove(job);
    queue.add(job);
  };
  return { clear, clearSoon };
}

/** The hatch is shut: of each opening that failed, the bike stands here still, or was taken while the door could not close. */
function settleOffers({ driver, ledger }: Pick<HatchClearingParts, 'driver' | 'ledger'>): void {
  for (const { command, fault } of ledger.failedOffers())
    ledger.end(command, standsHere(driver, command.bikeId) ? { type: 'CommandFailed', fault } : { type: 'BikeTaken' });
}

function standsHere(driver: Driver, bikeId: string): boolean {
  const { bays, hatch } = driver.read();
  return hatch === bikeId || [...bays.values()].includes(bikeId);
}

type DockingParts = Pick<HatchClearingParts, 'store' | 'facts' | 'clock' | 'onDocked'>;

function docked({ store, facts, clock, onDocked }: DockingParts, bikeId: string, bay: number, sensedAt?: number): void {
  const at = sensedAt ?? clock.now();
  store.transaction(() => {
    store.delete('docking');
    facts.record({ type: 'BikeDocked', bikeId, bay }, at);
  });
  onDocked(bikeId, bay, at);
}

/** The hatch is empty: a return under way has either reached its bay already, or never happened. */
function forgetDocking(store: KioskStore, bays: ReadonlyMap<number, string | null>, parts: DockingParts): void {
  const docking = store.get<Docking>('docking');
  if (!docking) return;
  const bay = [...bays].find(([, bikeId]) => bikeId === docking.bikeId)?.[0];
  if (bay !== undefined && docking.sensedAt !== undefined) docked(parts, docking.bikeId, bay, docking.sensedAt);
  else store.delete('docking');
}

/**
 * Where to put the bike that stands in the hatch: into the preferred bay if it is free, or the free bay nearest to the
 * hatch, which is beside bay 1. Into one that is quarantined only where there is no other: the bike is offered to nobody
 * there, while a bike that stays in the hatch would keep its ride open, and everybody out.
 */
function bayFor(reading: Reading, quarantined: readonly number[], preferred?: number): number | undefined {
  const free = freeBays(reading, quarantined);
  if (preferred !== undefined && free.includes(preferred)) return preferred;
  return free[0] ?? freeBays(reading, [])[0];
}
