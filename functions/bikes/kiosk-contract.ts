import * as z from 'zod/mini';
import { BayId, BayStatus, Instant, KioskId } from '../shared/fields.ts';
import { Position, StationStatus } from './contract.ts';

/**
 * How often a kiosk says that it is there, in seconds. Two thousand kiosks say so seven times a second then, for about
 * a dollar a day; and what we say of a kiosk's contact is true within a quarter of an hour.
 */
export const HEARTBEAT_S = 300;
/** A kiosk that has missed so many is out of contact: one may be lost with a connection, and one with its restart. */
export const HEARTBEATS_MISSED_MAX = 3;

/** Where kiosks say that they are there, and the filter that the topic rule reads. */
export const heartbeatTopic = (city: string, thing: string) => `freewheel/${city}/kiosks/${thing}/heartbeat`;

/** A sign of life: nothing but whose it is. Whatever else there is to say is a fact, or said on booting. */
export const Heartbeat = z.object({ kioskId: KioskId });
export type Heartbeat = z.infer<typeof Heartbeat>;
/** A sign of life with the thing that published it: what the topic rule hands over. */
export const HearKiosk = z.extend(Heartbeat, { thing: z.string().check(z.minLength(1)) });
export type HearKiosk = z.infer<typeof HearKiosk>;

/** `draining`: no new rentals, returns are taken, and it closes once no bike stands there. `closed`: neither. */
export const KioskMode = z.enum(['open', 'draining', 'closed']);
export type KioskMode = z.infer<typeof KioskMode>;

const Version = z.string().check(z.regex(/^[\w.+-]{1,64}$/, 'must be a version, of 64 characters at most'));
const BayFault = z.strictObject({ bay: BayId, status: BayStatus });

/** What a kiosk says of itself on starting (as OCPP 1.6 has it in BootNotification). */
export const BootKiosk = z.object({
  kioskId: KioskId,
  /** The city that it was set up for. */
  city: KioskId,
  programVersion: Version,
  configVersion: Version,
  /** How many bays its configuration says that it has. */
  bays: z.int().check(z.minimum(1), z.maximum(999)),
  /** The bays that are not well. Of all others that there are it says by this that they are. */
  faults: z.array(BayFault).check(z.maxLength(999)),
  /** By its corrected clock. */
  at: Instant,
});
export type BootKiosk = z.infer<typeof BootKiosk>;

/**
 * Whether the kiosk is in service, what time it is, and how often it is to say that it is there. `pending`: it is
 * registered, and nobody has taken it into the inventory yet; `rejected`: it was set up for somewhere else. Both rent
 * nothing, take no returns, and ask again after `heartbeatSeconds`; `reason` says why, to whoever sets it up.
 */
export const KioskBooted = z.object({
  status: z.enum(['accepted', 'pending', 'rejected']),
  currentTime: Instant,
  heartbeatSeconds: z.int().check(z.minimum(1)),
  is_renting: z.boolean(),
  is_returning: z.boolean(),
  reason: z.optional(z.string()),
});
export type KioskBooted = z.infer<typeof KioskBooted>;

/** A kiosk has started, and said this of itself. */
export const KioskReported = z.object({
  type: z.literal('KioskReported'),
  at: Instant,
  ...z.pick(BootKiosk, { kioskId: true, programVersion: true, configVersion: true, bays: true }).shape,
});
export type KioskReported = z.infer<typeof KioskReported>;

/** Who does it, as in `ChangeBike`, and why. */
const Author = z.string().check(z.regex(/^[\w./:-]{1,128}$/));
const Reason = z.string().check(z.minLength(1, 'must say why'), z.maxLength(280, 'must have 280 characters at most'));

/** Brings a kiosk into another mode. With the same `changeId` it is the same change, and the same answer. */
export const SetKioskMode = z.object({
  changeId: z.string().check(z.regex(/^[\w./:-]{1,128}$/)),
  kioskId: KioskId,
  mode: KioskMode,
  by: Author,
  reason: Reason,
});
export type SetKioskMode = z.infer<typeof SetKioskMode>;

/** What was changed: the answer to `SetKioskMode`, and the event. A kiosk without a bike that is to drain is `closed`. */
export const KioskModeChanged = z.object({
  type: z.literal('KioskModeChanged'),
  changeId: SetKioskMode.shape.changeId,
  at: Instant,
  kioskId: KioskId,
  from: KioskMode,
  mode: KioskMode,
  by: Author,
  reason: Reason,
});
export type KioskModeChanged = z.infer<typeof KioskModeChanged>;

/** Nothing was heard of a kiosk for too long, or again; `heardAt` is its last word before that. */
export const KioskContactChanged = z.object({
  type: z.enum(['KioskContactLost', 'KioskContactRestored']),
  at: Instant,
  kioskId: KioskId,
  heardAt: Instant,
});
export type KioskContactChanged = z.infer<typeof KioskContactChanged>;

/** A bay of a kiosk is not well any more, or is again. */
export const BayStatusSeen = z.object({
  type: z.literal('BayStatusSeen'),
  at: Instant,
  kioskId: KioskId,
  bay: BayId,
  status: BayStatus,
});
export type BayStatusSeen = z.infer<typeof BayStatusSeen>;

/** Looks after all kiosks: asked for by a schedule. */
export const WatchKiosks = z.object({});
export type WatchKiosks = z.infer<typeof WatchKiosks>;
/** How many there are, how many were found out of contact, and how many were closed since no bike stands there. */
export const KiosksWatched = z.object({ kiosks: z.int(), lost: z.int(), closed: z.int() });
export type KiosksWatched = z.infer<typeof KiosksWatched>;

/** For operators, and for whoever publishes stations: one page of all kiosks, by id. */
export const ListKiosks = z.object({ cursor: z.optional(z.string()) });
export type ListKiosks = z.infer<typeof ListKiosks>;

/** A kiosk as it is known. What it has never said of itself is left out. */
export const ListedKiosk = z.object({
  ...z.required(StationStatus).shape,
  name: z.string(),
  position: z.optional(Position),
  mode: KioskMode,
  /** Who brought it into that mode, when, and why. */
  modeChange: z.optional(z.pick(KioskModeChanged, { at: true, by: true, reason: true })),
  /** Bikes that stand there, whatever their state. */
  bikes: z.int(),
  /** How many bays the city's list says that it has, and how many its own configuration says, where that differs. */
  bays: z.int(),
  reportedBays: z.optional(z.int()),
  faults: z.array(z.object({ bay: BayId, status: BayStatus, at: Instant })),
  programVersion: z.optional(Version),
  configVersion: z.optional(Version),
  bootedAt: z.optional(Instant),
});
export type ListedKiosk = z.infer<typeof ListedKiosk>;
export const KiosksListed = z.object({ kiosks: z.array(ListedKiosk), cursor: z.optional(z.string()) });
export type KiosksListed = z.infer<typeof KiosksListed>;
