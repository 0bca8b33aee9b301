import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import type { BayStatus } from '../../../functions/shared/fields.ts';
import type { Clock, Timer } from '../../../seams/clock.ts';
import { type Driver, type HardwareEvent, HardwareFault, type Reading } from '../driver.ts';
import { bayFaults } from './bay-faults.ts';
import { bikePicture } from './bike-picture.ts';
import { createFaults, type FaultMode, type FaultName } from './faults.ts';
import { createStreets, type Streets } from './streets.ts';

/** What outlives a power cut: steel and bikes. */
export interface MachineState {
  bays: Array<string | null>;
  hatch: string | null;
  door: 'open' | 'closed';
  /** Bikes that riders took here. */
  gone: string[];
  /** By bay number, what is wrong with it. */
  bayFaults?: Record<string, BayStatus>;
}

/** A card of the sandbox acquirer, named by what it does. */
export type SandboxCard = keyof typeof SANDBOX_CARDS;

interface Motion {
  kind: 'fetch' | 'stow' | 'openDoor' | 'closeDoor';
  bay?: number;
  durationMs: number;
}

export interface SimulatedMachineOptions {
  clock: Clock;
  /** By bay, from bay 1. */
  bikes: Array<string | null>;
  /** Continues from an earlier run, in place of `bikes`. */
  saved?: MachineState | undefined;
  save?: (state: MachineState) => void;
  streets?: Streets;
  /** How long a motion takes of its usual time: twice (2), a tenth (0.1). Asked anew for each. */
  pace?: () => number;
}

/** A machine that is not there, with the rider's hands in front of it. */
export interface SimulatedMachine extends Driver {
  /** The rider takes the bike out of the hatch if it is open, or opening. Gives the bike. */
  take(): string | undefined;
  /** The rider walks away, with or without a bike. */
  leave(): void;
  /** A rider comes with a bike, and puts it into the hatch once the door opens, or leaves where everything is full. */
  dock(bikeId: string): void;
  /** Somebody holds a payment card to the reader; one that works, unless another is named. */
  tap(card?: SandboxCard): void;
  scan(raw: string): void;
  fault(name: FaultName, mode: FaultMode): void;
  faults(): Record<FaultName, FaultMode>;
  /** Something breaks in a bay, or is mended (`ok`). */
  bayFault(bay: number, status: BayStatus): void;
  motion(): Motion | undefined;
  /** The bike that stands in the hatch, whatever the sensor says. */
  inHatch(): string | null;
  /** The bikes that riders have with them, here and in the rest of the city. */
  riding(): string[];
  /** Somebody carries a bike off past the hatch: its bay is empty, and nobody is told. */
  vanish(bay: number): void;
  /** Somebody of the staff unlocks a bay and takes its bike with them; gives its id. */
  carryOff(bay: number): string | undefined;
  /** Stops every motion where it is; the carousel's brakes put a carried bike back where it came from. */
  cutPower(): void;
  onChange(listener: () => void): () => void;
}

/** Durations as of a carousel of a dozen bays with the hatch beside bay 1: a few seconds for a bike. */
const START_MS = 900;
const PER_BAY_MS = 180;
const DOOR_MS = 600;
/** From the open door to the bike in the hatch: the rider lifts it in. */
const HAND_MS = 1_000;

