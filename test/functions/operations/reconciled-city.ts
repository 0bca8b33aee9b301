import { caseOf } from '../../../functions/operations/case.ts';
import { dynamoCases, STATUS_INDEX } from '../../../functions/operations/case-store.ts';
import { compareHolds } from '../../../functions/operations/compare-holds.ts';
import { compareShard } from '../../../functions/operations/compare-shard.ts';
import type { Case } from '../../../functions/operations/contract.ts';
import type { RentalOutcome } from '../../../functions/orchestration/contract.ts';
import { exportRentals } from '../../../functions/orchestration/export-rentals.ts';
import { observe } from '../../../functions/orchestration/observation.ts';
import { dynamoRentals } from '../../../functions/orchestration/rental-store.ts';
import type { PaymentsExported } from '../../../functions/payments/contract.ts';
import { keptUntil } from '../../../functions/shared/retention.ts';
import type { BaysExported } from '../../../functions/storage/contract.ts';
import { exportBays } from '../../../functions/storage/export-bays.ts';
import type { Json, JsonObject } from '../../../local/states/json.ts';
import { arnOfFunction, type Handler, laboratory } from '../../local/states/laboratory.ts';
import { definitionText } from '../../statemachines/definition.ts';
import { type SurveyedTown, surveyedTown } from '../bikes/surveyed-town.ts';
import { FAMILY, KIOSK, minute, rentalId } from '../bikes/town.ts';
import type { Dynamo } from '../dynamo.ts';
import { execution, RENTAL_ARN } from '../orchestration/rental-news.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';

/** How far a rental has come. */
export type Fate = 'reserved' | 'released' | 'taken' | 'docked';

/** A city of two kiosks whose services keep their own, with the real workflow that compares them. */
export interface ReconciledCity {
  bikes: SurveyedTown;
  /** What the machines' sensors see. */
  sensors: Map<string, BaysExported['kiosks'][number]>;
  /** Payments that are not settled. */
  payments: PaymentsExported['payments'];
  /** Rents one bike under this number, and lets it come so far. */
  rent(number: number, fate: Fate): Promise<void>;
  /** The workflow of a rental ended in this way. */
  end(number: number, status: string, outcome?: RentalOutcome): Promise<void>;
  /** The kiosks report what stands in their bays. */
  report(): Promise<void>;
  reconcile(): Promise<{ status: string; healed: number }>;
  cases(): Promise<Case[]>;
  /** All that a rider could see: what reconciliation must leave as it is where all is well. */
  visible(): Promise<unknown>;
}

const COMPARED_AT = Date.parse(minute(120));
const KIOSKS = [KIOSK, 'harbour'];
const refused: RentalOutcome = { outcome: 'refused', bikes: [], reason: 'BikeNotTaken' };

