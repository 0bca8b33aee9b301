import * as z from 'zod/mini';
import { BikePart, DamageSeverity, Position } from '../bikes/contract.ts';
import { BayId, BikeId, Instant, KioskId, PhotoId } from '../shared/fields.ts';

/** When somebody has to look at a bike, and how soon: what a city decides for itself. */
export const WorkshopRules = z.object({
  /** A bike is inspected after so many days or so many rides, whichever comes first. */
  inspectionDays: z.int().check(z.minimum(1)),
  inspectionRides: z.int().check(z.minimum(1)),
  /** A ride that ends so soon where it began tells that its rider did not like the bike. */
  shortRideMinutes: z.int().check(z.minimum(1)),
  /** How long a work order of each priority may take. */
  dueHours: z.object({
    urgent: z.int().check(z.minimum(1)),
    soon: z.int().check(z.minimum(1)),
    routine: z.int().check(z.minimum(1)),
  }),
  /** Whether whoever has mended a bike may say that it is good to be ridden: for a city with a single mechanic. */
  mayInspectOwnWork: z._default(z.boolean(), false),
});
export type WorkshopRules = z.infer<typeof WorkshopRules>;

/**
 * How soon: `urgent` is out of service until it is mended, `soon` is looked at within days and may be ridden until
 * then, `routine` is an inspection that has fallen due.
 */
export const Priority = z.enum(['urgent', 'soon', 'routine']);
export type Priority = z.infer<typeof Priority>;

/** What speaks for looking at a bike: what a rider says of a part, or what was noticed without anybody's saying. */
export const SignalKind = z.enum([...BikePart.options, 'shortRide', 'photoGap', 'withdrawn', 'inspection']);
export type SignalKind = z.infer<typeof SignalKind>;
export const Finding = z.object({
  kind: SignalKind,
  firstAt: Instant,
  lastAt: Instant,
  /** The worst that riders said of how bad it is. */
  severity: z.optional(DamageSeverity),
  /** Of the photos that riders sent along. One may still be on its way, or be gone. */
  photoIds: z.optional(z.array(PhotoId)),
});
export type Finding = z.infer<typeof Finding>;

/** A bike's id, and the number of its repair. It names the execution of `repair`. */
export const RepairId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}-\d{1,6}$/, 'must be a repair id'));
const RequestId = z.uuid('must be a UUID');
/** The subject of a mechanic's token, or of an operator's who inspects: it says nothing of them. */
const Mechanic = z.string().check(z.regex(/^[\w-]{1,100}$/));
const Note = z.string().check(z.maxLength(500, 'must have 500 characters at most'));

/** What a mechanic looks at on every bike, and how it was found. */
const Checked = z.enum(['fine', 'mended'], 'must be fine or mended');
export const Checklist = z.strictObject({
  brakes: Checked,
  tyres: Checked,
  chain: Checked,
  lights: Checked,
  saddle: Checked,
  frame: Checked,
});
export type Checklist = z.infer<typeof Checklist>;

export const UsedPart = z.strictObject({
  name: z.string().check(z.minLength(1, 'must be named'), z.maxLength(60, 'must have 60 characters at most')),
  count: z.int('must be a whole number').check(z.minimum(1, 'must be at least 1'), z.maximum(50, 'must be at most 50')),
});
export type UsedPart = z.infer<typeof UsedPart>;
const UsedParts = z.array(UsedPart).check(z.maxLength(20, 'must be 20 at most'));

/** `passed` is told until the bike is back in service; after that the order is `closed`. */
const OrderStatus = z.enum(['open', 'started', 'finished', 'passed', 'closed']);
export const Verdict = z.enum(['passed', 'failed'], 'must be passed or failed');
export type Verdict = z.infer<typeof Verdict>;
/** How an order ended: the bike is on offer, is kept back by an operator, or did not turn up. */
export const Outcome = z.enum(['inService', 'heldByOperator', 'bikeGone']);
export type Outcome = z.infer<typeof Outcome>;

/** A photo of the work that goes on: it can be finished with one that is `stored`. What is `rejected` is no photo. */
export const WorkPhoto = z.object({ photoId: PhotoId, status: z.enum(['awaited', 'stored', 'rejected']) });
export type WorkPhoto = z.infer<typeof WorkPhoto>;

