import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

/** What is kept of a resident: no name, no number, no address. */
interface Resident {
  riderRef: string;
  partyRef: string;
  partyLimit: number;
}

/** Who used a scan first, and when (milliseconds). */
export interface NonceClaim {
  sessionId: string;
  claimedAt: number;
}

/** Identity's table: residents by the keyed hash of their document, and the nonces of scans that were used. */
export interface Registry {
  /** Claims a nonce for a session; answers the claim that stands, which may be another session's. */
  claimNonce(nonce: string, claim: NonceClaim): Promise<NonceClaim>;
  readNonce(nonce: string): Promise<NonceClaim | undefined>;
  findResident(hash: string): Promise<Resident | undefined>;
  /** Sets what is kept; the same again changes nothing. */
  keepResident(hash: string, resident: Resident): Promise<void>;
}

/** Rentals end within a day. A scan that is used for the first time after that is refused for its age. */
const NONCE_SECONDS = 24 * 60 * 60;

export function dynamoRegistry(client: DynamoDBDocumentClient, table: string): Registry {
  const read = async (id: string) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
    return Item;
  };
  const readNonce = async (nonce: string) => (await read(`nonce/${nonce}`)) as NonceClaim | undefined;
  return {
    readNonce,
    async claimNonce(nonce, claim) {
      const expiresAt = Math.floor(claim.claimedAt / 1000) + NONCE_SECONDS;
      const put = new PutCommand({
        TableName: table,
        Item: { id: `nonce/${nonce}`, ...claim, expiresAt },
        ConditionExpression: 'attribute_not_exists(#id)',
        ExpressionAttributeNames: { '#id': 'id' },
      });
      try {
        await client.send(put);
        return claim;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const standing = await readNonce(nonce);
        if (!standing) throw error;
        return standing;
      }
    },
    async findResident(hash) {
      return (await read(`resident/${hash}`)) as Resident | undefined;
    },
    async keepResident(hash, { riderRef, partyRef, partyLimit }) {
      const Item = { id: `resident/${hash}`, riderRef, partyRef, partyLimit };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
  };
}
