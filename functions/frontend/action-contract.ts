import * as z from 'zod/mini';
import { CorrectBike, EndRide, QuarantineBay } from '../bikes/operator-contract.ts';
import { Action } from '../operations/action-contract.ts';
import { BikeId, RentalId, Slot } from '../shared/fields.ts';

/** An action has an id that the operator's page mints, so that it may be sent again; and says why it is taken. */
const { requestId, reason } = Action.shape;
const asked = { requestId, reason };
const place = z.optional(z.strictObject({ kioskId: QuarantineBay.shape.kioskId, bay: QuarantineBay.shape.bay }));

/** Body of `POST /v1/operators/actions`: what is to be done by hand. */
export const ActionRequest = z.discriminatedUnion(
  'kind',
  [
    /** Takes a bike out of the offer until somebody has seen to it, or puts it back. */
    z.strictObject({ kind: z.literal('quarantineBike'), ...asked, bikeId: BikeId, isQuarantined: z.boolean() }),
    /** The same of a bay, and with it of the bike that stands there. */
    z.strictObject({
      kind: z.literal('quarantineBay'),
      ...{ ...asked, kioskId: QuarantineBay.shape.kioskId, bay: QuarantineBay.shape.bay, isQuarantined: z.boolean() },
    }),
    /** Ends a ride that no sensor has ended; `place` is where the bike stands, if that is known. */
    z.strictObject({
      kind: z.literal('endRide'),
      ...{ ...asked, rentalId: RentalId, slot: Slot, endedAt: EndRide.shape.endedAt, place },
    }),
    /** Records a bike as it was found. */
    z.strictObject({
      kind: z.literal('correctBike'),
      ...{ ...asked, bikeId: BikeId, state: CorrectBike.shape.state, place },
    }),
    /** Gives money back: minor units of the city's currency. */
    z.strictObject({ kind: z.literal('refund'), ...asked, rentalId: RentalId, amount: z.int().check(z.minimum(1)) }),
  ],
  { error: `must be one of ${Action.shape.kind.options.join(', ')}` },
);
export type ActionRequest = z.infer<typeof ActionRequest>;
