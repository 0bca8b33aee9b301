import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { type Publish, publisher } from '../shared/events.ts';
import { documentClient } from '../shared/table.ts';
import { kmsPublicKeys, type TokenVerifier, tokenVerifier } from '../shared/token-verifier.ts';
import { BIKE_EVENTS } from './contract.ts';
import { bikesEnv } from './env.ts';
import { dynamoInventory, type Inventory } from './inventory.ts';

/** What the commands of a rental need. */
export interface BikesDependencies {
  inventory: Inventory;
  tokens: TokenVerifier;
  publish: Publish;
  clock: Clock;
}

/** The real ones, by the function's environment. */
export function bikesDependencies(): BikesDependencies {
  const env = readEnv(bikesEnv);
  const clock = systemClock;
  return {
    inventory: dynamoInventory(documentClient(), env.table),
    tokens: tokenVerifier({ issuer: env.tokenIssuer, publicKeys: kmsPublicKeys(env.tokenKeys), clock }),
    publish: publisher(env.bus, BIKE_EVENTS),
    clock,
  };
}
