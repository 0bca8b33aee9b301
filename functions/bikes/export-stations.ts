import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../shared/cursor.ts';
import { readEnv } from '../shared/env.ts';
import { KioskId } from '../shared/fields.ts';
import { documentClient, itemStore } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type Atlas, dynamoAtlas } from './atlas.ts';
import { type Directory, kioskDirectory } from './directory.ts';
import { bikesEnv } from './env.ts';
import { ExportStations, type StandingBike, type StationSnapshot, type StationsExported } from './feed-contract.ts';
import type { Kiosk } from './station.ts';

/** Kiosks looked up at a time. */
const AT_ONCE = 25;
/**
 * A page ends after the kiosks with which it has so many bikes. A bike is 110 bytes, and 25 kiosks have 999 bays each at
 * the most, so that a page stays under 4 of the 6 MB that a function may answer with (Lambda, "Quotas").
 */
const BIKES_ENOUGH = 8_000;
/** And a station without bikes is 400 bytes at the most: a megabyte of them. */
const KIOSKS_MAX = 2_500;

/** Where the next page begins. */
const PageEnd = z.object({ after: KioskId });

/** What a kiosk has said of itself is in its item, from the day on which it has said it. */
type Told = Pick<
  StationSnapshot,
  'lastReported' | 'isInstalled' | 'isRenting' | 'isReturning' | 'faultyBays' | 'regionId'
>;

function snapshotOf(kioskId: string, kiosk: Kiosk & Told, bikes: StandingBike[]): StationSnapshot {
  const { name, position, bays, regionId, lastReported, isInstalled, isRenting, isReturning, faultyBays } = kiosk;
  return {
    ...{ kioskId, name, position, bays, bikes },
    ...(regionId !== undefined && { regionId }),
    ...(lastReported !== undefined && { lastReported }),
    ...(isInstalled !== undefined && { isInstalled }),
    ...(isRenting !== undefined && { isRenting }),
    ...(isReturning !== undefined && { isReturning }),
    ...(faultyBays !== undefined && { faultyBays }),
  };
}

/**
 * One page of the city's stations. A kiosk that was imported before kiosks had positions is left out: nobody could find it.
 *
 * @throws CommandMalformed where the cursor is none of ours.
 */
export function exportStations({ directory, atlas }: { directory: Directory; atlas: Atlas }) {
  const look = async (kioskIds: string[]): Promise<StationSnapshot[]> => {
    const kiosks = await atlas.kiosks(kioskIds);
    const found = kioskIds.map(async (kioskId) => {
      const kiosk = kiosks.get(kioskId);
      return kiosk?.position ? [snapshotOf(kioskId, kiosk, await atlas.standing(kioskId))] : [];
    });
    return (await Promise.all(found)).flat();
  };
  return async ({ cursor }: ExportStations): Promise<StationsExported> => {
    const after = cursor === undefined ? '' : readCursor(PageEnd, cursor).after;
    const kioskIds = (await directory.list()).filter((kioskId) => kioskId > after);
    const stations: StationSnapshot[] = [];
    let [at, bikes] = [0, 0];
    while (at < Math.min(kioskIds.length, KIOSKS_MAX) && bikes < BIKES_ENOUGH) {
      const part = await look(kioskIds.slice(at, at + AT_ONCE));
      stations.push(...part);
      bikes += part.reduce((sum, station) => sum + station.bikes.length, 0);
      at += AT_ONCE;
    }
    const last = kioskIds[at - 1];
    return { stations, ...(last !== undefined && at < kioskIds.length && { cursor: writeCursor({ after: last }) }) };
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
