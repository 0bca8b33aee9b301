import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from './aws.ts';
import { NamedError } from './errors.ts';

/** A DynamoDB client that speaks in plain objects; fields that are undefined are not stored. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings()), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** An item as it was read. Revision 0 stands for an item that is not there yet. */
export interface Versioned {
  pk: string;
  revision: number;
  /** When DynamoDB may delete it: seconds since the epoch. */
  ttl?: number | undefined;
}

/** Others kept changing the same items. The same request may be tried again. */
class ItemContended extends NamedError {
  override readonly name = 'ItemContended';
}

export interface ItemStore {
  /** Reads consistently. */
  read<Item extends Versioned>(pk: string): Promise<Item | undefined>;
  /**
   * Writes an item's next state by one conditional write. False where somebody else has written since it was
   * read; the caller reads again and decides anew.
   */
  save(item: Versioned): Promise<boolean>;
}

/**
 * Items that are read, changed by pure code and written back where nobody has changed them meanwhile. The
 * condition accepts the item as this very write has left it: a write whose answer was lost is sent again by the
 * SDK, and must not fail against its own first success.
 */
export function itemStore(client: DynamoDBDocumentClient, table: string): ItemStore {
  const put = ({ revision, ...item }: Versioned) => {
    const next = { ...item, revision: revision + 1 };
    const stamp = createHash('sha256').update(JSON.stringify(next)).digest('base64url');
    return new PutCommand({
      TableName: table,
      Item: { ...next, stamp },
      ConditionExpression:
        revision === 0 ? 'attribute_not_exists(#pk) OR #stamp = :stamp' : '#revision = :revision OR #stamp = :stamp',
      ExpressionAttributeNames: {
        '#stamp': 'stamp',
        ...(revision === 0 ? { '#pk': 'pk' } : { '#revision': 'revision' }),
      },
      ExpressionAttributeValues: { ':stamp': stamp, ...(revision === 0 ? {} : { ':revision': revision }) },
    });
  };
  return {
    async read<Item extends Versioned>(pk: string) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk }, ConsistentRead: true }));
      if (!Item) return undefined;
      const { stamp: _, ...item } = Item;
      return item as Item;
    },
    async save(item) {
      try {
        await client.send(put(item));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

/** Each failed attempt means that somebody else went ahead; twenty in a row take a crowd at one kiosk. */
const ATTEMPTS_MAX = 20;

/**
 * Makes attempts until one answers. An attempt reads, decides and saves; it answers undefined where a save found
 * that somebody else was faster.
 *
 * @throws ItemContended when no attempt got through.
 */
export async function untilSaved<Answer>(attempt: () => Promise<Answer | undefined>): Promise<Answer> {
  for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts++) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
  }
  throw new ItemContended(`Others changed the same items ${ATTEMPTS_MAX} times in a row. Please try again.`);
}

/** Saves items one after another, in the given order; false at the first that somebody else has changed. */
export async function saveInOrder(store: Pick<ItemStore, 'save'>, items: readonly Versioned[]): Promise<boolean> {
  for (const item of items) if (!(await store.save(item))) return false;
  return true;
}
