/**
 * What can be wrong with the simulated machine. `jam`: the carousel does not get the bike out of its place.
 * `door`: it does not move. `sensor`: the hatch's sensor goes on reading what it read when the fault began.
 * `camera`: no picture.
 */
export const FAULT_NAMES = ['jam', 'door', 'sensor', 'camera'] as const;
export type FaultName = (typeof FAULT_NAMES)[number];
/** `once` ends by itself when it has struck. */
export const FAULT_MODES = ['off', 'once', 'always'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

export interface Faults {
  set(name: FaultName, mode: FaultMode): void;
  all(): Record<FaultName, FaultMode>;
  /** Whether the fault strikes now; one that strikes once is over after. */
  strikes(name: FaultName): boolean;
}

export function createFaults(onSet: (name: FaultName, mode: FaultMode) => void): Faults {
  const modes: Record<FaultName, FaultMode> = { jam: 'off', door: 'off', sensor: 'off', camera: 'off' };
  const set = (name: FaultName, mode: FaultMode) => {
    onSet(name, mode);
    modes[name] = mode;
  };
  return {
    set,
    all: () => ({ ...modes }),
    strikes: (name) => {
      const struck = modes[name] !== 'off';
      if (modes[name] === 'once') set(name, 'off');
      return struck;
    },
  };
}
