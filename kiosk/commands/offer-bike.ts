import type { Command } from '../../functions/storage/contract.ts';
import type { Timer } from '../../seams/clock.ts';
import type { CorrectedClock } from '../cloud/corrected-clock.ts';
import type { Driver } from '../hardware/driver.ts';
import type { HatchClearing } from './clear-hatch.ts';
import type { Ledger } from './ledger.ts';

/** Opens the door until the bike was taken, or nobody came. Rejects with a HardwareFault, after which nothing is told. */
export type OfferBike = (command: Command) => Promise<void>;

export interface OfferParts {
  driver: Driver;
  ledger: Ledger;
  clock: CorrectedClock;
  clearing: HatchClearing;
  /** How long the door stays open for a rider who stands there, and for one who has walked away. */
  takeMs: number;
  leftMs: number;
  log(line: string): void;
}

/**
 * The bike counts as taken when the sensor loses it while the door is open, and at that moment: not when the door
 * has closed behind it. Should the door not close, the sensor is watched on, since the bike may still be taken.
 */
export function bikeOffer(parts: OfferParts): OfferBike {
  const { driver, ledger, clock, clearing } = parts;

  return async (command) => {
    let taken = false;
    let opened = false;
    const tellOpened = () => {
      if (!opened) ledger.doorOpened(command);
      opened = true;
    };
    let opening = true;
    const { promise: over, resolve: closeNow } = Promise.withResolvers<void>();
    // Whoever walks away while the door still opens is not waited for any longer than one who does so later.
    let patienceMs = parts.takeMs;
    let patience: Timer | undefined;
    const waitOn = () => {
      patience?.cancel();
      patience = clock.after(patienceMs, closeNow);
    };
    const stopListening = driver.listen((event) => {
      if (event.type === 'riderLeft') {
        patienceMs = parts.leftMs;
        if (patience) waitOn();
      }
      if (event.type !== 'hatchChanged') return;
      // Whatever the sensor reads from here on is no longer this offer's bike.
      stopListening();
      taken = event.bikeId === null && (opening || driver.read().door === 'open');
      if (!taken) return;
      tellOpened();
      ledger.end(command, { type: 'BikeTaken' }, clock.fromDevice(event.at));
      closeNow();
    });
    ledger.doorOpening(command);
    try {
      await driver.openDoor();
    } catch (fault) {
      stopListening();
      if (!taken) throw fault;
      return clearing.clearSoon();
    }
    opening = false;
    tellOpened();
    waitOn();
    await over;
    patience?.cancel();
    await close(command, () => taken);
  };

  async function close(command: Command, taken: () => boolean): Promise<void> {
    try {
      await driver.closeDoor();
    } catch (fault) {
      if (!taken()) throw fault;
      parts.log(`The door did not close behind ${command.bikeId}.`);
      return clearing.clearSoon();
    }
    if (taken()) return;
    await clearing.clear();
    ledger.end(command, { type: 'BikeNotTaken' });
  }
}
