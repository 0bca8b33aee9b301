import { readEnv } from '../../shared/env.ts';
import { documentClient, itemStore } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { bikesEnv } from '../env.ts';
import { ExportStations, type StationSnapshot, type StationsExported } from '../feed-contract.ts';
import { type Kiosk, kioskIdOf } from '../items/station.ts';
import { dynamoAtlas } from '../store/atlas.ts';
import { kioskDirectory } from '../store/directory.ts';
import { type KioskDirectory, kioskPages } from '../store/kiosk-directory.ts';
import { wordOf } from './kiosk-word.ts';

function snapshotOf(kiosk: Kiosk): StationSnapshot {
  const { name, position, bays, regionId } = kiosk;
  return {
    ...{ kioskId: kioskIdOf(kiosk), name, position, bays },
    ...(regionId !== undefined && { regionId }),
    ...wordOf(kiosk),
  };
}

/**
 * One page of the city's stations. A kiosk that was imported before kiosks had positions is left out: nobody could find it.
 *
 * @throws CommandMalformed where the cursor is none of ours.
 */
export function exportStations({ directory }: { directory: KioskDirectory }) {
  return async ({ cursor }: ExportStations): Promise<StationsExported> => {
    const { kiosks, ...rest } = await directory.page(cursor);
    return { stations: kiosks.filter(({ position }) => position !== undefined).map(snapshotOf), ...rest };
  };
}

/** With 400 bytes or so each, and a list of faulty bays at the worst, a page stays far under the 6 MB of an answer. */
const PAGE = 1_000;

export const handler = workflowHandler({
  command: ExportStations,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    const client = documentClient();
    const listed = { directory: kioskDirectory(itemStore(client, table)), atlas: dynamoAtlas(client, table) };
    return exportStations({ directory: kioskPages(listed, PAGE) });
  },
});