export function simulatedMachine(options: SimulatedMachineOptions): SimulatedMachine {
  const { clock, pace = () => 1, streets = createStreets() } = options;
  const state: MachineState = structuredClone(
    options.saved ?? { bays: options.bikes, hatch: null, door: 'closed', gone: [] },
  );
  state.bayFaults ??= {};
  const broken = bayFaults(state.bayFaults);
  for (const bikeId of [...state.bays, state.hatch]) if (bikeId) streets.docked(bikeId);
  for (const bikeId of state.gone) streets.taken(bikeId);

  const listeners = new Set<(event: HardwareEvent) => void>();
  const watchers = new Set<() => void>();
  let motion: (Motion & { timer: Timer }) | undefined;
  /** Bikes whose riders stand in front of the hatch, first come, first in. */
  let queueing: string[] = [];
  let frozenReading: string | null | undefined;
  const sensed = () => (frozenReading === undefined ? state.hatch : frozenReading);
  const faults = createFaults((name, mode) => {
    if (name !== 'sensor') return;
    const before = sensed();
    frozenReading = mode === 'off' ? undefined : before;
    if (sensed() === before) return;
    emit({ type: 'hatchChanged', bikeId: sensed(), at: clock.now() });
    changed();
  });

  const emit = (event: HardwareEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const changed = () => {
    options.save?.(state);
    for (const watcher of [...watchers]) watcher();
  };
  const setHatch = (bikeId: string | null) => {
    const before = sensed();
    state.hatch = bikeId;
    if (sensed() !== before) emit({ type: 'hatchChanged', bikeId: sensed(), at: clock.now() });
  };

  function move(kind: Motion['kind'], bay: number | undefined, arrive: () => void): Promise<void> {
    if (motion) return Promise.reject(new Error(`The machine cannot ${kind} while it does ${motion.kind}.`));
    const carousel = START_MS + PER_BAY_MS * ((bay ?? 1) - 1);
    const durationMs = (bay === undefined ? DOOR_MS : carousel) * pace();
    return new Promise((resolve, reject) => {
      const finish = () => {
        motion = undefined;
        try {
          arrive();
          resolve();
        } catch (fault) {
          reject(fault);
        }
        changed();
      };
      motion = { kind, durationMs, timer: clock.after(durationMs, finish), ...(bay !== undefined && { bay }) };
      changed();
    });
  }

  const handReachesIn = () => {
    if (state.door !== 'open' || state.hatch !== null) return;
    // Whoever has gone to another kiosk meanwhile does not stand here any more.
    queueing = queueing.filter((bikeId) => !streets.stands(bikeId));
    const bikeId = queueing.shift();
    if (bikeId === undefined) return;
    streets.docked(bikeId);
    state.gone = state.gone.filter((gone) => gone !== bikeId);
    setHatch(bikeId);
    changed();
  };
  const moveDoor = (kind: 'openDoor' | 'closeDoor', door: 'open' | 'closed') =>
    move(kind, undefined, () => {
      if (faults.strikes('door')) throw new HardwareFault('doorFailure', `The door is stuck ${state.door}.`);
      state.door = door;
      if (door === 'open' && state.hatch === null) clock.after(HAND_MS * pace(), handReachesIn);
    });

  return {
    read: (): Reading => ({
      bays: new Map(state.bays.map((bikeId, index) => [index + 1, broken.reads(index + 1) ? bikeId : null])),
      hatch: sensed(),
      door: state.door,
      faults: broken.all(),
    }),
    fetch: (bay) =>
      move('fetch', bay, () => {
        if (faults.strikes('jam') || !broken.moves(bay))
          throw new HardwareFault('jam', `The carousel jams at bay ${bay}.`);
        const bikeId = state.bays[bay - 1] ?? null;
        if (bikeId === null) throw new HardwareFault('sensorFailure', `The carousel finds no bike in bay ${bay}.`);
        state.bays[bay - 1] = null;
        setHatch(bikeId);
      }),
    stow: (bay) =>
      move('stow', bay, () => {
        if (faults.strikes('jam') || !broken.moves(bay))
          throw new HardwareFault('jam', `The carousel jams on its way to bay ${bay}.`);
        const bikeId = state.hatch;
        faults.strikes('sensor');
        if (bikeId === null) throw new HardwareFault('sensorFailure', 'The carousel feels no weight in the hatch.');
        state.bays[bay - 1] = bikeId;
        if (!state.bays.includes(null)) queueing = [];
        setHatch(null);
      }),
    openDoor: () => moveDoor('openDoor', 'open'),
    closeDoor: () => moveDoor('closeDoor', 'closed'),
    photograph: async () => {
      if (faults.strikes('camera')) throw new HardwareFault('sensorFailure', 'The camera gives no picture.');
      return { mediaType: 'image/png', bytes: bikePicture(state.hatch) };
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    take: () => {
      const bikeId = state.hatch;
      // Some do not wait until the door is all the way up.
      const open = state.door === 'open' || motion?.kind === 'openDoor';
      if (!open || bikeId === null) return undefined;
      streets.taken(bikeId);
      state.gone.push(bikeId);
      setHatch(null);
      changed();
      return bikeId;
    },
    leave: () => {
      queueing = [];
      emit({ type: 'riderLeft' });
    },
    dock: (bikeId) => {
      if (state.bays.includes(null) && !queueing.includes(bikeId)) queueing.push(bikeId);
      emit({ type: 'bikePresented', bikeId });
    },
    tap: (card = 'good') => emit({ type: 'cardTapped', reference: SANDBOX_CARDS[card] }),
    scan: (raw) => emit({ type: 'scanned', raw }),
    fault: (name, mode) => {
      faults.set(name, mode);
      changed();
    },
    faults: faults.all,
    bayFault: (bay, status) => {
      broken.set(bay, status);
      emit({ type: 'baysChanged' });
      changed();
    },
    motion: () =>
      motion && { kind: motion.kind, durationMs: motion.durationMs, ...(motion.bay && { bay: motion.bay }) },
    inHatch: () => state.hatch,
    riding: streets.riding,
    vanish: (bay) => {
      state.bays[bay - 1] = null;
      changed();
    },
    carryOff: (bay) => {
      const bikeId = state.bays[bay - 1];
      if (!bikeId || motion) return undefined;
      streets.taken(bikeId);
      state.gone.push(bikeId);
      state.bays[bay - 1] = null;
      changed();
      return bikeId;
    },
    cutPower: () => {
      motion?.timer.cancel();
      motion = undefined;
      changed();
    },
    onChange: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}
