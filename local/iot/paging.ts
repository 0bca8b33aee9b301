import { invalid } from './rest.ts';

export interface Page<Item> {
  items: Item[];
  /** Absent on the last page. */
  next?: string;
}

/**
 * A page of `items`, which are in the order of their keys. The token is the last key of the page before, so that
 * what comes or goes between two pages neither repeats nor hides anything else.
 */
export function pageOf<Item>(
  items: Item[],
  keyOf: (item: Item) => string,
  asked: { limit: string | null; token: string | null },
  limitMax: number,
): Page<Item> {
  const limit = asked.limit === null ? limitMax : Number(asked.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) {
    throw invalid(`A page holds 1 to ${limitMax} items, not ${asked.limit}.`);
  }
  const after = asked.token === null ? undefined : Buffer.from(asked.token, 'base64url').toString();
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || rest.length <= limit) return { items: page };
  return { items: page, next: Buffer.from(keyOf(last)).toString('base64url') };
}
