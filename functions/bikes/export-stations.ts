import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../shared/cursor.ts';
import { readEnv } from '../shared/env.ts';
import { KioskId } from '../shared/fields.ts';
import { documentClient, itemStore } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type Atlas, dynamoAtlas } from './atlas.ts';
import { type Directory, kioskDirectory } from './directory.ts';
import { bikesEnv } from './env.ts';
import { ExportStations, type StationSnapshot, type StationsExported } from './feed-contract.ts';
import { wordOf } from './kiosk-word.ts';
import type { Kiosk } from './station.ts';

/** With 400 bytes or so each, and a list of faulty bays at the worst, a page stays far under the 6 MB of an answer. */
const STATIONS_MAX = 1_000;

/** Where the next page begins. */
const PageEnd = z.object({ after: KioskId });

function snapshotOf(kioskId: string, kiosk: Kiosk): StationSnapshot {
  const { name, position, bays, regionId } = kiosk;
  return { ...{ kioskId, name, position, bays }, ...(regionId !== undefined && { regionId }), ...wordOf(kiosk) };
}

/**
 * One page of the city's stations. A kiosk that was imported before kiosks had positions is left out: nobody could find it.
 *
 * @throws CommandMalformed where the cursor is none of ours.
 */
export function exportStations({ directory, atlas }: { directory: Directory; atlas: Pick<Atlas, 'kiosks'> }) {
  return async ({ cursor }: ExportStations): Promise<StationsExported> => {
    const after = cursor === undefined ? '' : readCursor(PageEnd, cursor).after;
    const left = (await directory.list()).filter((kioskId) => kioskId > after);
    const kioskIds = left.slice(0, STATIONS_MAX);
    const kiosks = await atlas.kiosks(kioskIds);
    const stations = kioskIds.flatMap((kioskId) => {
      const kiosk = kiosks.get(kioskId);
      return kiosk?.position ? [snapshotOf(kioskId, kiosk)] : [];
    });
    const last = kioskIds.at(-1);
    return {
      stations,
      ...(last !== undefined && left.length > STATIONS_MAX && { cursor: writeCursor({ after: last }) }),
    };
  };
}

export const handler = workflowHandler({
  command: ExportStations,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    const client = documentClient();
    return exportStations({ directory: kioskDirectory(itemStore(client, table)), atlas: dynamoAtlas(client, table) });
  },
});
