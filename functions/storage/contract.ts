import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { BayId, BayStatus, BikeId, Instant, KioskId, PhotoId, RentalId, SignedToken, Slot } from '../shared/fields.ts';

/** What the mechanical storage can be told to do: fetch a bike to the hatch; open the hatch until it was taken. */
export const CommandKind = z.enum(['move', 'openUntilTaken']);
export type CommandKind = z.infer<typeof CommandKind>;

/**
 * The id of a command. Whoever knows the rental can compute it, so that a retry names the same command and the
 * bike token can be bound to it before storage has seen it.
 */
export function commandId(rentalId: string, slot: number, kind: CommandKind, attempt = 1): string {
  return createHash('sha256').update(`${rentalId}/${slot}/${kind}/${attempt}`).digest('hex').slice(0, 32);
}

/** The named shadow that carries commands: `state.desired` maps a command's id to the command. */
export const COMMAND_SHADOW = 'commands';
/** The named shadow in which a kiosk mirrors its bays: `state.reported` is a `BaysReported`. */
export const BAY_SHADOW = 'bays';

/** A command as the kiosk reads it in its shadow. It must begin before `expiresAt`, or never. */
export const Command = z.object({
  commandId: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  kind: CommandKind,
  rentalId: RentalId,
  slot: Slot,
  bikeId: BikeId,
  bay: BayId,
  issuedAt: Instant,
  expiresAt: Instant,
  /** The kiosk verifies it before anything moves; see `BikeToken` in functions/shared/tokens.ts. */
  bikeToken: SignedToken,
});
export type Command = z.infer<typeof Command>;

export const FaultCode = z.enum(['jam', 'sensorFailure', 'doorFailure', 'powerLoss', 'otherBike']);
export const RefusalReason = z.enum(['expired', 'badToken', 'wrongBike', 'malformed']);

const commandFact = { commandId: Command.shape.commandId, rentalId: RentalId, slot: Slot, bikeId: BikeId, bay: BayId };

/** What happened, in a kiosk's words. Facts are past: the cloud cannot refuse them, only learn of them. */
const happened = z.discriminatedUnion('type', [
  /** The command passed verification and is on the kiosk's disk: from here on it is never begun again. */
  z.object({ type: z.literal('CommandBegun'), ...commandFact }),
  /** The command is being carried out; sent at least every 10 s while it is. */
  z.object({ type: z.literal('CommandProgressed'), ...commandFact }),
  /** `move` is done: the hatch's sensor reads the bike. */
  z.object({ type: z.literal('BikeAtHatch'), ...commandFact }),
  z.object({ type: z.literal('DoorOpened'), ...commandFact }),
  /** `openUntilTaken` is done: the sensor lost the bike while the door was open. */
  z.object({ type: z.literal('BikeTaken'), ...commandFact }),
  /** Nobody took the bike; the door is closed and the bike is back in `bay`. */
  z.object({ type: z.literal('BikeNotTaken'), ...commandFact }),
  z.object({ type: z.literal('CommandRefused'), ...commandFact, reason: RefusalReason }),
  z.object({ type: z.literal('CommandFailed'), ...commandFact, fault: FaultCode }),
  /** A bike came back and stands in `bay`. */
  z.object({ type: z.literal('BikeDocked'), bikeId: BikeId, bay: BayId }),
  /** A rider stood here with a bike, and every bay was taken, or the kiosk was closed. */
  z.object({ type: z.literal('NoDockFree'), bikeId: BikeId }),
  /** The camera gave no picture, or the picture could not be sent. */
  z.object({ type: z.literal('PhotoFailed'), photoId: PhotoId, rentalId: RentalId, slot: Slot, bikeId: BikeId }),
  /** A bay is not well any more, or is again. */
  z.object({ type: z.literal('BayStatusChanged'), bay: BayId, status: BayStatus }),
  z.object({ type: z.literal('KioskStarted'), programVersion: z.string() }),
]);

/**
 * A fact as published on `freewheel/{city}/kiosks/{thing}/events`, QoS 1. `seq` counts up by one per thing and
 * never repeats, also across restarts; `at` is the device's time, corrected to the cloud's.
 */
