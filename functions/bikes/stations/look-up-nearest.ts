import { type Clock, instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { documentClient } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import type { Neighbour } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { StationUnknown } from '../errors.ts';
import { statusOf } from '../items/station.ts';
import { LookUpNearest, type NearestFound } from '../stations-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';

/**
 * Where around a kiosk there are bikes or docks. A kiosk's item names its neighbours, so that this costs one read and
 * one query for each of them, however many kiosks the city has. A neighbour that is no longer there is left out.
 *
 * @throws StationUnknown
 */
export function lookUpNearest({ inventory, clock }: { inventory: Inventory; clock: Clock }) {
  const look = async ({ kioskId, metres, minutes }: Neighbour, nowMs: number) => {
    const [kiosk, standing] = await Promise.all([inventory.readKiosk(kioskId), inventory.listStanding(kioskId)]);
    if (!kiosk) return [];
    const status = statusOf(kioskId, kiosk, standing, nowMs);
    const { num_vehicles_available: bikes, num_docks_available: docks } = status;
    return [{ kioskId, name: kiosk.name, metres, minutes, bikes, docks }];
  };
  return async ({ kioskId, want, count }: LookUpNearest): Promise<NearestFound> => {
    const nowMs = clock.now();
    const here = await inventory.readKiosk(kioskId);
    if (!here) throw new StationUnknown(`There is no station ${kioskId}.`);
    const around = await Promise.all((here.neighbours ?? []).map((neighbour) => look(neighbour, nowMs)));
    const useful = around.flat().filter((station) => station[want] > 0);
    return { asOf: instant(nowMs), stations: useful.slice(0, count) };
  };
}

export const handler = workflowHandler({
  command: LookUpNearest,
  bind: () => {
    const { table } = readEnv({ table: bikesEnv.table });
    return lookUpNearest({ inventory: dynamoInventory(documentClient(), table), clock: systemClock });
  },
});
