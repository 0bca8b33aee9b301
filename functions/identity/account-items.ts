import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isHeld } from './condition.ts';

/** What a scan finds of somebody in the registry. */
export interface Entry {
  riderRef: string;
  partyRef: string;
  partyLimit: number;
  /** The city's office has seen their papers: they live in the city, whatever address the document shows. */
  isProven?: boolean | undefined;
}
const FIELDS = ['riderRef', 'partyRef', 'partyLimit', 'isProven'] as const;

/** What the registry knows of an account that has registered. */
export interface Account {
  /** Under which hashes it may have claimed a document. A claim that its account does not name counts for nothing. */
  hashes: string[];
  /** Counts the changes of these. */
  revision: number;
  /** Absent for who does not ride as a resident, or not yet. */
  entry?: Entry | undefined;
}

/** One item for each account, `account/{account}`, of which claims and what a scan finds change by themselves. */
export interface AccountItems {
  find(account: string): Promise<Account | undefined>;
  /** Names hashes, of an account that names `beside` already where it is given; false where it does not. */
  name(account: string, hashes: readonly string[], beside?: string): Promise<boolean>;
  /** Names them no more; false where `beside` is given and not named. */
  unname(account: string, hashes: readonly string[], beside?: string): Promise<boolean>;
  /** Sets what a scan finds, or that it finds nobody; false where nothing is named. */
  keep(account: string, entry: Entry | undefined): Promise<boolean>;
  /** Deletes the item as it was read; false where hashes were named or unnamed since. What is gone stays gone. */
  erase(account: string, revision: number): Promise<boolean>;
}

const names = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [`#${field}`, field]));

/** Fields that are absent are removed. */
function setting(entry: Partial<Entry>) {
  const set = FIELDS.filter((field) => entry[field] !== undefined);
  const gone = FIELDS.filter((field) => entry[field] === undefined);
  const sets = set.map((field) => `#${field} = :${field}`);
  const clauses = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(gone.length > 0 ? [`REMOVE ${gone.map((field) => `#${field}`).join(', ')}`] : []),
  ];
  const values = Object.fromEntries(set.map((field) => [`:${field}`, entry[field]]));
  return {
    UpdateExpression: clauses.join(' '),
    ExpressionAttributeNames: names(['hashes', ...FIELDS]),
    ...(set.length > 0 && { ExpressionAttributeValues: values }),
  };
}

export function dynamoAccounts(client: DynamoDBDocumentClient, table: string): AccountItems {
  const at = (account: string) => ({ TableName: table, Key: { id: `account/${account}` } });
  const change = (expression: string) => (account: string, hashes: readonly string[], beside?: string) =>
    isHeld(
      client.send(
        new UpdateCommand({
          ...at(account),
          UpdateExpression: expression,
          ExpressionAttributeNames: names(['hashes', 'revision']),
          ExpressionAttributeValues: { ':hashes': new Set(hashes), ':one': 1, ...(beside && { ':beside': beside }) },
          ...(beside && { ConditionExpression: 'contains(#hashes, :beside)' }),
        }),
      ),
    );
  return {
    async find(account) {
      const { Item } = await client.send(new GetCommand({ ...at(account), ConsistentRead: true }));
      if (!Item) return undefined;
      const hashes = [...((Item['hashes'] as Set<string> | undefined) ?? [])];
      const { revision, riderRef, partyRef, partyLimit, isProven } = Item as unknown as Account & Entry;
      if (partyRef === undefined) return { hashes, revision };
      return { hashes, revision, entry: { riderRef, partyRef, partyLimit, ...(isProven && { isProven }) } };
    },
    name: change('ADD #hashes :hashes, #revision :one'),
    unname: change('DELETE #hashes :hashes ADD #revision :one'),
    keep(account, entry) {
      const ConditionExpression = 'attribute_exists(#hashes)';
      return isHeld(client.send(new UpdateCommand({ ...at(account), ...setting(entry ?? {}), ConditionExpression })));
    },
    erase: (account, revision) =>
      isHeld(
        client.send(
          new DeleteCommand({
            ...at(account),
            ConditionExpression: 'attribute_not_exists(#id) OR #revision = :revision',
            ExpressionAttributeNames: names(['id', 'revision']),
            ExpressionAttributeValues: { ':revision': revision },
          }),
        ),
      ),
  };
}
