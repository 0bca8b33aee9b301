import type { StationCounts } from '../../../functions/bikes/stations-contract.ts';
import type { Flow } from '../../../functions/rebalancing/flow.ts';
import { outlookOf } from '../../../functions/rebalancing/outlook.ts';

/** Nine in the morning of a working day. */
export const NINE = Date.parse('2026-05-04T09:00:00.000Z');
export const HOUR_MS = 60 * 60_000;

/** A kiosk on a line of kiosks, so many hundred metres from the first. */
export function station(kioskId: string, bays: number, available: number, at = 0): StationCounts {
  const position = { lat: 41 + at * 0.0009, lon: -73 };
  return { kioskId, name: kioskId.toUpperCase(), position, bays, standing: { available } };
}

const QUIET: Flow = { arrivals: 0, departures: 0 };

/** What becomes of a kiosk, by the flow of the last two hours. */
export const outlook = (one: StationCounts, flow: Partial<Flow> = {}) => outlookOf(one, { ...QUIET, ...flow }, 2, NINE);
