import { inParts } from '../in-parts.ts';
import type { Bike } from '../items/bike.ts';
import type { BikeSnapshot } from '../reconciliation-contract.ts';
import { copyHistory, type HistoryDependencies } from './history.ts';
import { eventKey } from './log-entry.ts';

type Recorded = Pick<Bike, 'bikeId' | 'state' | 'moves'>;

/**
 * Holds the log against the records of bikes, each by its last move: what the log lacks is appended. Where it says another
 * state for that very move, which nothing that runs here can write, that is the answer, by the bike's id.
 */
export async function completeLog(
  deps: HistoryDependencies,
  bikes: Recorded[],
): Promise<Map<string, BikeSnapshot['logged']>> {
  const compare = async (bike: Recorded): Promise<BikeSnapshot['logged']> => {
    const last = bike.moves?.at(-1);
    if (!last) return undefined;
    const logged = await deps.log.find(eventKey(deps.city, bike.bikeId, last));
    if (!logged) await copyHistory(deps, bike);
    return logged && logged.vehicle_state !== bike.state ? { at: last.at, state: logged.vehicle_state } : undefined;
  };
  const found = await inParts(bikes, compare);
  return new Map(bikes.map(({ bikeId }, index) => [bikeId, found[index]]));
}
