import { createHmac, createSecretKey } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import type { StandingBike } from '../bikes/feed-contract.ts';
import { clientSettings } from '../shared/aws.ts';

/** What is signed in place of anything of a bike's: the key for the ids comes of it. */
const PURPOSE = 'gbfs vehicle ids';
/** In base64url, six bits a character: 132 of them, so that no two of a million bikes share one by chance. */
const ID_LENGTH = 22;

/**
 * The id under which the world knows a bike until its next trip: a keyed hash over the bike and the newest fact of its
 * whereabouts, which every trip changes. Without the key nobody can tell that two ids are one bike, and so follow a
 * rider from one station to another (GBFS 3.0, vehicle_status: "vehicle_id").
 */
export function vehicleIdWith(key: Uint8Array) {
  // Made ready once: with bare bytes each of 30,000 ids would cost five times as much.
  const ready = createSecretKey(key);
  return ({ bikeId, since }: Pick<StandingBike, 'bikeId' | 'since'>): string =>
    createHmac('sha256', ready).update(`${bikeId}\n${since}`).digest('base64url').slice(0, ID_LENGTH);
}

/** Gives the key of the ids: the same one for as long as the KMS key is in use. */
export type VehicleKey = () => Promise<Uint8Array>;

/** One call to KMS in the life of a function's instance, not one for each bike: docs/decisions/0018. */
export function kmsVehicleKey(keyId: string, kms = new KMSClient(clientSettings())): VehicleKey {
  const request = { KeyId: keyId, Message: Buffer.from(PURPOSE), MacAlgorithm: 'HMAC_SHA_256' } as const;
  let derived: Uint8Array | undefined;
  return async () => {
    derived ??= (await kms.send(new GenerateMacCommand(request))).Mac;
    if (!derived) throw new Error(`KMS answered without a MAC of the key ${keyId}.`);
    return derived;
  };
}
