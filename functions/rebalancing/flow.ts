/** Arrivals and departures of a kiosk, counted over some hours. */
export interface Flow {
  arrivals: number;
  departures: number;
}

export type Direction = keyof Flow;

/** The hour of a day that an instant (RFC 3339) is in, in UTC: `2026-05-01T10`. */
export const hourOf = (at: string) => at.slice(0, 13);

const HOUR_MS = 60 * 60_000;

/** The hour that it is, and those before it: `count` in all. */
export function hoursUntil(nowMs: number, count: number): string[] {
  return Array.from({ length: count }, (_, back) => hourOf(new Date(nowMs - back * HOUR_MS).toISOString()));
}

/** How much time has passed since the first of these hours began, in hours. */
export function hoursSince(nowMs: number, count: number): number {
  return count - 1 + (nowMs % HOUR_MS) / HOUR_MS;
}

/** The flows of several hours of each kiosk as one. */
export function together(hours: Iterable<[string, Flow]>): Map<string, Flow> {
  const flows = new Map<string, Flow>();
  for (const [kioskId, { arrivals, departures }] of hours) {
    const { arrivals: in_, departures: out } = flows.get(kioskId) ?? { arrivals: 0, departures: 0 };
    flows.set(kioskId, { arrivals: in_ + arrivals, departures: out + departures });
  }
  return flows;
}
