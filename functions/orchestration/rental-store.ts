import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RiderKind } from '../payments/contract.ts';
import type { Observation } from './observation.ts';

/**
 * A rental: what was asked, by whom, and everything that was seen of it since. How a visitor pays is not kept here:
 * it is in the input of the rental's execution, and in no table.
 */
export interface Rental {
  rentalId: string;
  kioskId: string;
  sessionId: string;
  bodyHash: string;
  bikes: number;
  /** RFC 3339. */
  requestedAt: string;
  riderRef: string;
  partyRef: string;
  partyLimit: number;
  kind: RiderKind;
  /** When it may be forgotten: seconds since the epoch. */
  ttl: number;
  /** The workflow is known to have been started. */
  started: boolean;
  /** Each observation once, by a key that it has wherever and however often it is told. */
  seen: Record<string, Observation>;
}

export interface RentalStore {
  /** Takes the rental's id; answers the rental that stands, which may be one that took it before. */
  claim(rental: Rental): Promise<Rental>;
  /** Read consistently. */
  read(rentalId: string): Promise<Rental | undefined>;
  markStarted(rentalId: string): Promise<void>;
  /** Adds what was seen, once; answers the rental with all that was seen, undefined when there is no such rental. */
  see(rentalId: string, key: string, observation: Observation): Promise<Rental | undefined>;
}

async function unlessRefused<Answer>(write: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

export function dynamoRentals(client: DynamoDBDocumentClient, table: string): RentalStore {
  const read = async (rentalId: string) => {
    const get = new GetCommand({ TableName: table, Key: { rentalId }, ConsistentRead: true });
    return (await client.send(get)).Item as Rental | undefined;
  };
  const change = (rentalId: string, UpdateExpression: string, names: Record<string, string>, value: unknown) =>
    new UpdateCommand({
      TableName: table,
      Key: { rentalId },
      UpdateExpression,
      ConditionExpression: 'attribute_exists(#rentalId)',
      ExpressionAttributeNames: { '#rentalId': 'rentalId', ...names },
      ExpressionAttributeValues: { ':value': value },
      ReturnValues: 'ALL_NEW',
    });
  return {
    read,
    async claim(rental) {
      const put = new PutCommand({
        TableName: table,
        Item: rental,
        ConditionExpression: 'attribute_not_exists(#rentalId)',
        ExpressionAttributeNames: { '#rentalId': 'rentalId' },
      });
      if (await unlessRefused(client.send(put))) return rental;
      const standing = await read(rental.rentalId);
      if (!standing) throw new Error(`The rental ${rental.rentalId} was there and is gone.`);
      return standing;
    },
    async markStarted(rentalId) {
      await client.send(change(rentalId, 'SET #started = :value', { '#started': 'started' }, true));
    },
    async see(rentalId, key, observation) {
      const names = { '#seen': 'seen', '#key': key };
      const update = change(rentalId, 'SET #seen.#key = :value', names, observation);
      return (await unlessRefused(client.send(update)))?.Attributes as Rental | undefined;
    },
  };
}