/** A work order as whoever asks sees it. */
export const WorkOrder = z.object({
  repairId: RepairId,
  bikeId: BikeId,
  status: OrderStatus,
  priority: Priority,
  openedAt: Instant,
  dueAt: Instant,
  isLate: z.boolean(),
  findings: z.array(Finding),
  /** Where the bike was last seen to stand. A bike that is out with a rider stands nowhere. */
  place: z.optional(z.object({ kioskId: KioskId, kioskName: z.optional(z.string()), bay: BayId })),
  startedAt: z.optional(Instant),
  /** Whether the mechanic who asks is the one who has started it. */
  isMine: z.boolean(),
  /** Whether whoever asks may let it pass now: it is finished, and somebody else has finished it. */
  mayInspect: z.boolean(),
  parts: z.array(UsedPart),
  /** Those that were announced since the work was started. */
  photos: z.optional(z.array(WorkPhoto)),
  /** Each time that it was finished, oldest first. */
  rounds: z.array(
    z.object({
      finishedAt: Instant,
      checklist: Checklist,
      note: z.optional(Note),
      /** Of the photo of what was done; or else why there is none. */
      photoId: z.optional(PhotoId),
      noPhotoBecause: z.optional(Note),
      inspection: z.optional(z.object({ verdict: Verdict, at: Instant, note: z.optional(Note) })),
    }),
  ),
  closedAt: z.optional(Instant),
  outcome: z.optional(Outcome),
});
export type WorkOrder = z.infer<typeof WorkOrder>;

// What mechanics ask for.

/** In an order that makes sense to walk, beginning at a kiosk where one is named. */
export const ListWorkOrders = z.object({ mechanic: Mechanic, from: z.optional(KioskId) });
export type ListWorkOrders = z.infer<typeof ListWorkOrders>;
export const WorkOrdersListed = z.object({ workOrders: z.array(WorkOrder) });
export type WorkOrdersListed = z.infer<typeof WorkOrdersListed>;

export const ReadWorkOrder = z.object({ repairId: RepairId, mechanic: Mechanic });
export type ReadWorkOrder = z.infer<typeof ReadWorkOrder>;

/** With the same `requestId` each of these is the same deed, and gets the order as it is now. */
const deed = { repairId: RepairId, mechanic: Mechanic, requestId: RequestId };
export const StartWork = z.object(deed);
export type StartWork = z.infer<typeof StartWork>;
export const AddParts = z.object({ ...deed, parts: UsedParts.check(z.minLength(1, 'must be one at least')) });
export type AddParts = z.infer<typeof AddParts>;
/** A photo of the work is about to be sent, for which `requestId` stands: up to ten of one work. */
export const AnnouncePhoto = z.object(deed);
export type AnnouncePhoto = z.infer<typeof AnnouncePhoto>;
export const PhotoAnnounced = z.object({ photoId: PhotoId, bikeId: BikeId });
export type PhotoAnnounced = z.infer<typeof PhotoAnnounced>;
/** One of `photoId` and `noPhotoBecause` has to be there: a photo that has come, or why there is none. */
export const FinishWork = z.object({
  ...deed,
  checklist: Checklist,
  parts: z.optional(UsedParts),
  note: z.optional(Note),
  photoId: z.optional(PhotoId),
  noPhotoBecause: z.optional(Note.check(z.minLength(3, 'must say why'))),
});
export type FinishWork = z.infer<typeof FinishWork>;
export const InspectWork = z.object({ ...deed, verdict: Verdict, note: z.optional(Note) });
export type InspectWork = z.infer<typeof InspectWork>;

/** Where kiosks are, for the walk from bike to bike. What is told of a kiosk replaces what was known. */
export const ImportStops = z.object({
  kiosks: z.array(z.object({ kioskId: KioskId, name: z.string(), position: Position })),
});
export type ImportStops = z.infer<typeof ImportStops>;
/** How many were new or have changed. */
export const StopsImported = z.object({ kiosks: z.int() });
export type StopsImported = z.infer<typeof StopsImported>;

/** The source of the workshop's events. The detail type is the detail's `type`. */
export const WORKSHOP_EVENTS = 'freewheel.workshop';
export const WorkOrderEvent = z.object({
  type: z.enum(['WorkOrderOpened', 'WorkOrderLate', 'WorkOrderClosed']),
  at: Instant,
  repairId: RepairId,
  bikeId: BikeId,
  priority: Priority,
  /** How often its time has been up. */
  timesLate: z.int(),
});
export type WorkOrderEvent = z.infer<typeof WorkOrderEvent>;
