import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { untilSaved } from '../shared/table.ts';
import { type Account, dynamoAccounts, type Entry } from './account-items.ts';
import { isHeld } from './condition.ts';

/** What becomes of a claim: it may be another account's already, or the city's own register's. */
export type Claimed = 'claimed' | 'anothers' | 'theCitys';

/**
 * The registry, as far as people who register change it. Under the keyed hash of a document, `resident/{hash}`, stands
 * no more than whose it is; what a scan finds of them stands in one item of their account. Re-keying so never touches
 * what others write, and one write is enough for the next scan to find nothing.
 */
export interface ResidentEntries {
  find(account: string): Promise<Account | undefined>;
  /** Claims a document under each of its hashes, newest first. */
  claim(account: string, hashes: readonly string[]): Promise<Claimed>;
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

/** @param table identity's, in which `verify-credential` looks documents up */
export function dynamoEntries(client: DynamoDBDocumentClient, table: string): ResidentEntries {
  const accounts = dynamoAccounts(client, table);
  const idOf = (hash: string) => ({ id: `resident/${hash}` });
  const isOwn = '#account = :account';
  const own = (account: string) => ({ ExpressionAttributeValues: { ':account': account } });
  const link = (account: string, hash: string) =>
    isHeld(
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...idOf(hash), account },
          ConditionExpression: `attribute_not_exists(#id) OR ${isOwn}`,
          ExpressionAttributeNames: { '#id': 'id', '#account': 'account' },
          ...own(account),
        }),
      ),
    );
  const unlink = (account: string, hash: string) =>
    isHeld(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: idOf(hash),
          ConditionExpression: isOwn,
          ExpressionAttributeNames: { '#account': 'account' },
          ...own(account),
        }),
      ),
    );
  /** A claim that nobody stands for is what a request left that broke off: it gives way. */
  const take = (account: string, hash: string) =>
    untilSaved<Claimed>(async () => {
      if (await link(account, hash)) return 'claimed';
      const get = new GetCommand({ TableName: table, Key: idOf(hash), ConsistentRead: true });
      const { Item: standing } = await client.send(get);
      if (!standing) return undefined;
      const other = standing['account'] as string | undefined;
      if (other === undefined) return 'theCitys';
      if ((await accounts.find(other))?.hashes.includes(hash)) return 'anothers';
      await unlink(other, hash);
      return undefined;
    });
  async function drop(account: string, hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) await unlink(account, hash);
    for (const hash of hashes) await accounts.unname(account, [hash], hash);
  }
  return {
    find: accounts.find,
    keep: accounts.keep,
    drop,
    claim: (account, hashes) =>
      untilSaved(async () => {
        // The account names its claims before they are there, so that they can be found whatever breaks off.
        await accounts.name(account, hashes);
        // The oldest first: functions that do not know the newest pepper yet meet there.
        for (const hash of hashes.toReversed()) {
          const outcome = await take(account, hash);
          if (outcome === 'claimed') continue;
          await drop(account, hashes);
          const left = await accounts.find(account);
          if (left?.hashes.length === 0) await accounts.erase(account, left.revision);
          return outcome;
        }
        // Whoever deletes the account meanwhile either sees this change, and looks again, or has gone before.
        if (await accounts.name(account, hashes, hashes[0])) return 'claimed';
        for (const hash of hashes) await unlink(account, hash);
        return undefined;
      }),
    async keepOnly(account, hashes) {
      const { hashes: all = [] } = (await accounts.find(account)) ?? {};
      const others = all.filter((hash) => !hashes.includes(hash));
      await drop(account, others);
    },
    async release(account) {
      await accounts.keep(account, undefined);
      await untilSaved(async () => {
        const found = await accounts.find(account);
        for (const hash of found?.hashes ?? []) await unlink(account, hash);
        return !found || (await accounts.erase(account, found.revision)) ? true : undefined;
      });
    },
    async move(account, from, to) {
      // Both are named before the newer claim is there, and the newer one for as long as the account stands.
      const isStanding = await accounts.name(account, [to], from);
      if (isStanding) await take(account, to);
      await unlink(account, from);
      if (!isStanding || (await accounts.unname(account, [from], to))) return;
      // They were deleted meanwhile, and nobody else would find what was just put there.
      await unlink(account, to);
    },
  };
}
