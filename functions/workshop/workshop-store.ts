import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type ItemStore, itemStore } from '../shared/table.ts';
import { type BikeCard, cardKey } from './bike-card.ts';
import { type ClosedOrder, closedKey } from './order-book.ts';
import { type Stop, stopKey } from './stop.ts';

/** The workshop's table. Items are read consistently; a list may be behind by as much as an index is. */
export interface WorkshopStore {
  readCard(bikeId: string): Promise<BikeCard | undefined>;
  readClosed(repairId: string): Promise<ClosedOrder | undefined>;
  readStop(kioskId: string): Promise<Stop | undefined>;
  /** Saves by one conditional write; false where somebody has changed the item since it was read. */
  save(item: BikeCard | ClosedOrder | Stop): Promise<boolean>;
  /** The bikes of a status that are due by `until`, those that are due first at the head; so many at the most. */
  listDue(status: BikeCard['status'], most: number, until?: string): Promise<BikeCard[]>;
}

/** Partition key `status`, sort key `dueAt`: the cards of bikes. */
export const DUE_INDEX = 'byStatus';

export function dynamoWorkshop(
  client: DynamoDBDocumentClient,
  table: string,
  items: ItemStore = itemStore(client, table),
): WorkshopStore {
  return {
    readCard: (bikeId) => items.read<BikeCard>(cardKey(bikeId)),
    readClosed: (repairId) => items.read<ClosedOrder>(closedKey(repairId)),
    readStop: (kioskId) => items.read<Stop>(stopKey(kioskId)),
    save: (item) => items.save(item),
    async listDue(status, most, until) {
      const found: BikeCard[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const query = new QueryCommand({
          TableName: table,
          IndexName: DUE_INDEX,
          KeyConditionExpression: `#status = :status${until ? ' AND #dueAt <= :until' : ''}`,
          ExpressionAttributeNames: { '#status': 'status', ...(until ? { '#dueAt': 'dueAt' } : {}) },
          ExpressionAttributeValues: { ':status': status, ...(until ? { ':until': until } : {}) },
          Limit: most - found.length,
          ExclusiveStartKey: from,
        });
        const page = await client.send(query);
        found.push(...((page.Items ?? []) as BikeCard[]));
        from = page.LastEvaluatedKey;
      } while (from && found.length < most);
      return found;
    },
  };
}
