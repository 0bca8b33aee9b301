import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient } from '../../shared/table.ts';
import { kmsPublicKeys, type TokenVerifier, tokenVerifier } from '../../shared/token-verifier.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { dynamoInventory, type Inventory } from './inventory.ts';

/** What every command of a rental needs. */
export interface RentalDependencies {
  inventory: Inventory;
  tokens: TokenVerifier;
  clock: Clock;
}

/** What a command needs that tells of what it did. */
export interface BikesDependencies extends RentalDependencies {
  publish: Publish;
}

/** The real ones, by the function's environment. */
export function rentalDependencies(): RentalDependencies {
  const { table, tokenIssuer, tokenKeys } = bikesEnv;
  const env = readEnv({ table, tokenIssuer, tokenKeys });
  const clock = systemClock;
  return {
    inventory: dynamoInventory(documentClient(), env.table),
    tokens: tokenVerifier({ issuer: env.tokenIssuer, publicKeys: kmsPublicKeys(env.tokenKeys), clock }),
    clock,
  };
}

export function bikesDependencies(): BikesDependencies {
  const { bus } = readEnv({ bus: bikesEnv.bus });
  return { ...rentalDependencies(), publish: publisher(bus, BIKE_EVENTS) };
}
