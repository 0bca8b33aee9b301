import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../shared/cursor.ts';
import { readIndexPage } from '../shared/index-page.ts';
import { type ItemStore, itemStore } from '../shared/table.ts';
import { type Payment, paymentKey, UNSETTLED } from './payment.ts';

/** Payments' table. Reads are consistent but `listUnsettled`, which reads an index and may be behind. */
export interface PaymentBook {
  read(rentalId: string): Promise<Payment | undefined>;
  /** Saves by one conditional write; false where somebody has changed the payment since it was read. */
  save(payment: Payment): Promise<boolean>;
  /**
   * One page of the payments with something left to do, those that have waited longest first.
   *
   * @throws CommandMalformed where the cursor is none of ours.
   */
  listUnsettled(cursor?: string): Promise<{ payments: Payment[]; cursor: string | undefined }>;
}

/**
 * Partition key `unsettled`, sort key `changedAt`: sparse, since a payment that is settled has no such key. All are
 * in one partition, which takes 1,000 writes a second (DynamoDB, "Best practices for designing partition keys"): a
 * city at its busiest starts 20 rentals a second, of which few are paid for, and each moves in and out once.
 */
export const UNSETTLED_INDEX = 'unsettled';
const PAGE_MAX = 100;

/** The key at which a page ended. */
const PageKey = z.object({ pk: z.string(), unsettled: z.string(), changedAt: z.string() });

export function dynamoPaymentBook(
  client: DynamoDBDocumentClient,
  table: string,
  items: ItemStore = itemStore(client, table),
): PaymentBook {
  return {
    read: (rentalId) => items.read<Payment>(paymentKey(rentalId)),
    save: (payment) => items.save(payment),
    async listUnsettled(cursor) {
      const query = { table, index: UNSETTLED_INDEX, field: 'unsettled', value: UNSETTLED, limit: PAGE_MAX };
      const from = cursor === undefined ? undefined : readCursor(PageKey, cursor);
      const page = await readIndexPage<Payment, z.infer<typeof PageKey>>(client, query, from);
      return { payments: page.items, cursor: page.next && writeCursor(page.next) };
    },
  };
}
