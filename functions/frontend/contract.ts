import * as z from 'zod/mini';
import { BikePart, DamageSeverity } from '../bikes/contract.ts';
import { Alert, AlertText } from '../bikes/feed-contract.ts';
import { BootKiosk, SetKioskMode } from '../bikes/kiosk-contract.ts';
import { UploadGranted, UploadRequest, ViewPhoto } from '../bikes/photo-contract.ts';
import { AddHouseholdMember, ReviewResident, SealedCredential } from '../identity/contract.ts';
import { Case, CloseCase } from '../operations/contract.ts';
import { RentalView } from '../orchestration/contract.ts';
import { PaymentMethod } from '../payments/contract.ts';
import { BayId, BikeId, Instant, KioskId, ReservationId, SessionId } from '../shared/fields.ts';
import { AddParts, AnnouncePhoto, FinishWork, InspectWork, StartWork } from '../workshop/contract.ts';

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

/** Body of `POST /v1/reservations`: has bikes wait at another kiosk for a rider who has scanned at this one. */
export const ReservationRequest = z.strictObject({
  /** Minted by the kiosk: the same request may be sent again. */
  reservationId: ReservationId,
  sessionId: SessionId,
  /** Where they are to wait. */
  kioskId: KioskId,
  bikes: RentalRequest.shape.bikes,
});
export type ReservationRequest = z.infer<typeof ReservationRequest>;
/** Answer of `POST /v1/reservations`. */
export const ReservationMade = z.object({
  reservationId: ReservationId,
  kioskId: KioskId,
  /** Until then they are nobody else's. */
  until: Instant,
  bikes: z.int(),
});
export type ReservationMade = z.infer<typeof ReservationMade>;

/** Body of `POST /v1/damage-reports`: the taps with which a rider says what is wrong with a bike. */
export const DamageReport = z.strictObject({
  /**
   * Minted by the kiosk: the same report may be sent again, and is kept once. It is sent after the first tap already,
   * and again with what the rider says next.
   */
  reportId: z.uuid('must be a UUID'),
  bikeId: BikeId,
  part: z.enum(BikePart.options, `must be one of ${BikePart.options.join(', ')}`),
  /** When it was said, by the kiosk's corrected clock. */
  at: z.iso.datetime({ precision: 3, error: 'must be an instant in UTC with milliseconds (RFC 3339)' }),
  /** How bad it is. Without it, the part alone decides. */
  severity: z.optional(z.enum(DamageSeverity.options, `must be one of ${DamageSeverity.options.join(', ')}`)),
  /** A picture of the bike goes with it: the answer says as which photo it is to be uploaded. */
  hasPhoto: z.optional(z.boolean('must be true or false')),
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

/** Body of `POST /v1/operators/photos/{photoId}`: why an operator looks at a photo. */
export const PhotoToView = z.strictObject({ reason: ViewPhoto.shape.reason });
export type PhotoToView = z.infer<typeof PhotoToView>;

/** Body of `POST /v1/operators/alerts`. The id is minted by whoever asks: the same words may be sent again. */
export const AlertToSet = z.strictObject({ alertId: Alert.shape.alertId, ...AlertText.shape });
export type AlertToSet = z.infer<typeof AlertToSet>;

/** Body of `POST /v1/operators/alerts/clear`. */
export const AlertToClear = z.strictObject({ alertId: Alert.shape.alertId });
export type AlertToClear = z.infer<typeof AlertToClear>;
const requestId = z.uuid('must be a UUID');
/** Body of `POST /v1/mechanics/pick-ups`. */
export const PickUp = z.strictObject({
  /** Minted by the phone: the same request may be sent again. */
  requestId,
  bikeId: BikeId,
  reason: z.enum(['rebalance', 'maintenance'], 'must be one of rebalance, maintenance'),
});
export type PickUp = z.infer<typeof PickUp>;
/** Body of `POST /v1/mechanics/drop-offs`. */
export const DropOff = z.strictObject({ requestId, bikeId: BikeId, kioskId: KioskId, bay: BayId });
export type DropOff = z.infer<typeof DropOff>;
/**
 * Bodies of the mechanics' routes, `POST /v1/mechanics/work-orders/{repairId}/start`, `/parts`, `/finish` and
 * `/inspect`. The page mints `requestId`, so that it may ask again as often as it must.
 */
export const WorkToStart = z.strictObject({ requestId: StartWork.shape.requestId });
export type WorkToStart = z.infer<typeof WorkToStart>;
export const PartsToAdd = z.strictObject({ requestId: AddParts.shape.requestId, parts: AddParts.shape.parts });
export type PartsToAdd = z.infer<typeof PartsToAdd>;
export const WorkToFinish = z.strictObject({
  requestId: FinishWork.shape.requestId,
  checklist: FinishWork.shape.checklist,
  parts: FinishWork.shape.parts,
  note: FinishWork.shape.note,
  photoId: FinishWork.shape.photoId,
  noPhotoBecause: FinishWork.shape.noPhotoBecause,
});
export type WorkToFinish = z.infer<typeof WorkToFinish>;
/** Body of `POST /v1/mechanics/work-orders/{repairId}/photos`: what the page is about to upload. */
export const PhotoToAdd = z.strictObject({
  requestId: AnnouncePhoto.shape.requestId,
  mediaType: UploadRequest.shape.mediaType,
  bytes: UploadRequest.shape.bytes,
  sha256: UploadRequest.shape.sha256,
});
export type PhotoToAdd = z.infer<typeof PhotoToAdd>;
/** Its answer: the photo's id, with which the work is finished, and leave for one PUT. */
export const PhotoGranted = z.extend(UploadGranted, { photoId: ViewPhoto.shape.photoId });
export type PhotoGranted = z.infer<typeof PhotoGranted>;
export const WorkToInspect = z.strictObject({
  requestId: InspectWork.shape.requestId,
  verdict: InspectWork.shape.verdict,
  note: InspectWork.shape.note,
});
export type WorkToInspect = z.infer<typeof WorkToInspect>;
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
