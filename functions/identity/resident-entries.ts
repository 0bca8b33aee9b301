import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

/** What a scan finds of somebody in the registry. */
export interface Entry {
  riderRef: string;
  partyRef: string;
  partyLimit: number;
  /** Whose registration it is; absent for who is in the city's own register. */
  account?: string | undefined;
}

/** The registry, as far as people who register change it. Entries are known by the keyed hash of the document. */
export interface ResidentEntries {
  find(hash: string): Promise<Entry | undefined>;
  keep(hash: string, entry: Entry): Promise<void>;
  forget(hash: string): Promise<void>;
}

/** @param table identity's, in which `verify-credential` looks documents up */
export function dynamoEntries(client: DynamoDBDocumentClient, table: string): ResidentEntries {
  const idOf = (hash: string) => `resident/${hash}`;
  return {
    async find(hash) {
      const get = new GetCommand({ TableName: table, Key: { id: idOf(hash) }, ConsistentRead: true });
      return (await client.send(get)).Item as Entry | undefined;
    },
    async keep(hash, entry) {
      await client.send(new PutCommand({ TableName: table, Item: { id: idOf(hash), ...entry } }));
    },
    async forget(hash) {
      await client.send(new DeleteCommand({ TableName: table, Key: { id: idOf(hash) } }));
    },
  };
}
