import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { bikesEnv, logEnv } from '../env.ts';
import type { Bike } from '../items/bike.ts';
import type { Move } from '../items/move.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { eventEntry, eventKey } from './log-entry.ts';
import { dynamoVehicleLog, type VehicleLog } from './vehicle-log.ts';

export interface HistoryDependencies {
  log: VehicleLog;
  inventory: Pick<Inventory, 'readKiosk'>;
  city: string;
  clock: Clock;
}

type Moved = Pick<Bike, 'bikeId' | 'moves'>;

/**
 * The moves that the log lacks, oldest first. It is looked for the newest that is there: whoever wrote that had the ones
 * before it written first.
 */
async function missingMoves({ log, city }: HistoryDependencies, { bikeId, moves = [] }: Moved): Promise<Move[]> {
  const missing: Move[] = [];
  for (const move of moves.toReversed()) {
    if (await log.find(eventKey(city, bikeId, move))) break;
    missing.unshift(move);
  }
  return missing;
}

/**
 * Has the log say what the bike's record has gone through: appends those of its moves that are not there yet, each with the
 * kiosk as it is called and stands at that time. Whoever copies the same at the same time writes the same entries.
 */
export async function copyHistory(deps: HistoryDependencies, bike: Moved): Promise<void> {
  const { log, inventory, city, clock } = deps;
  for (const move of await missingMoves(deps, bike)) {
    const kiosk = move.kioskId === undefined ? undefined : await inventory.readKiosk(move.kioskId);
    await log.append(eventEntry(city, bike.bikeId, move, kiosk, clock.now()));
  }
}

/** The real ones, by the function's environment. */
export function dynamoHistory(client: DynamoDBDocumentClient): HistoryDependencies & { inventory: Inventory } {
  const { table, city } = bikesEnv;
  const env = readEnv({ table, city, log: logEnv.table });
  return {
    log: dynamoVehicleLog(client, env.log),
    inventory: dynamoInventory(client, env.table),
    city: env.city,
    clock: systemClock,
  };
}
