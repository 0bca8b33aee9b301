import type { DamageReported, DamageSeverity } from '../bikes/contract.ts';
import type { Finding, SignalKind } from './contract.ts';
import { earlier, later } from './ride.ts';

/**
 * The first and the last time that something was said. What is said in between adds nothing, nor does a repeat; but
 * for how bad it was said to be, and what it looks like.
 */
export interface Said {
  firstAt: string;
  lastAt: string;
  /** When riders last said that it is as bad as that. */
  severities?: Partial<Record<DamageSeverity, string>> | undefined;
  /** The photos that riders sent along, by their ids, and when. */
  photos?: Record<string, string> | undefined;
}

/** More than a mechanic looks at before looking at the bike itself. */
const PHOTOS_KEPT = 3;

const WORST_FIRST: readonly DamageSeverity[] = ['dangerous', 'hardToRide', 'rideable'];

type News = Pick<DamageReported, 'at'> & Partial<Pick<DamageReported, 'severity' | 'photoId'>>;

/** A table gives a map back in an order of its own. */
const newestFirst = (photos: NonNullable<Said['photos']>) =>
  Object.entries(photos).sort(([, one], [, other]) => other.localeCompare(one));

function withPhoto(photos: Said['photos'] = {}, { photoId, at }: News): Said['photos'] {
  if (photoId === undefined) return photos;
  return Object.fromEntries(newestFirst({ ...photos, [photoId]: at }).slice(0, PHOTOS_KEPT));
}

/** What was said, with some news of the same. They may be repeated, and in any order. */
export function saidAgain(said: Said | undefined, news: News): Said {
  const { severity, at } = news;
  const { firstAt = at, lastAt = at, severities = {}, photos } = said ?? {};
  const rated = severity && { ...severities, [severity]: later(severities[severity] ?? at, at) };
  return {
    ...{ firstAt: earlier(firstAt, at), lastAt: later(lastAt, at) },
    ...{ severities: rated ?? severities, photos: withPhoto(photos, news) },
  };
}

const since = <Times extends Record<string, string>>(times: Times | undefined, at: string) =>
  Object.fromEntries(Object.entries(times ?? {}).filter(([, saidAt]) => saidAt > at)) as Times;

/** What was said after a moment; undefined where nothing was. */
export function saidAfter({ firstAt, lastAt, severities, photos }: Said, at: string): Said | undefined {
  if (lastAt <= at) return undefined;
  return {
    ...{ firstAt: firstAt > at ? firstAt : lastAt, lastAt },
    ...{ severities: since(severities, at), photos: since(photos, at) },
  };
}

/** As a mechanic reads it: the worst that was said of how bad it is counts. */
export function findingOf(kind: SignalKind, { firstAt, lastAt, severities = {}, photos = {} }: Said): Finding {
  const severity = WORST_FIRST.find((level) => severities[level] !== undefined);
  const photoIds = newestFirst(photos).map(([photoId]) => photoId);
  return { kind, firstAt, lastAt, ...(severity && { severity }), ...(photoIds.length > 0 && { photoIds }) };
}
