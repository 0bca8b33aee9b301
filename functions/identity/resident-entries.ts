import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { untilSaved } from '../shared/table.ts';

/** What a scan finds of somebody in the registry. */
export interface Entry {
  riderRef: string;
  partyRef: string;
  partyLimit: number;
  /** The city's office has seen their papers: they live in the city, whatever address the document shows. */
  isProven?: boolean | undefined;
}

/** What is known of an account that has registered: an item `account/{account}`. */
export interface Account {
  /** Under which hashes it may have claimed a document. A claim that its account does not name counts for nothing. */
  hashes: string[];
  /** Absent for who does not ride as a resident, or not yet. */
  entry?: Entry | undefined;
}

/**
 * The registry, as far as people who register change it. Under the keyed hash of a document stands no more than whose
 * it is; what a scan finds of them stands in one item of their account. Re-keying so never touches what others write,
 * and one write is enough for the next scan to find nothing.
 */
export interface ResidentEntries {
  find(account: string): Promise<Account | undefined>;
  /** Claims a document under each of its hashes, newest first; says whose it is already, where it is another's. */
  claim(account: string, hashes: readonly string[]): Promise<'claimed' | 'anothers' | 'theCitys'>;
  /** Gives up the claims under these hashes. */
  drop(account: string, hashes: readonly string[]): Promise<void>;
  /** Gives up all claims but those under these hashes. */
  keepOnly(account: string, hashes: readonly string[]): Promise<void>;
  /** Sets what a scan finds, or that it finds nobody; false where nothing is claimed. */
  keep(account: string, entry: Entry | undefined): Promise<boolean>;
  /** Leaves nothing of an account. The next scan finds nobody from the first write on. */
  release(account: string): Promise<void>;
  /** Puts a claim under the hash of a newer pepper, and away from the older one. */
  move(account: string, from: string, to: string): Promise<void>;
}

const FIELDS = ['riderRef', 'partyRef', 'partyLimit', 'isProven'] as const;

const isHeld = (write: Promise<unknown>): Promise<boolean> =>
  write.then(
    () => true,
    (error: unknown) => {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    },
  );

