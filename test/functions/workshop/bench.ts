import type { BikeEvent, BikePart, DamageReported } from '../../../functions/bikes/contract.ts';
import type { BikeChanged } from '../../../functions/bikes/fleet-contract.ts';
import type { WorkPhotoEvent } from '../../../functions/bikes/photo-contract.ts';
import type { DomainEvent } from '../../../functions/shared/events.ts';
import { type ItemStore, itemStore } from '../../../functions/shared/table.ts';
import { addPartsUsed } from '../../../functions/workshop/add-parts.ts';
import { announceWorkPhoto } from '../../../functions/workshop/announce-photo.ts';
import { awaitStep } from '../../../functions/workshop/await-step.ts';
import type { BikeNews } from '../../../functions/workshop/bike-card.ts';
import { closeWorkOrder } from '../../../functions/workshop/close-work-order.ts';
import type { Checklist, FinishWork, WorkshopRules } from '../../../functions/workshop/contract.ts';
import { finishWorkOrder } from '../../../functions/workshop/finish-work.ts';
import { followBikes } from '../../../functions/workshop/follow-bikes.ts';
import { importStops } from '../../../functions/workshop/import-stops.ts';
import { inspectWorkOrder } from '../../../functions/workshop/inspect-work.ts';
import { listWorkOrders } from '../../../functions/workshop/list-work-orders.ts';
import { lookForDue } from '../../../functions/workshop/look-for-due.ts';
import { openWorkOrder } from '../../../functions/workshop/open-work-order.ts';
import { readWorkOrder } from '../../../functions/workshop/read-work-order.ts';
import type { AwaitStep, RepairInput, StepResult } from '../../../functions/workshop/repair-contract.ts';
import { reportLate } from '../../../functions/workshop/report-late.ts';
import { startWorkOrder } from '../../../functions/workshop/start-work.ts';
import { DUE_INDEX, dynamoWorkshop } from '../../../functions/workshop/workshop-store.ts';
import { instant } from '../../../seams/clock.ts';
import type { Dynamo } from '../dynamo.ts';

export const BIKE = 'bike-1';
export const REPAIR = `${BIKE}-1`;
export const RULES: WorkshopRules = {
  ...{ inspectionDays: 90, inspectionRides: 5, shortRideMinutes: 3 },
  dueHours: { urgent: 24, soon: 48, routine: 336 },
  mayInspectOwnWork: false,
};

const START = Date.parse('2026-06-03T08:00:00.000Z');
/** So many minutes after eight. */
export const minute = (minutes: number) => instant(START + minutes * 60_000);
export const DAY = 24 * 60;

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A rider says so at harbour; `isWithdrawn` where bikes has taken it out of the offer for it. */
export const said = (part: BikePart, at: number, more: Partial<DamageReported> = {}): DamageReported => ({
  ...{ type: 'DamageReported', at: minute(at), reportId: uuid(at), bikeId: BIKE, kioskId: 'harbour', part },
  ...{ isWithdrawn: false, ...more },
});
export const told = (type: BikeEvent['type'], at: number, rental = at, more: Partial<BikeEvent> = {}): BikeEvent => ({
  ...{ type, at: minute(at), bikeId: BIKE, kioskId: 'harbour', bay: 3, rentalId: uuid(rental), slot: 1, ...more },
});
export const change = (state: BikeChanged['state'], at: number, more: Partial<BikeChanged> = {}): BikeChanged => ({
  ...{ type: 'BikeChanged', changeId: `c${at}`, at: minute(at), bikeId: BIKE, event: 'maintenance', from: 'available' },
  ...{ state, kioskId: 'harbour', bay: 3, by: 'operator/olga', ...more },
});
/** Bikes tells that a photo of the work has come, or is none. */
export const photo = (
  photoId: string,
  type: WorkPhotoEvent['type'] = 'WorkPhotoStored',
  repairId = REPAIR,
): WorkPhotoEvent => ({ type, at: minute(40), photoId, repairId, bikeId: BIKE });
/** A ride from `from` to `to`, in minutes, as bikes tells of it. */
export const ride = (from: number, to: number, home = 'library'): BikeEvent[] => [
  told('TripStarted', from, from),
  told('TripEnded', to, from, { kioskId: home }),
];