export async function reconciledCity(dynamo: Dynamo): Promise<ReconciledCity> {
  const bikes = await surveyedTown(dynamo, { [KIOSK]: 4, harbour: 2 });
  const rentals = dynamoRentals(dynamo.client, await createKeyedTable(dynamo.client, 'rentalId'));
  const table = await dynamo.createTable({ name: STATUS_INDEX, partitionKey: 'status', sortKey: 'changedAt' });
  const cases = dynamoCases(dynamo.client, table);
  const sensors: ReconciledCity['sensors'] = new Map();
  const payments: ReconciledCity['payments'] = [];
  let healed = 0;
  let heard = 0;

  const hear = async (news: unknown) => {
    const observed = observe(news, RENTAL_ARN);
    if (observed) await rentals.see(observed.rentalId, observed.key, observed.observation);
  };
  const hearAll = async () => {
    for (; heard < bikes.told.length; heard++) {
      await hear(bikes.told[heard]);
      await bikes.book.hear(bikes.told[heard]);
    }
  };
  const end: ReconciledCity['end'] = async (number, status, outcome) => {
    await hearAll();
    await hear(execution(status, outcome, { name: rentalId(number) }));
  };

  const clock = { now: () => COMPARED_AT, after: bikes.clock.after };
  const shadow = { read: async (kioskId: string) => sensors.get(kioskId) };
  const as = (handler: (command: never) => Promise<object>): Handler => {
    return async (event) => JSON.parse(JSON.stringify(await handler(event as never))) as Json;
  };
  const healing = (handler: (command: never) => Promise<object>, isAsked: (event: JsonObject) => boolean): Handler => {
    const call = as(handler);
    return (event) => {
      if (isAsked(event as JsonObject)) healed++;
      return call(event);
    };
  };
  const hasAny = (field: string) => (event: JsonObject) => (event[field] as Json[]).length > 0;
  const lab = laboratory(
    {
      ExportKiosks: () => ({ shards: [{ kioskIds: KIOSKS }] }),
      ExportBays: as(exportBays({ shadow })),
      ExportBikes: as(bikes.exportBikes),
      ExportOutstanding: as(bikes.exportOutstanding),
      ExportRentals: as(exportRentals({ rentals })),
      FindFailures: () => ({ cases: 0 }),
      CompareShard: as(compareShard({ cases, clock })),
      CompareHolds: as(compareHolds({ cases, clock })),
      CorrectBays: healing(bikes.correctBays, hasAny('corrections')),
      ReleaseStale: healing(bikes.releaseStale, hasAny('holds')),
      ExportPayments: () => ({ payments }) as unknown as Json,
      ReclaimHold: (event) => {
        healed++;
        const index = payments.findIndex((payment) => payment.rentalId === (event as JsonObject)['rentalId']);
        payments.splice(index, 1);
        return {};
      },
    },
    { now: COMPARED_AT },
  );
  const definition = definitionText('reconciliation').replace(/\$\{(\w+)\}/g, (_, name: string) => arnOfFunction(name));
  const { States, ...fields } = JSON.parse(definition) as JsonObject;
  const machine = await lab.create(States as JsonObject, fields, 'reconciliation');
  let runs = 0;

  return {
    bikes,
    sensors,
    payments,
    end,
    async rent(number, fate) {
      const [kioskId, requestedAt] = [KIOSK, minute(0)];
      const asked = { rentalId: rentalId(number), kioskId, sessionId: 'session', bodyHash: 'hash', bikes: 1 };
      const rider = { riderRef: 'rider_0123456789abcdef', partyRef: FAMILY, partyLimit: 4, kind: 'resident' } as const;
      await rentals.claim({
        ...asked,
        ...rider,
        requestedAt,
        ttl: keptUntil(Date.parse(requestedAt), 'rental'),
        started: true,
        seen: {},
      });
      const reserved = await bikes.reserve(number);
      const bikeId = reserved.bikes[0]?.bikeId ?? '';
      if (fate === 'released') await bikes.release(number, 1);
      if (fate === 'taken' || fate === 'docked') await bikes.taken(number, 1, bikeId, minute(10 + number));
      if (fate === 'docked') await bikes.docked(bikeId, 4 + number, minute(30 + number), 'harbour');
      await hearAll();
      if (fate === 'released') await end(number, 'SUCCEEDED', refused);
      if (fate === 'taken' || fate === 'docked')
        await end(number, 'SUCCEEDED', { outcome: 'handedOver', bikes: [{ slot: 1, bikeId, outcome: 'handedOver' }] });
    },
    async report() {
      for (const kioskId of KIOSKS) {
        const bays = (await bikes.inventory.listStanding(kioskId)).map(({ bay, bikeId }) => ({ bay, bikeId }));
        sensors.set(kioskId, { kioskId, reportedAt: minute(60), bays });
      }
    },
    async reconcile() {
      await hearAll();
      const before = healed;
      const written = (await bikes.book.day()).events.length;
      const arn = await lab.start(machine, { segments: 1 }, `run-${++runs}`);
      // The functions take real time, in which the engine's clock stands still: no task is late.
      while ((await lab.describe(arn)).status === 'RUNNING') await lab.clock.pass(0);
      const { status } = await lab.describe(arn);
      healed += (await bikes.book.day()).events.length - written;
      return { status: String(status), healed: healed - before };
    },
    cases: async () => (await cases.list('open')).cases.map(caseOf),
    async visible() {
      const { inventory } = bikes;
      const standing = await Promise.all(KIOSKS.map((kioskId) => inventory.listStanding(kioskId)));
      return {
        standing,
        party: await inventory.readParty(FAMILY),
        out: await bikes.outstanding(1),
        told: [...bikes.told],
        log: await bikes.book.day(),
      };
    },
  };
}
