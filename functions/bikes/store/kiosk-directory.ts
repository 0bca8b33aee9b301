import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../../shared/cursor.ts';
import { KioskId } from '../../shared/fields.ts';
import type { Kiosk } from '../items/station.ts';
import type { Atlas } from './atlas.ts';
import type { Directory } from './directory.ts';

/** All kiosks, page by page, without a look at the bikes. What it says of one may be behind by a moment. */
export interface KioskDirectory {
  /**
   * @throws CommandMalformed where the cursor is none of ours.
   */
  page(cursor?: string): Promise<{ kiosks: Kiosk[]; cursor?: string }>;
}

/** Where the next page begins. */
const PageEnd = z.object({ after: KioskId });

/** Kiosks by their ids; `most`: how many a page has at the most. One that is listed and not there is left out. */
export function kioskPages(
  { directory, atlas }: { directory: Directory; atlas: Pick<Atlas, 'kiosks'> },
  most: number,
): KioskDirectory {
  return {
    async page(cursor) {
      const after = cursor === undefined ? '' : readCursor(PageEnd, cursor).after;
      const left = (await directory.list()).filter((kioskId) => kioskId > after);
      const kioskIds = left.slice(0, most);
      const found = await atlas.kiosks(kioskIds);
      const kiosks = kioskIds.flatMap((kioskId) => found.get(kioskId) ?? []);
      const last = kioskIds.at(-1);
      return { kiosks, ...(last !== undefined && left.length > most && { cursor: writeCursor({ after: last }) }) };
    },
  };
}
