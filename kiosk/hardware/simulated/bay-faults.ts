import type { BayStatus } from '../../../functions/shared/fields.ts';

/** What is wrong with single bays of the simulated machine. */
export interface BayFaults {
  set(bay: number, status: BayStatus): void;
  all(): ReadonlyMap<number, BayStatus>;
  /** Whether the reader of a bay sees what stands there. */
  reads(bay: number): boolean;
  /** Whether the carousel can reach into a bay. */
  moves(bay: number): boolean;
}

/** `saved` is kept up to date: steel stays bent when the power is cut. */
export function bayFaults(saved: Record<string, BayStatus>): BayFaults {
  const statusOf = (bay: number) => saved[String(bay)] ?? 'ok';
  return {
    set: (bay, status) => {
      if (status === 'ok') delete saved[String(bay)];
      else saved[String(bay)] = status;
    },
    all: () => new Map(Object.entries(saved).map(([bay, status]) => [Number(bay), status])),
    reads: (bay) => statusOf(bay) !== 'readerFailure' && statusOf(bay) !== 'noPower',
    moves: (bay) => statusOf(bay) === 'ok' || statusOf(bay) === 'readerFailure',
  };
}
