import { createPublicKey } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BIKE_EVENTS } from '../../functions/bikes/contract.ts';
import { bikesEnv } from '../../functions/bikes/env.ts';
import { reserveBikes } from '../../functions/bikes/rental/reserve-bikes.ts';
import { startTrip } from '../../functions/bikes/rental/start-trip.ts';
import { dynamoInventory } from '../../functions/bikes/store/inventory.ts';
import { secretKey } from '../../functions/payments/acquirer-key.ts';
import { acquirersByKey } from '../../functions/payments/acquirers.ts';
import { authorizePayment } from '../../functions/payments/authorize-payment.ts';
import { PAYMENT_EVENTS, SANDBOX_CARDS } from '../../functions/payments/contract.ts';
import { paymentsEnv } from '../../functions/payments/env.ts';
import { dynamoPaymentBook } from '../../functions/payments/payment-book.ts';
import { readTariff } from '../../functions/payments/tariff.ts';
import { readEnv } from '../../functions/shared/env.ts';
import { publisher } from '../../functions/shared/events.ts';
import { itemStore } from '../../functions/shared/table.ts';
import { tokenSigner } from '../../functions/shared/token-signer.ts';
import { tokenVerifier } from '../../functions/shared/token-verifier.ts';
import { RENTAL_AUDIENCES, type RentalClaims } from '../../functions/shared/tokens.ts';
import { systemClock as clock, instant } from '../../seams/clock.ts';
import { systemRandom as random, uuid } from '../../seams/random.ts';
import { type AsFunction, asFunction, asOperator, type Called } from './as-function.ts';
import { kioskId } from './big-city.ts';

/** Most riders are residents, who ride free; each fifth is a visitor, whose fare is held on a card. */
const VISITOR_EACH = 5;

/** Events are put, and nobody listens to this bus. */
const publishAs = (host: Called, source: string) =>
  publisher('default', source, new EventBridgeClient(asOperator(host, 'events')));

const tables = ({ settings }: AsFunction) =>
  DynamoDBDocumentClient.from(new DynamoDBClient(settings('dynamodb')), {
    marshallOptions: { removeUndefinedValues: true },
  });

function tokenEnv({ env }: AsFunction) {
  const { issuer, keys } = readEnv({ issuer: bikesEnv.tokenIssuer, keys: bikesEnv.tokenKeys }, env);
  return { issuer, keyIds: keys.split(',') };
}

/** Who verifies a rental's token, with public keys that are read once: as often as in the life of a function. */
function verifier(as: AsFunction) {
  const { issuer, keyIds } = tokenEnv(as);
  const kms = new KMSClient(as.settings('kms'));
  const read = async (KeyId: string) => {
    const { PublicKey = [] } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    return [KeyId, key.export({ format: 'jwk' })] as const;
  };
  const known = Promise.all(keyIds.map(read)).then((keys) => new Map(keys));
  return tokenVerifier({ issuer, publicKeys: () => known, clock });
}

function signer(as: AsFunction) {
  const { issuer, keyIds } = tokenEnv(as);
  const [kid = ''] = keyIds;
  const kms = new KMSClient(as.settings('kms'));
  const sign = async (Message: Uint8Array) => {
    const asked = { KeyId: kid, Message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    return (await kms.send(new SignCommand(asked))).Signature ?? new Uint8Array();
  };
  return tokenSigner({ issuer, key: { kid, sign }, clock, random });
}

function bikes(host: Called, as: AsFunction) {
  const { table } = readEnv({ table: bikesEnv.table }, as.env);
  const inventory = dynamoInventory(tables(as), table);
  return { inventory, tokens: verifier(as), publish: publishAs(host, BIKE_EVENTS), clock };
}

function payments(host: Called, as: AsFunction) {
  const { table, sandboxTable, secret, tariff } = readEnv(paymentsEnv, as.env);
  const [client, key] = [tables(as), secretKey(secret, clock, new SecretsManagerClient(as.settings('secretsmanager')))];
  return {
    book: dynamoPaymentBook(client, table),
    acquirers: acquirersByKey(key, itemStore(client, sandboxTable), clock),
    ...{ tariff: readTariff(tariff), tokens: verifier(as), publish: publishAs(host, PAYMENT_EVENTS), clock },
  };
}

export interface Started {
  rentalId: string;
  bikeId: string;
}

/**
 * Starts rentals as far as bikes and money take part in it: a bike is reserved, the fare seen to, the trip started, by
 * the services' own functions, on the city's tables and under their roles.
 *
 * @param first the number of the first one, by which its kiosk is chosen
 */
export async function rentals(host: Called, first: number): Promise<() => Promise<Started>> {
  const reserve = reserveBikes(bikes(host, await asFunction(host, 'BikesReserveBikes')));
  const authorize = authorizePayment(payments(host, await asFunction(host, 'PaymentsAuthorizePayment')));
  const depart = startTrip(bikes(host, await asFunction(host, 'BikesStartTrip')));
  const tokens = signer(await asFunction(host, 'OrchestrationStartRental'));
  let index = first;
  return async () => {
    const [rental, kiosk] = [uuid(random), kioskId(++index * 7)];
    const isVisitor = index % VISITOR_EACH === 0;
    const partyRef = `rider_${rental.replaceAll('-', '')}`;
    const who = { sub: partyRef, rental, kiosk, session: uuid(random) };
    const rentalToken = await tokens.mint<RentalClaims>({ aud: [...RENTAL_AUDIENCES], scope: 'rental', ...who }, 3_600);
    const { bikes: held } = await reserve({ rentalToken, kioskId: kiosk, partyRef, partyLimit: 1, bikes: 1 });
    const rider = isVisitor
      ? { kind: 'visitor' as const, paymentMethod: SANDBOX_CARDS.good }
      : { kind: 'resident' as const };
    await authorize({ rentalToken, bikes: 1, ...rider });
    const [{ bikeId } = { bikeId: '' }] = held;
    await depart({ rentalToken, slot: 1, bikeId, takenAt: instant(clock.now()) });
    return { rentalId: rental, bikeId };
  };
}

/** How many of the rentals the tables show as they should: the bike on its trip, and the fare free or held. */
export async function found(host: Called, started: Started[]): Promise<{ onTrip: number; authorized: number }> {
  const { inventory } = bikes(host, await asFunction(host, 'BikesReserveBikes'));
  const { book } = payments(host, await asFunction(host, 'PaymentsAuthorizePayment'));
  const counts = { onTrip: 0, authorized: 0 };
  for (const { rentalId, bikeId } of started) {
    if ((await inventory.readBike(bikeId))?.state === 'on_trip') counts.onTrip++;
    if (['authorized', 'free'].includes((await book.read(rentalId))?.status ?? '')) counts.authorized++;
  }
  return counts;
}
