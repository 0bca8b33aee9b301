import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Bike } from '../../functions/bikes/items/bike.ts';
import type { Party } from '../../functions/bikes/items/party.ts';
import type { Reservation } from '../../functions/bikes/items/reservation.ts';
import type { EventEntry } from '../../functions/bikes/log/log-entry.ts';
import type { VehicleEvent } from '../../functions/bikes/log-contract.ts';
import type { KeptCase } from '../../functions/operations/case.ts';
import type { Rental } from '../../functions/orchestration/rental-store.ts';
import type { Session } from '../../functions/orchestration/session.ts';
import type { Payment } from '../../functions/payments/payment.ts';
import type { SandboxHold } from '../../functions/payments/sandbox-hold.ts';
import type { Handover } from '../../functions/storage/handover.ts';
import type { WireRequest } from '../../local/wire/contract.ts';
import type { VirtualCity } from './virtual-city.ts';

/** The tables that truths look into, by the names that the template gives them, and the attributes of their keys. */
const TABLES = {
  bikes: { name: 'BikesTable', key: 'pk' },
  payments: { name: 'PaymentsTable', key: 'pk' },
  holds: { name: 'PaymentsSandbox', key: 'pk' },
  rentals: { name: 'OrchestrationRentals', key: 'rentalId' },
  sessions: { name: 'OrchestrationSessions', key: 'id' },
  commands: { name: 'StorageTable', key: 'pk' },
  cases: { name: 'OperationsTable', key: 'pk' },
  log: { name: 'VehicleLogTable', key: 'pk' },
} as const;
export type Table = keyof typeof TABLES;

/** What the services have written down, as it stands now. */
export interface Records {
  bikes: Bike[];
  parties: Party[];
  reservations: Reservation[];
  payments: Payment[];
  holds: SandboxHold[];
  rentals: Rental[];
  sessions: Session[];
  handovers: Handover[];
  cases: KeptCase[];
  /** What the log says of bikes, in no order. */
  events: VehicleEvent[];
}

type Item = Record<string, unknown>;

interface Write {
  TableName: string;
  Item?: Record<string, { S?: string }>;
  Key?: Record<string, { S?: string }>;
}

const ALL = Object.keys(TABLES) as Table[];

/** Reads the tables once, and then again only the items that were written. */
export function recordReader() {
  const kept = new Map<Table, Map<string, Item>>();
  const written = new Map<Table, Set<string>>();
  const nameOf = (city: VirtualCity, table: Table) => `Freewheel-${city.city.id}-dev-Data-${TABLES[table].name}`;

  async function scan(city: VirtualCity, table: Table): Promise<Map<string, Item>> {
    const items = new Map<string, Item>();
    let ExclusiveStartKey: Item | undefined;
    do {
      const asked = { TableName: nameOf(city, table), ExclusiveStartKey, ConsistentRead: true };
      const page = await city.dynamo.send(new ScanCommand(asked));
      for (const item of page.Items ?? []) items.set(String(item[TABLES[table].key]), item);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  }

  async function readAgain(city: VirtualCity, table: Table, items: Map<string, Item>): Promise<void> {
    for (const key of written.get(table) ?? []) {
      const Key = { [TABLES[table].key]: key };
      const { Item } = await city.dynamo.send(
        new GetCommand({ TableName: nameOf(city, table), Key, ConsistentRead: true }),
      );
      if (Item) items.set(key, Item);
      else items.delete(key);
    }
  }

  const itemsOf = <Kind>(table: Table, prefix = '') =>
    [...(kept.get(table) ?? [])].filter(([key]) => key.startsWith(prefix)).map(([, item]) => item as Kind);

  return {
    /** Sees a request to AWS: what it writes is read again. */
    watch: ({ headers, body }: WireRequest): void => {
      const target = headers['x-amz-target'] ?? '';
      if (!/^DynamoDB_20120810\.(Put|Update|Delete)Item$/.test(target)) return;
      const { TableName, Item, Key } = JSON.parse(body.toString()) as Write;
      const table = ALL.find((one) => TableName.endsWith(`-Data-${TABLES[one].name}`));
      const key = table && (Item ?? Key)?.[TABLES[table].key]?.S;
      if (table && key !== undefined) written.set(table, (written.get(table) ?? new Set()).add(key));
    },
    /** What the host itself sweeps out of tables is no request: whoever must be sure has all tables read again. */
    forget: (): void => kept.clear(),
    /** The tables that were written to since they were last read. */
    stale: (): Table[] => [...written.keys()],
    async read(city: VirtualCity): Promise<Records> {
      for (const table of ALL) {
        const items = kept.get(table);
        if (items) await readAgain(city, table, items);
        else kept.set(table, await scan(city, table));
        written.delete(table);
      }
      return {
        bikes: itemsOf('bikes', 'bike#'),
        parties: itemsOf('bikes', 'party#'),
        reservations: itemsOf('bikes', 'reservation#'),
        payments: itemsOf('payments', 'payment#'),
        holds: itemsOf('holds', 'hold#'),
        rentals: itemsOf('rentals'),
        sessions: itemsOf('sessions', 'session/'),
        handovers: itemsOf('commands', 'handover#'),
        cases: itemsOf<KeptCase>('cases').filter(({ caseId }) => caseId !== undefined),
        events: itemsOf<EventEntry>('log', 'event#').map(({ event }) => event),
      };
    },
  };
}
