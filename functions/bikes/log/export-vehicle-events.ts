import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../../shared/cursor.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { logEnv } from '../env.ts';
import { ExportVehicleEvents, type VehicleEventsExported } from '../log-contract.ts';
import { dynamoVehicleLog, PageKey, type VehicleLog } from './vehicle-log.ts';

const HOURS_A_DAY = 24;

/** Where the next page begins: at the head of an hour, or within it. */
const Place = z.object({
  hour: z.int().check(z.minimum(0), z.maximum(HOURS_A_DAY - 1)),
  from: z.optional(PageKey),
});
type Place = z.infer<typeof Place>;

function onward({ hour }: Place, next: PageKey | undefined): Place | undefined {
  if (next) return { hour, from: next };
  return hour + 1 < HOURS_A_DAY ? { hour: hour + 1 } : undefined;
}

/**
 * One page of what happened on a day, oldest first: a part of one of its hours. A page may be empty; the last one is the
 * one without a cursor.
 *
 * @throws CommandMalformed where the cursor is none of ours.
 */
export function exportVehicleEvents({ log }: { log: VehicleLog }) {
  return async ({ day, cursor }: ExportVehicleEvents): Promise<VehicleEventsExported> => {
    const place: Place = cursor === undefined ? { hour: 0 } : readCursor(Place, cursor);
    const { entries, next } = await log.read(`${day}T${String(place.hour).padStart(2, '0')}`, place.from);
    const then = onward(place, next);
    return {
      events: entries.flatMap((entry) => ('event' in entry ? [entry.event] : [])),
      trips: entries.flatMap((entry) => ('trip' in entry ? [entry.trip] : [])),
      fares: entries.flatMap((entry) => ('fare' in entry ? [entry.fare] : [])),
      ...(then ? { cursor: writeCursor(then) } : {}),
    };
  };
}

export const handler = workflowHandler({
  command: ExportVehicleEvents,
  bind: () => {
    const { log } = readEnv({ log: logEnv.table });
    return exportVehicleEvents({ log: dynamoVehicleLog(documentClient(), log) });
  },
});
