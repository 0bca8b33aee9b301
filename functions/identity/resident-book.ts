import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readIndexPage } from '../shared/index-page.ts';
import { type ItemStore, itemStore, type Versioned } from '../shared/table.ts';
import type { KeptResident } from './resident.ts';

/** The key at which a page ended. */
export const PageKey = z.object({ pk: z.string(), status: z.string(), registeredAt: z.string() });
export type PageKey = z.infer<typeof PageKey>;

/** Who has registered: accounts, the licences that they claimed, households, and invitations to them. */
export interface ResidentBook extends ItemStore {
  /** Deletes an item as it was read; false where somebody else has written since. What is gone stays gone. */
  remove(item: Versioned): Promise<boolean>;
  /** A page of those who wait for an operator, those that registered first at its head. */
  inReview(from?: PageKey): Promise<{ residents: KeptResident[]; next?: PageKey | undefined }>;
}

const PAGE = 50;

export function dynamoResidents(client: DynamoDBDocumentClient, table: string): ResidentBook {
  return {
    ...itemStore(client, table),
    async remove({ pk, revision }) {
      const command = new DeleteCommand({
        TableName: table,
        Key: { pk },
        ConditionExpression: 'attribute_not_exists(#pk) OR #revision = :revision',
        ExpressionAttributeNames: { '#pk': 'pk', '#revision': 'revision' },
        ExpressionAttributeValues: { ':revision': revision },
      });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async inReview(from) {
      const query = {
        table,
        index: 'byStatus',
        field: 'status',
        value: 'inReview' satisfies KeptResident['status'],
        limit: PAGE,
      };
      const page = await readIndexPage<KeptResident, PageKey>(client, query, from);
      return { residents: page.items, next: page.next };
    },
  };
}
