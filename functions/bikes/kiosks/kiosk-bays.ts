import type { BayStatus } from '../../shared/fields.ts';
import type { Kiosk } from '../items/station.ts';
import type { BootKiosk } from '../kiosk-contract.ts';

/** A kiosk's word on one of its bays. `at`: RFC 3339, the kiosk's corrected time. */
export interface BayWord {
  bay: number;
  status: BayStatus;
  at: string;
}

/**
 * The kiosk with what it said of its bays; undefined where nothing of it is new. Of two words on a bay the later one
 * counts, in whatever order they come. Of a bay that the city's list does not have nothing is taken in.
 */
export function withBays(kiosk: Kiosk, words: BayWord[]): Kiosk | undefined {
  const known = kiosk.bayStatuses ?? {};
  const news = words.filter(({ bay, status, at }) => {
    const before = known[String(bay)];
    return (
      bay <= kiosk.bays && (before === undefined || before.at < at || (before.at === at && before.status !== status))
    );
  });
  if (news.length === 0) return undefined;
  const next = Object.fromEntries(news.map(({ bay, status, at }) => [String(bay), { status, at }]));
  return { ...kiosk, bayStatuses: { ...known, ...next } };
}

/**
 * What a kiosk says of all its bays on starting: of those that were not well and are not named, that they are again.
 * Its clock may be ahead of ours by a little, and must not keep later words from being heard: `notAfter` bounds it.
 */
export function bootWords({ bayStatuses = {} }: Kiosk, { faults, at }: BootKiosk, notAfter: string): BayWord[] {
  const saidAt = at < notAfter ? at : notAfter;
  const named = new Set(faults.map(({ bay }) => bay));
  const mended = Object.entries(bayStatuses)
    .filter(([bay, { status }]) => status !== 'ok' && !named.has(Number(bay)))
    .map(([bay]) => ({ bay: Number(bay), status: 'ok' as const, at: saidAt }));
  return [...mended, ...faults.map(({ bay, status }) => ({ bay, status, at: saidAt }))];
}
