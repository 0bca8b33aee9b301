import * as z from 'zod/mini';
import { Instant } from '../shared/fields.ts';

/** What operators do by hand. */
const ActionKind = z.enum(['quarantineBike', 'quarantineBay', 'endRide', 'correctBike', 'refund']);

/**
 * Who did what, when and why. It is written down before anything is done, and once more with what came of it: an action
 * that still says `asked` was cut short, and the same request completes it.
 */
export const Action = z.object({
  /** Minted by whoever asks: the same request is one action. */
  requestId: z.uuid('must be a UUID'),
  kind: ActionKind,
  /** The subject of the operator's token, by which the user pool knows them. */
  operator: z.string().check(z.minLength(1), z.maxLength(100)),
  reason: z.string().check(z.minLength(3, 'must say why, in three letters at least'), z.maxLength(280)),
  /** What was asked for, by the names of the request: the bike, the bay, the rental, and what is to be so. */
  details: z.record(z.string(), z.unknown()),
  askedAt: Instant,
  outcome: z.enum(['asked', 'made', 'refused']),
  settledAt: z.optional(Instant),
  /** Of one that was refused: the error's name. */
  error: z.optional(z.string()),
});
export type Action = z.infer<typeof Action>;

/** Writes down that an action is asked for, or what came of it. Answers the action as it is written down. */
export const NoteAction = z.object({
  ...{ requestId: Action.shape.requestId, kind: ActionKind, operator: Action.shape.operator },
  ...{ reason: Action.shape.reason, details: Action.shape.details },
  ...{ outcome: Action.shape.outcome, error: Action.shape.error },
});
export type NoteAction = z.infer<typeof NoteAction>;

/** A page of the actions that were asked for in a month (UTC), the newest first; without a month: in this one. */
export const ListActions = z.object({
  month: z.optional(z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, as 2026-06'))),
  cursor: z.optional(z.string()),
});
export type ListActions = z.infer<typeof ListActions>;
export const ActionsListed = z.object({ actions: z.array(Action), cursor: z.optional(z.string()) });
export type ActionsListed = z.infer<typeof ActionsListed>;
