import { BikeId } from '../../functions/shared/fields.ts';
import { freeBays } from '../bays.ts';
import type { CorrectedClock } from '../cloud/corrected-clock.ts';
import type { Docking, HatchClearing } from '../commands/clear-hatch.ts';
import type { HatchQueue, Job } from '../commands/hatch-queue.ts';
import type { Driver } from '../hardware/driver.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { ReturnView } from '../web/contract.ts';

/** Takes bikes back. It needs no cloud: the fact waits on disk until there is one. */
export interface Returns {
  /** Somebody holds a bike's tag to the reader. Bikes that come together are taken in one after another. */
  presented(bikeId: string): void;
  /** The hatch's sensor reads a bike at `at`, by the device's clock. */
  seen(bikeId: string, at: number): void;
  /** Nobody stands there any more: whoever waited has gone, maybe with the bike. */
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
  /** Whether that bike stood in a bay here a moment ago, or was fetched for its rider. */
  isFromHere(bikeId: string): boolean;
  /** Whether the city lets this kiosk take bikes back. */
  takesReturns(): boolean;
  /** The bays that operators keep from riders. */
  quarantined(): readonly number[];
  /** A bike is turned away, since no bay is free or the kiosk is closed. */
  noDockFree(bikeId: string): void;
  log(line: string): void;
}

/** A bike that was announced and waits for the door. */
interface Waiting {
  bikeId: string;
  job: Job;
}

export function bikeReturns(parts: ReturnParts): Returns {
  const { driver, store, queue, clearing, clock, show } = parts;
  const waiting: Waiting[] = [];
  let atDoor: string | undefined;
  let giveUp = () => {};

  /**
   * Opens the door, and gives what the hatch's sensor read once a bike stood in it, or nothing where none came.
   * A bike that is in is written down at once, with the moment: from then on its ride has ended.
   */
  async function receive(bikeId: string): Promise<Docking | undefined> {
    const { promise, resolve } = Promise.withResolvers<Docking | undefined>();
    giveUp = () => resolve(undefined);
    const stopListening = driver.listen((event) => {
      if (event.type !== 'hatchChanged' || event.bikeId === null) return;
      const docking = { bikeId: event.bikeId, sensedAt: clock.fromDevice(event.at) };
      store.put('docking', docking);
      resolve(docking);
    });
    try {
      await driver.openDoor();
      show({ phase: 'open', bikeId });
      const patience = clock.after(parts.returnMs, giveUp);
      return await promise.finally(patience.cancel);
    } finally {
      stopListening();
      giveUp = () => {};
    }
  }

  /** Gives the bike that came in, which may be another than the one that was called up. */
  async function takeIn(bikeId: string): Promise<string | undefined> {
    const isOpen = parts.takesReturns();
    if (!isOpen || freeBays(driver.read(), parts.quarantined()).length === 0) {
      parts.noDockFree(bikeId);
      show({ phase: isOpen ? 'full' : 'closed', bikeId });
      return undefined;
    }
    store.put('docking', { bikeId } satisfies Docking);
    show({ phase: 'opening', bikeId });
    const docking = await receive(bikeId);
    show(docking ? { phase: 'stowing', bikeId: docking.bikeId } : { phase: 'notReturned', bikeId });
    await clearing.clear();
    return docking?.bikeId;
  }

  async function serve(next: Waiting): Promise<void> {
    if (!withdraw(next.bikeId)) return;
    atDoor = next.bikeId;
    const came = await takeIn(next.bikeId).catch((fault: Error) => {
      parts.log(`The return of ${next.bikeId} was interrupted: ${fault.message}`);
      show({ phase: 'fault', bikeId: next.bikeId });
      clearing.clearSoon();
      return undefined;
    });
    atDoor = undefined;
    if (came !== undefined && came !== next.bikeId) {
      // Somebody else was quicker with theirs: whoever was called up still stands outside.
      withdraw(came);
      announce(next.bikeId);
    } else if (waiting[0]) show({ phase: 'waiting', bikeId: waiting[0].bikeId });
  }

  function announce(bikeId: string): void {
    const job = {
      ready: () => driver.read().hatch === null && driver.read().door === 'closed',
      run: () => serve(next),
    };
    const next: Waiting = { bikeId, job };
    waiting.push(next);
    if (atDoor === undefined && waiting[0]) show({ phase: 'waiting', bikeId: waiting[0].bikeId });
    queue.add(job);
  }

  function withdraw(bikeId: string): boolean {
    const index = waiting.findIndex((one) => one.bikeId === bikeId);
    const [gone] = index < 0 ? [] : waiting.splice(index, 1);
    if (gone) queue.remove(gone.job);
    return gone !== undefined;
  }

  return {
    presented: (bikeId) => {
      const known = atDoor === bikeId || waiting.some((one) => one.bikeId === bikeId);
      if (!known && BikeId.safeParse(bikeId).success) announce(bikeId);
    },
    seen: (bikeId, at) => {
      // Neither fetched from a bay nor waiting to be offered: it came while the sensor was blind.
      if (queue.isBusy() || parts.isFromHere(bikeId)) return;
      store.put('docking', { bikeId, sensedAt: clock.fromDevice(at) } satisfies Docking);
      clearing.clearSoon();
    },
    left: () => {
      const gone = waiting.splice(0);
      for (const { job } of gone) queue.remove(job);
      if (gone.length > 0 && atDoor === undefined) show(undefined);
      giveUp();
    },
  };
}
