import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { keptUntil } from '../shared/retention.ts';
import { type ItemStore, itemStore, untilSaved, type Versioned } from '../shared/table.ts';
import type { RecordFact } from './contract.ts';
import { type Handover, handoverKey } from './handover.ts';

/** Storage's table: what was commanded, and what happened. */
export interface CommandBook {
  readHandover(rentalId: string, slot: number): Promise<Handover | undefined>;
  /** Saves by one conditional write; false where somebody has changed the handover since it was read. */
  saveHandover(handover: Handover): Promise<boolean>;
  /** Keeps a fact. Answers the one that is kept under its thing and number, which is the first that came. */
  keepFact(fact: RecordFact, nowMs: number): Promise<RecordFact>;
}

interface KeptFact extends Versioned {
  fact: RecordFact;
}

export function dynamoCommandBook(
  client: DynamoDBDocumentClient,
  table: string,
  items: ItemStore = itemStore(client, table),
): CommandBook {
  return {
    readHandover: (rentalId, slot) => items.read<Handover>(handoverKey(rentalId, slot)),
    saveHandover: (handover) => items.save(handover),
    keepFact(fact, nowMs) {
      const pk = `fact#${fact.thing}#${fact.seq}`;
      // A repeat comes for as long as a kiosk is offline, at the longest; facts are read again when a rental is redriven.
      const ttl = keptUntil(nowMs, 'rental');
      return untilSaved(async () => {
        const kept = await items.read<KeptFact>(pk);
        if (kept) return kept.fact;
        const item: KeptFact = { pk, revision: 0, fact, ttl };
        return (await items.save(item)) ? fact : undefined;
      });
    },
  };
}
