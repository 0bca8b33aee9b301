import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Bike } from '../../functions/bikes/items/bike.ts';
import type { Party } from '../../functions/bikes/items/party.ts';
import type { Reservation } from '../../functions/bikes/items/reservation.ts';
import type { KeptCase } from '../../functions/operations/case.ts';
import type { Rental } from '../../functions/orchestration/rental-store.ts';
import type { Session } from '../../functions/orchestration/session.ts';
import type { Payment } from '../../functions/payments/payment.ts';
import type { SandboxHold } from '../../functions/payments/sandbox-hold.ts';
import type { Handover } from '../../functions/storage/handover.ts';
import type { WireRequest } from '../../local/wire/contract.ts';
import type { VirtualCity } from './virtual-city.ts';

/** The tables that truths look into, by the names that the template gives them. */
const TABLES = {
  bikes: 'BikesTable',
  payments: 'PaymentsTable',
  holds: 'PaymentsSandbox',
  rentals: 'OrchestrationRentals',
  sessions: 'OrchestrationSessions',
  commands: 'StorageTable',
  cases: 'OperationsTable',
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
}

interface Item {
  pk?: string;
  id?: string;
}

const named = <Kind>(items: Item[], prefix: string) =>
  items.filter(({ pk = '', id = pk }) => id.startsWith(prefix)) as unknown as Kind[];

/** Reads the tables, each again only when something was written to it. */
export function recordReader() {
  const kept = new Map<Table, Item[]>();
  const stale = new Set<Table>(Object.keys(TABLES) as Table[]);
  return {
    /** Sees a request to AWS: whatever writes makes what is kept of the table stale. */
    watch: ({ headers, body }: WireRequest): void => {
      const target = headers['x-amz-target'] ?? '';
      if (!/^DynamoDB_20120810\.(Put|Update|Delete|BatchWrite)/.test(target)) return;
      const text = body.toString();
      for (const [table, name] of Object.entries(TABLES))
        if (text.includes(`-Data-${name}"`)) stale.add(table as Table);
    },
    /** What the host itself sweeps out of tables is no request: whoever must be sure has all tables read again. */
    forget: (): void => {
      for (const table of Object.keys(TABLES) as Table[]) stale.add(table);
    },
    /** The tables that were written to since they were last read. */
    stale: (): ReadonlySet<Table> => new Set(stale),
    async read(city: VirtualCity): Promise<Records> {
      for (const table of [...stale]) {
        stale.delete(table);
        const TableName = `Freewheel-${city.city.id}-dev-Data-${TABLES[table]}`;
        const items: Item[] = [];
        let ExclusiveStartKey: Record<string, unknown> | undefined;
        do {
          const page = await city.dynamo.send(new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }));
          items.push(...((page.Items ?? []) as Item[]));
          ExclusiveStartKey = page.LastEvaluatedKey;
        } while (ExclusiveStartKey);
        kept.set(table, items);
      }
      const of = (table: Table) => kept.get(table) ?? [];
      return {
        bikes: named(of('bikes'), 'bike#'),
        parties: named(of('bikes'), 'party#'),
        reservations: named(of('bikes'), 'reservation#'),
        payments: named(of('payments'), 'payment#'),
        holds: named(of('holds'), 'hold#'),
        rentals: of('rentals') as unknown as Rental[],
        sessions: named(of('sessions'), 'session/'),
        handovers: named(of('commands'), 'handover#'),
        cases: of('cases') as unknown as KeptCase[],
      };
    },
  };
}
