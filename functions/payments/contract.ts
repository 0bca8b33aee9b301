import * as z from 'zod/mini';
import { MinorUnits } from '../shared/fields.ts';

/** A city's prices for one kind of rider, in minor units. */
export const Fare = z.object({
  currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code')),
  unlockFee: MinorUnits,
  perMinute: MinorUnits,
  freeMinutes: z.int().check(z.minimum(0)),
  /** The most that one bike can cost in 24 hours. */
  dailyCap: MinorUnits,
});
export type Fare = z.infer<typeof Fare>;

export const Tariff = z.object({ resident: Fare, visitor: Fare });
export type Tariff = z.infer<typeof Tariff>;

export const QuoteFare = z.object({ kind: z.enum(['resident', 'visitor']) });
export type QuoteFare = z.infer<typeof QuoteFare>;