/** @param table identity's, in which `verify-credential` looks documents up */
export function dynamoEntries(client: DynamoDBDocumentClient, table: string): ResidentEntries {
  const accountKey = (account: string) => ({ id: `account/${account}` });
  const claimKey = (hash: string) => ({ id: `resident/${hash}` });
  const read = async (Key: { id: string }) =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  const update = (account: string, command: Omit<UpdateCommand['input'], 'TableName' | 'Key'>) =>
    isHeld(client.send(new UpdateCommand({ TableName: table, Key: accountKey(account), ...command })));
  const hashesName = { '#hashes': 'hashes' };

  async function find(account: string): Promise<Account | undefined> {
    const item = await read(accountKey(account));
    if (!item) return undefined;
    const hashes = [...((item['hashes'] as Set<string> | undefined) ?? [])];
    const { riderRef, partyRef, partyLimit, isProven } = item as unknown as Entry;
    if (partyRef === undefined) return { hashes };
    return { hashes, entry: { riderRef, partyRef, partyLimit, ...(isProven && { isProven }) } };
  }

  const unlink = (account: string, hash: string) =>
    isHeld(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: claimKey(hash),
          ConditionExpression: '#account = :account',
          ExpressionAttributeNames: { '#account': 'account' },
          ExpressionAttributeValues: { ':account': account },
        }),
      ),
    );
  const link = (account: string, hash: string) =>
    isHeld(
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...claimKey(hash), account },
          ConditionExpression: 'attribute_not_exists(#id) OR #account = :account',
          ExpressionAttributeNames: { '#id': 'id', '#account': 'account' },
          ExpressionAttributeValues: { ':account': account },
        }),
      ),
    );
  /** A claim that nobody stands for is what a request left that broke off: it gives way. */
  const take = (account: string, hash: string) =>
    untilSaved<'claimed' | 'anothers' | 'theCitys'>(async () => {
      if (await link(account, hash)) return 'claimed';
      const standing = await read(claimKey(hash));
      if (!standing) return undefined;
      const other = standing['account'] as string | undefined;
      if (other === undefined) return 'theCitys';
      if ((await find(other))?.hashes.includes(hash)) return 'anothers';
      await unlink(other, hash);
      return undefined;
    });
  async function drop(account: string, hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    for (const hash of hashes) await unlink(account, hash);
    await update(account, {
      UpdateExpression: 'DELETE #hashes :hashes',
      ConditionExpression: 'attribute_exists(#hashes)',
      ExpressionAttributeNames: hashesName,
      ExpressionAttributeValues: { ':hashes': new Set(hashes) },
    });
  }
  const keep = (account: string, entry: Entry | undefined) => {
    const set = FIELDS.filter((field) => entry?.[field] !== undefined);
    const gone = FIELDS.filter((field) => entry?.[field] === undefined);
    return update(account, {
      UpdateExpression: [
        ...(set.length > 0 ? [`SET ${set.map((field) => `#${field} = :${field}`).join(', ')}`] : []),
        ...(gone.length > 0 ? [`REMOVE ${gone.map((field) => `#${field}`).join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: 'attribute_exists(#hashes)',
      ExpressionAttributeNames: { ...hashesName, ...Object.fromEntries(FIELDS.map((field) => [`#${field}`, field])) },
      ...(set.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(set.map((field) => [`:${field}`, entry?.[field]])),
      }),
    });
  };
  /** Deletes an account's item, if it names exactly these hashes. */
  const erase = (account: string, hashes: readonly string[]) => {
    const named = hashes.map((_, at) => `contains(#hashes, :hash${at})`);
    const values = Object.fromEntries(hashes.map((hash, at) => [`:hash${at}`, hash]));
    const exactly = ['size(#hashes) = :size', ...named].join(' AND ');
    return isHeld(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: accountKey(account),
          ConditionExpression: hashes.length > 0 ? exactly : 'attribute_not_exists(#hashes)',
          ExpressionAttributeNames: hashesName,
          ...(hashes.length > 0 && { ExpressionAttributeValues: { ...values, ':size': hashes.length } }),
        }),
      ),
    );
  };
  return {
    find,
    keep,
    drop,
    async claim(account, hashes) {
      // The account names its claims before they are there, so that they can be found whatever breaks off.
      await update(account, {
        UpdateExpression: 'ADD #hashes :hashes',
        ExpressionAttributeNames: hashesName,
        ExpressionAttributeValues: { ':hashes': new Set(hashes) },
      });
      // The oldest first: functions that do not know the newest pepper yet meet there.
      for (const hash of hashes.toReversed()) {
        const outcome = await take(account, hash);
        if (outcome === 'claimed') continue;
        await drop(account, hashes);
        const left = await find(account);
        if (left?.hashes.length === 0) await erase(account, []);
        return outcome;
      }
      return 'claimed';
    },
    async keepOnly(account, hashes) {
      const { hashes: all = [] } = (await find(account)) ?? {};
      await drop(
        account,
        all.filter((hash) => !hashes.includes(hash)),
      );
    },
    async release(account) {
      await keep(account, undefined);
      await untilSaved(async () => {
        const found = await find(account);
        for (const hash of found?.hashes ?? []) await unlink(account, hash);
        return !found || (await erase(account, found.hashes)) ? true : undefined;
      });
    },
    async move(account, from, to) {
      const isStanding = await update(account, {
        UpdateExpression: 'ADD #hashes :to',
        ConditionExpression: 'contains(#hashes, :from)',
        ExpressionAttributeNames: hashesName,
        ExpressionAttributeValues: { ':to': new Set([to]), ':from': from },
      });
      if (isStanding) await take(account, to);
      await unlink(account, from);
      if (!isStanding) return;
      const isStandingStill = await update(account, {
        UpdateExpression: 'DELETE #hashes :from',
        ConditionExpression: 'contains(#hashes, :to)',
        ExpressionAttributeNames: hashesName,
        ExpressionAttributeValues: { ':from': new Set([from]), ':to': to },
      });
      // They were deleted meanwhile, and nobody else would find what was just put there.
      if (!isStandingStill) await unlink(account, to);
    },
  };
}
