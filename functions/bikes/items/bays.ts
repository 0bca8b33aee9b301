import type { BayStatus } from '../../shared/fields.ts';
import type { Kiosk, Standing } from './station.ts';

/** A bay that is not well, and since when. */
export interface BayFault {
  bay: number;
  status: BayStatus;
  at: string;
}

/** The bays that are not well by the kiosk's own word, of those that there are. */
export function faultsOf({ bays, bayStatuses = {} }: Pick<Kiosk, 'bays' | 'bayStatuses'>): BayFault[] {
  return Object.entries(bayStatuses)
    .map(([bay, { status, at }]) => ({ bay: Number(bay), status, at }))
    .filter(({ bay, status }) => status !== 'ok' && bay <= bays)
    .sort((a, b) => a.bay - b.bay);
}

/** The bays out of which no bike comes, and into which none goes: not well, or taken out of service by an operator. */
export function baysClosed(kiosk: Pick<Kiosk, 'bays' | 'bayStatuses' | 'quarantined'>): number[] {
  const closed = [...faultsOf(kiosk).map(({ bay }) => bay), ...(kiosk.quarantined ?? [])];
  return [...new Set(closed)].sort((a, b) => a - b);
}

/** How many bays a bike can be brought to. Where the kiosk knows of fewer than the city does, the kiosk is right. */
export function baysFree(kiosk: Kiosk, standing: readonly Standing[]): number {
  const taken = new Set(standing.map(({ bay }) => bay));
  const closed = baysClosed(kiosk).filter((bay) => !taken.has(bay));
  const bays = Math.min(kiosk.bays, kiosk.boot?.bays ?? kiosk.bays);
  return Math.max(0, bays - standing.length - closed.length);
}
