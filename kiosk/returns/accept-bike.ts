import { BikeId } from '../../functions/shared/fields.ts';
import type { Timer } from '../../seams/clock.ts';
import type { CorrectedClock } from '../cloud/corrected-clock.ts';
import { type Docking, freeBay, type HatchClearing } from '../commands/clear-hatch.ts';
import type { HatchQueue, Job } from '../commands/hatch-queue.ts';
import type { Driver } from '../hardware/driver.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { ReturnView } from '../web/contract.ts';

/** Takes bikes back. It needs no cloud: the fact waits on disk until there is one. */
export interface Returns {
  /** Somebody holds a bike's tag to the reader. */
  presented(bikeId: string): void;
  /** The rider walked away, maybe with the bike. */
  left(): void;
}

export interface ReturnParts {
  driver: Driver;
  store: KioskStore;
  queue: HatchQueue;
  clearing: HatchClearing;
  clock: CorrectedClock;
  /** How long the door waits for the bike that was announced. */
  returnMs: number;
  show(view: ReturnView | undefined): void;
  log(line: string): void;
}

export function bikeReturns(parts: ReturnParts): Returns {
  const { driver, store, queue, clearing, clock, show } = parts;
  let current: Job | undefined;
  let giveUp = () => {};

  /** The bike's tag and the time at which the sensor read it, once it stands in the open hatch. */
  function untilSensed(): { sensed: Promise<Docking | undefined>; waitAtMost(delayMs: number): void } {
    let patience: Timer | undefined;
    let resolveSensed: (docking: Docking | undefined) => void = () => {};
    const sensed = new Promise<Docking | undefined>((resolve) => {
      resolveSensed = resolve;
    });
    const stop = driver.listen((event) => {
      if (event.type === 'hatchChanged' && event.bikeId !== null)
        end({ bikeId: event.bikeId, sensedAt: clock.fromDevice(event.at) });
    });
    const end = (docking: Docking | undefined) => {
      stop();
      patience?.cancel();
      resolveSensed(docking);
    };
    const waitAtMost = (delayMs: number) => {
      patience?.cancel();
      patience = clock.after(delayMs, () => end(undefined));
    };
    giveUp = () => end(undefined);
    return { sensed, waitAtMost };
  }

  async function takeIn(bikeId: string): Promise<void> {
    if (freeBay(driver.read().bays) === undefined) return show({ phase: 'full', bikeId });
    store.put('docking', { bikeId } satisfies Docking);
    show({ phase: 'opening', bikeId });
    const { sensed, waitAtMost } = untilSensed();
    await driver.openDoor();
    show({ phase: 'open', bikeId });
    waitAtMost(parts.returnMs);
    const docking = await sensed;
    if (docking) {
      store.put('docking', docking);
      show({ phase: 'stowing', bikeId: docking.bikeId });
    } else show({ phase: 'notReturned', bikeId });
    await clearing.clear();
  }

  return {
    presented: (bikeId) => {
      if (current || !BikeId.safeParse(bikeId).success) return;
      const job: Job = {
        ready: () => driver.read().hatch === null && driver.read().door === 'closed',
        run: async () => {
          await takeIn(bikeId).catch((fault: Error) => {
            parts.log(`The return of ${bikeId} was interrupted: ${fault.message}`);
            show({ phase: 'fault', bikeId });
            clearing.clearSoon();
          });
          current = undefined;
          giveUp = () => {};
        },
      };
      current = job;
      giveUp = () => {
        queue.remove(job);
        current = undefined;
        show(undefined);
      };
      show({ phase: 'waiting', bikeId });
      queue.add(job);
    },
    left: () => giveUp(),
  };
}
