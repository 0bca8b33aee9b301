import { createHmac } from 'node:crypto';
import { BatchWriteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, sleep } from '../../seams/clock.ts';
import { NamedError } from '../shared/errors.ts';
import type { Pepper, Peppers } from './keys.ts';

/** The table would not take all addresses, however often it was asked. The same ones may be imported again. */
class AddressesNotWritten extends NamedError {
  override readonly name = 'AddressesNotWritten';
}

/** The city's addresses by keyed hash, so that the table lists nobody's street. */
export interface AddressBook {
  /** Whether one of the texts is an address of the city. As many reads for a yes as for a no. */
  has(texts: readonly string[]): Promise<boolean>;
  /** Adds addresses to an edition of the book. Adding the same again changes nothing. */
  add(texts: readonly string[], edition: string): Promise<void>;
  /** From here on only what is in this edition, or a later one, is an address of the city. */
  publish(edition: string): Promise<void>;
}

/** What one request may write (DynamoDB API reference, "BatchWriteItem"). */
const ITEMS_MAX = 25;
/** Requests under way at a time. */
const AT_ONCE = 8;
const ATTEMPTS_MAX = 8;
const PAUSE_MS = 50;

/** The item that names the edition in force. */
const HEAD = 'address-book';

/**
 * Hashes under a key that is made of a pepper, by one call to KMS for each instance. A city's addresses are open data:
 * what this key could tell to a thief of the table is in the open too, while 100,000 calls would cost minutes.
 */
function hasher(pepper: Pepper): (text: string) => Promise<string> {
  let key: Promise<Uint8Array> | undefined;
  const made = () => {
    key ??= pepper.mac('address-book').catch((error: unknown) => {
      key = undefined;
      throw error;
    });
    return key;
  };
  return async (text) =>
    `address/${createHmac('sha256', await made())
      .update(text)
      .digest('base64url')}`;
}

function parts<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}

/** Written under the newest pepper, read under all that are live. */
export function dynamoAddressBook(
  client: DynamoDBDocumentClient,
  table: string,
  { peppers, clock }: { peppers: Peppers; clock: Clock },
): AddressBook {
  const [newest, ...older] = peppers.map(hasher) as [ReturnType<typeof hasher>, ...ReturnType<typeof hasher>[]];
  const editionOf = async (id: string) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id } }));
    return Item?.['edition'] as string | undefined;
  };
  /** DynamoDB hands back what it had no room for, and wants to be left alone for longer each time. */
  const write = async (ids: string[], edition: string): Promise<void> => {
    let left = ids.map((id) => ({ PutRequest: { Item: { id, edition } } }));
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (attempt > 0) await sleep(clock, PAUSE_MS * 2 ** attempt);
      const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
      left = (UnprocessedItems?.[table] ?? []) as typeof left;
      if (left.length === 0) return;
    }
    throw new AddressesNotWritten(`The table did not take ${left.length} addresses in ${ATTEMPTS_MAX} attempts.`);
  };
  return {
    async has(texts) {
      const ids = await Promise.all(texts.flatMap((text) => [newest, ...older].map((hash) => hash(text))));
      const [inForce, ...editions] = await Promise.all([HEAD, ...ids].map(editionOf));
      return inForce !== undefined && editions.some((edition) => edition !== undefined && edition >= inForce);
    },
    async add(texts, edition) {
      const ids = [...new Set(await Promise.all(texts.map(newest)))];
      for (const group of parts(parts(ids, ITEMS_MAX), AT_ONCE))
        await Promise.all(group.map((part) => write(part, edition)));
    },
    async publish(edition) {
      await client.send(new PutCommand({ TableName: table, Item: { id: HEAD, edition } }));
    },
  };
}
