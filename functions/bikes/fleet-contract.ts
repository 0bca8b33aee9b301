import * as z from 'zod/mini';
import { BayId, BikeId, Instant, KioskId } from '../shared/fields.ts';
import { BikeState } from './contract.ts';

/** The events of MDS 2.0 ("Vehicle State Events") that happen to a bike outside of any rental. */
export const FleetEvent = z.enum([
  'maintenance',
  'off_hours',
  'on_hours',
  'system_suspend',
  'system_resume',
  'maintenance_pick_up',
  'rebalance_pick_up',
  'provider_drop_off',
  'decommissioned',
  'comms_lost',
  'comms_restored',
  'not_located',
  'located',
]);
export type FleetEvent = z.infer<typeof FleetEvent>;

/** What is written in the log beside a change: who made it, and why. Neither is a name. */
const Author = z.string().check(z.regex(/^[\w./:-]{1,128}$/));
const Reason = z.string().check(z.minLength(1), z.maxLength(280));

/**
 * Brings a bike from one state to another, where MDS 2.0 knows that way; otherwise `TransitionRefused` says in which
 * state it is. Where it stands stays as it is, but for two: `provider_drop_off` wants a place, and a bike that becomes
 * `removed` stands nowhere.
 */
export const ChangeBike = z.object({
  /** Minted by whoever asks: with the same id it is the same change, and the same answer. */
  changeId: z.string().check(z.regex(/^[\w./:-]{1,128}$/)),
  bikeId: BikeId,
  event: FleetEvent,
  to: BikeState,
  place: z.optional(z.object({ kioskId: KioskId, bay: BayId })),
  by: Author,
  reason: z.optional(Reason),
});
export type ChangeBike = z.infer<typeof ChangeBike>;

/** What was changed: the answer to `ChangeBike`, and the event `BikeChanged`. */
export const BikeChanged = z.object({
  type: z.literal('BikeChanged'),
  changeId: ChangeBike.shape.changeId,
  at: Instant,
  bikeId: BikeId,
  event: FleetEvent,
  from: BikeState,
  state: BikeState,
  /** Where it stands now. */
  kioskId: z.optional(KioskId),
  bay: z.optional(BayId),
  /** Where it stood until then, if that was another kiosk. */
  leftKioskId: z.optional(KioskId),
  by: Author,
  reason: z.optional(Reason),
});
export type BikeChanged = z.infer<typeof BikeChanged>;
