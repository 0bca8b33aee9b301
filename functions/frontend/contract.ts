import * as z from 'zod/mini';
import { SealedCredential } from '../identity/contract.ts';
import { RentalView } from '../orchestration/contract.ts';
import { PaymentMethod } from '../payments/contract.ts';
import { SessionId } from '../shared/fields.ts';

/** Body of `POST /v1/sessions`: the answer to "scan your ID". */
export const SessionRequest = z.strictObject({ credential: SealedCredential });
export type SessionRequest = z.infer<typeof SessionRequest>;

/** Body of `PUT /v1/rentals/{rentalId}`: the answer to "how many bikes?". */
export const RentalRequest = z.strictObject({
  sessionId: SessionId,
  bikes: z
    .int({ error: 'must be a whole number' })
    .check(z.minimum(1, 'must be at least 1'), z.maximum(20, 'must be at most 20')),
  /** The card reader's name for a visitor's tap. */
  paymentMethod: z.optional(PaymentMethod),
});
export type RentalRequest = z.infer<typeof RentalRequest>;

/** Answer of `GET /v1/rentals/{rentalId}`. */
export const RentalResource = RentalView;

/** Problem details (RFC 9457). `type` is `urn:freewheel:problem:` and the error's name in kebab case. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Where the request was at fault: `#/bikes` is a JSON Pointer into the body, `{rentalId}` a part of the path. */
  errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
});
export type Problem = z.infer<typeof Problem>;