export const Fact = z.intersection(
  z.object({ seq: z.int().check(z.minimum(1)), at: Instant, kioskId: KioskId }),
  happened,
);
export type Fact = z.infer<typeof Fact>;
export type FactType = Fact['type'];
export type CommandFact = Extract<Fact, { commandId: string }>;

/** A fact with the thing that published it: what the topic rule hands over. */
export const RecordFact = z.intersection(Fact, z.object({ thing: z.string().check(z.minLength(1)) }));
export type RecordFact = z.infer<typeof RecordFact>;

/**
 * `state.reported` of the shadow `bays`, as a kiosk sends it and as others find it. A kiosk sends null for every
 * place that is empty, since only null takes out of a shadow what was there before; and because a shadow keeps no
 * nulls, readers find such a place left out. Left out therefore means empty, always: a bay from 1 to `capacity` that
 * is not named holds no bike, and what is named beyond `capacity` is left over from a machine that was larger.
 */
export const BaysReported = z.object({
  capacity: z.int().check(z.minimum(1), z.maximum(999)),
  bays: z._default(z.record(z.string(), z.nullable(BikeId)), {}),
  hatch: z.optional(z.nullable(BikeId)),
  door: z.enum(['closed', 'open']),
  /** By bay, what is wrong with it; null where nothing is. What is left out is well. */
  faults: z.optional(z.record(z.string(), z.nullable(BayStatus))),
});
export type BaysReported = z.infer<typeof BaysReported>;

/** `MoveBike` and `OpenUntilTaken` wait for their fact: the answer comes through the task token. */
export const HardwareCommand = z.object({
  taskToken: z.string().check(z.minLength(1)),
  rentalToken: SignedToken,
  bikeToken: SignedToken,
  kioskId: KioskId,
  slot: Slot,
  bikeId: BikeId,
  bay: BayId,
  attempt: z._default(z.int(), 1),
});
export type HardwareCommand = z.infer<typeof HardwareCommand>;

/** What a waiting task gets: when the sensor saw it, by the kiosk's corrected clock. */
export const HardwareResult = z.object({ commandId: z.string(), at: Instant });
export type HardwareResult = z.infer<typeof HardwareResult>;

/** Takes back what the kiosk has not begun, and sees to it that what may have begun is over. */
export const CancelCommands = z.object({
  ...{ rentalToken: SignedToken, kioskId: KioskId, slots: z.array(Slot) },
  /** An operator has looked, and waits no longer for what the kiosk might say of an opening. */
  isGivenUp: z.optional(z.boolean()),
});
export type CancelCommands = z.infer<typeof CancelCommands>;
/** The ids of the commands that were taken back. */
export const CommandsCancelled = z.object({ commands: z.array(z.string()) });
export type CommandsCancelled = z.infer<typeof CommandsCancelled>;

/** For reconciliation: what the sensors of some kiosks see. */
export const ExportBays = z.object({ kioskIds: z.array(KioskId) });
export type ExportBays = z.infer<typeof ExportBays>;
/** A kiosk that has reported nothing that can be read is left out. */
export const BaysExported = z.object({
  kiosks: z.array(
    z.object({
      kioskId: KioskId,
      /** When the kiosk last said anything of its bays, by the cloud's clock, to the second. */
      reportedAt: Instant,
      /** The bays that hold a bike. */
      bays: z.array(z.object({ bay: BayId, bikeId: BikeId })),
      hatch: z.optional(BikeId),
      /** The bays whose sensors cannot be believed: that they hold no bike says nothing. */
      unreadable: z.optional(z.array(BayId)),
    }),
  ),
});
export type BaysExported = z.infer<typeof BaysExported>;

/** The source of storage's events; the detail type is the fact's type, the detail the `RecordFact`. */
export const STORAGE_EVENTS = 'freewheel.storage';

/** Where kiosks publish facts, and the filter that the topic rule reads. */
export const factTopic = (city: string, thing: string) => `freewheel/${city}/kiosks/${thing}/events`;
