import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Entry } from './account-items.ts';
import { dynamoEntries } from './resident-entries.ts';

/** What is kept of a resident: no name, no number, no address. */
export type Resident = Entry;

/** What stands under the hash of a document. */
export interface Listing {
  /** Who has registered it; absent for who is in the city's own register. */
  account?: string | undefined;
  /** Absent where the account does not ride as a resident, or not yet. */
  resident?: Resident | undefined;
}

/** Who used a scan first, and when (milliseconds). */
export interface NonceClaim {
  sessionId: string;
  claimedAt: number;
}

/**
 * Residents by the keyed hash of their document, households by that of their name, and the nonces of scans that were
 * used.
 */
export interface Registry {
  /** Claims a nonce for a session; answers the claim that stands, which may be another session's. */
  claimNonce(nonce: string, claim: NonceClaim): Promise<NonceClaim>;
  readNonce(nonce: string): Promise<NonceClaim | undefined>;
  /** As many reads whoever it is. */
  look(hash: string): Promise<Listing | undefined>;
  /** Sets what is kept; the same again changes nothing. */
  keepResident(hash: string, resident: Resident): Promise<void>;
  /** Puts a resident under the hash of a newer pepper, where nothing may be yet, and then away from the older one. */
  moveResident(from: string, to: string, listing: Listing): Promise<void>;
  forgetResident(hash: string): Promise<void>;
  findHousehold(hash: string): Promise<string | undefined>;
  /** Keeps the party of a household; answers the one that stands, which may be another. */
  keepHousehold(hash: string, partyRef: string): Promise<string>;
  forgetHousehold(hash: string): Promise<void>;
}

/** Rentals end within a day. A scan that is used for the first time after that is refused for its age. */
const NONCE_SECONDS = 24 * 60 * 60;

/** Is looked up where there is no account, for the time that it takes. No account is of this name. */
const NOBODY = '-';

export function dynamoRegistry(client: DynamoDBDocumentClient, table: string): Registry {
  const entries = dynamoEntries(client, table);
  const read = async (id: string) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
    return Item;
  };
  const forget = async (id: string) => {
    await client.send(new DeleteCommand({ TableName: table, Key: { id } }));
  };
  /** One conditional write: false where the item is there already. */
  const putNew = async (Item: { id: string }): Promise<boolean> => {
    const condition = { ConditionExpression: 'attribute_not_exists(#id)', ExpressionAttributeNames: { '#id': 'id' } };
    try {
      await client.send(new PutCommand({ TableName: table, Item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  const readNonce = async (nonce: string) => (await read(`nonce/${nonce}`)) as NonceClaim | undefined;
  const findHousehold = async (hash: string) => (await read(`household/${hash}`))?.['partyRef'] as string | undefined;
  const residentItem = (hash: string, { riderRef, partyRef, partyLimit }: Resident) => ({
    id: `resident/${hash}`,
    ...{ riderRef, partyRef, partyLimit },
  });
  return {
    readNonce,
    async claimNonce(nonce, claim) {
      const expiresAt = Math.floor(claim.claimedAt / 1000) + NONCE_SECONDS;
      if (await putNew({ id: `nonce/${nonce}`, ...{ ...claim, expiresAt } })) return claim;
      const standing = await readNonce(nonce);
      if (!standing) throw new Error('The claim of a nonce was there, and is gone.');
      return standing;
    },
    async look(hash) {
      const item = await read(`resident/${hash}`);
      const account = item?.['account'] as string | undefined;
      const claimed = await entries.find(account ?? NOBODY);
      if (!item) return undefined;
      if (account === undefined) return { resident: item as Resident };
      return { account, resident: claimed?.hashes.includes(hash) ? claimed.entry : undefined };
    },
    async keepResident(hash, resident) {
      await client.send(new PutCommand({ TableName: table, Item: residentItem(hash, resident) }));
    },
    async moveResident(from, to, { account, resident }) {
      if (account !== undefined) return entries.move(account, from, to);
      if (resident) await putNew(residentItem(to, resident));
      await forget(`resident/${from}`);
    },
    forgetResident: (hash) => forget(`resident/${hash}`),
    findHousehold,
    async keepHousehold(hash, partyRef) {
      if (await putNew({ id: `household/${hash}`, ...{ partyRef } })) return partyRef;
      return (await findHousehold(hash)) ?? partyRef;
    },
    forgetHousehold: (hash) => forget(`household/${hash}`),
  };
}
