import * as z from 'zod/mini';
import { BikePart } from '../bikes/contract.ts';
import { BootKiosk, SetKioskMode } from '../bikes/kiosk-contract.ts';
import { AddHouseholdMember, ReviewResident, SealedCredential } from '../identity/contract.ts';
import { Case, CloseCase } from '../operations/contract.ts';
import { RentalView } from '../orchestration/contract.ts';
import { PaymentMethod } from '../payments/contract.ts';
import { BikeId, SessionId } from '../shared/fields.ts';

/** Body of `POST /v1/sessions`: the answer to "scan your ID". */
export const SessionRequest = z.strictObject({ credential: SealedCredential });
export type SessionRequest = z.infer<typeof SessionRequest>;

/** Body of `PUT /v1/rentals/{rentalId}`: the answer to "how many bikes?". */
export const RentalRequest = z.strictObject({
  sessionId: SessionId,
  bikes: z
    .int({ error: 'must be a whole number' })
    .check(z.minimum(1, 'must be at least 1'), z.maximum(20, 'must be at most 20')),
  /** The card reader's name for a visitor's tap. The number of a card is refused, so that none ever gets any further. */
  paymentMethod: z.optional(PaymentMethod.check(z.regex(/[^\d_-]/, 'must not be the number of a card'))),
});
export type RentalRequest = z.infer<typeof RentalRequest>;

/** Body of `POST /v1/damage-reports`: the two taps with which a rider says what is wrong with a bike. */
export const DamageReport = z.strictObject({
  /** Minted by the kiosk: the same report may be sent again, and is kept once. */
  reportId: z.uuid('must be a UUID'),
  bikeId: BikeId,
  part: z.enum(BikePart.options, `must be one of ${BikePart.options.join(', ')}`),
  /** When it was said, by the kiosk's corrected clock. */
  at: z.iso.datetime({ precision: 3, error: 'must be an instant in UTC with milliseconds (RFC 3339)' }),
});
export type DamageReport = z.infer<typeof DamageReport>;

/** Body of `POST /v1/kiosks/me/boot`: what a kiosk says of itself on starting. */
export const KioskBoot = z.strictObject({
  city: BootKiosk.shape.city,
  programVersion: BootKiosk.shape.programVersion,
  configVersion: BootKiosk.shape.configVersion,
  bays: BootKiosk.shape.bays,
  faults: BootKiosk.shape.faults,
  at: z.iso.datetime({ precision: 3, error: 'must be an instant in UTC with milliseconds (RFC 3339)' }),
});
export type KioskBoot = z.infer<typeof KioskBoot>;

/** The groups of the user pool whose members may do more than a resident. */
export const GROUPS = { mechanic: 'mechanics', operator: 'operators' } as const;

/** Body of `POST /v1/operators/cases/redrive`. */
export const CaseToRedrive = z.strictObject({ caseId: Case.shape.caseId });
export type CaseToRedrive = z.infer<typeof CaseToRedrive>;

/** Body of `POST /v1/operators/cases/close`. */
export const CaseToClose = z.strictObject({
  caseId: Case.shape.caseId,
  /** Why nothing more is to be done. */
  note: CloseCase.shape.note,
});
export type CaseToClose = z.infer<typeof CaseToClose>;

/** Body of `POST /v1/operators/kiosks/{kioskId}/mode`. */
export const KioskModeRequest = z.strictObject({
  /** Minted by the page: the same change may be asked for again, and is made once. */
  changeId: z.uuid('must be a UUID'),
  mode: SetKioskMode.shape.mode,
  reason: SetKioskMode.shape.reason,
});
export type KioskModeRequest = z.infer<typeof KioskModeRequest>;

/** Body of `PUT /v1/residents/me/household`. */
export const HouseholdCode = z.strictObject({ code: AddHouseholdMember.shape.code });
export type HouseholdCode = z.infer<typeof HouseholdCode>;

/** Body of `POST /v1/operators/residents/{residentId}`. */
export const ReviewDecision = z.strictObject({
  decision: ReviewResident.shape.decision,
  reason: ReviewResident.shape.reason,
});
export type ReviewDecision = z.infer<typeof ReviewDecision>;

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