/** With which photo work is finished, or why with none. */
type Shown = Pick<FinishWork, 'photoId' | 'noPhotoBecause'>;

export const ALL_FINE: Checklist = {
  ...{ brakes: 'mended', tyres: 'fine', chain: 'fine', lights: 'fine', saddle: 'fine', frame: 'fine' },
};

/** The workshop on a table of its own, with what it tells, starts and completes in lists. */
export async function bench(
  dynamo: Dynamo,
  rules: Partial<WorkshopRules> = {},
  reach: (items: ItemStore) => ItemStore = (items) => items,
  turn: <Answer>(work: () => Promise<Answer>) => Promise<Answer> = (work) => work(),
) {
  const table = await dynamo.createTable({ name: DUE_INDEX, partitionKey: 'status', sortKey: 'dueAt' });
  const workshop = dynamoWorkshop(dynamo.client, table, reach(itemStore(dynamo.client, table)));
  const events: DomainEvent[] = [];
  const started: RepairInput[] = [];
  const completed: { taskToken: string; result: StepResult }[] = [];
  let now = START;
  let requests = 0;
  const deps = {
    ...{ workshop, rules: { ...RULES, ...rules }, clock: { now: () => now, after: () => ({ cancel: () => {} }) } },
    publish: async (all: readonly DomainEvent[]) => turn(async () => void events.push(...all)),
    repairs: { start: async (input: RepairInput) => turn(async () => void started.push(input)) },
    task: {
      succeed: async (taskToken: string, result: StepResult) =>
        turn(async () => void completed.push({ taskToken, result })),
      fail: async () => {},
      heartbeat: async () => {},
    },
  };
  const deed = (mechanic: string, requestId = uuid(++requests)) => ({ repairId: REPAIR, mechanic, requestId });
  const repair = { repairId: REPAIR, bikeId: BIKE };
  const hear = async (...news: (BikeNews | WorkPhotoEvent)[]) => {
    for (const one of news) await followBikes(deps)(one);
  };
  return {
    ...{ workshop, events, started, completed, hear },
    /** Moves the clock to so many minutes after eight. */
    at(minutes: number): void {
      now = START + minutes * 60_000;
    },
    card: (bikeId = BIKE) => workshop.readCard(bikeId),
    order: async () => (await workshop.readCard(BIKE))?.order,
    lookForDue: () => lookForDue(deps)(),
    open: () => openWorkOrder(deps)(repair),
    await: (step: Partial<AwaitStep> & { taskToken: string }) => awaitStep(deps)({ ...repair, ...step } as AwaitStep),
    late: (dueAt: string) => reportLate(deps)({ ...repair, dueAt }),
    close: (outcome: 'inService' | 'heldByOperator' | 'bikeGone' = 'inService') =>
      closeWorkOrder(deps)({ ...repair, outcome }),
    start: (mechanic = 'mia', requestId?: string) => startWorkOrder(deps)(deed(mechanic, requestId)),
    parts: (mechanic = 'mia', requestId?: string) =>
      addPartsUsed(deps)({ ...deed(mechanic, requestId), parts: [{ name: 'Brake pad', count: 2 }] }),
    /** Says that a photo is about to be sent, by a number of the test's choosing; gives its id. */
    announce: async (number: number, mechanic = 'mia') =>
      (await announceWorkPhoto(deps)(deed(mechanic, uuid(number)))).photoId,
    finish: (mechanic = 'mia', requestId?: string, shown: Shown = { noPhotoBecause: 'The camera is broken.' }) =>
      finishWorkOrder(deps)({ ...deed(mechanic, requestId), checklist: ALL_FINE, note: 'New pads.', ...shown }),
    inspect: (verdict: 'passed' | 'failed' = 'passed', mechanic = 'ivo', requestId?: string) =>
      inspectWorkOrder(deps)({ ...deed(mechanic, requestId), verdict }),
    list: (from?: string) => listWorkOrders(deps)({ mechanic: 'mia', ...(from ? { from } : {}) }),
    read: (mechanic = 'mia') => readWorkOrder(deps)({ repairId: REPAIR, mechanic }),
    stops: (kiosks: { kioskId: string; name: string; position: { lat: number; lon: number } }[]) =>
      importStops(deps)({ kiosks }),
    request: uuid,
  };
}
export type Bench = Awaited<ReturnType<typeof bench>>;
