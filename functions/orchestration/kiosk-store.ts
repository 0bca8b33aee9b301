import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RegisterKiosks } from './contract.ts';

/** A kiosk that may speak to us: its thing, and the public half of its device key. */
export type RegisteredKiosk = RegisterKiosks['kiosks'][number];

export interface KioskStore {
  find(kioskId: string): Promise<RegisteredKiosk | undefined>;
  /** Sets what is known of a kiosk. A changed key replaces the old one, which is refused from then on. */
  keep(kiosk: RegisteredKiosk): Promise<void>;
}

export function dynamoKiosks(client: DynamoDBDocumentClient, table: string): KioskStore {
  return {
    async find(kioskId) {
      const get = new GetCommand({ TableName: table, Key: { kioskId }, ConsistentRead: true });
      return (await client.send(get)).Item as RegisteredKiosk | undefined;
    },
    async keep(kiosk) {
      await client.send(new PutCommand({ TableName: table, Item: kiosk }));
    },
  };
}
