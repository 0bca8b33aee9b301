import * as z from 'zod/mini';
import { BikeId, Instant, KioskId, PhotoId, RentalId, SignedToken, Slot } from '../shared/fields.ts';

// What the photos of bikes are to others, beside the bikes themselves (contract.ts).

/** What the task that waits for a photo gets (`CheckOutBike`). */
export const PhotoStored = z.object({ photoId: PhotoId, storedAt: Instant });
export type PhotoStored = z.infer<typeof PhotoStored>;

/** What a kiosk is asked on `photoTopic`. After `expiresAt` nobody waits for the photo any more. */
export const PhotoRequest = z.object({
  photoId: PhotoId,
  rentalId: RentalId,
  slot: Slot,
  bikeId: BikeId,
  expiresAt: Instant,
});
export type PhotoRequest = z.infer<typeof PhotoRequest>;
export const photoTopic = (city: string, thing: string) => `freewheel/${city}/kiosks/${thing}/photos`;

/** What photos are, as their bytes must be too. */
export const PhotoType = z.enum(['image/jpeg', 'image/png', 'image/webp']);
export type PhotoType = z.infer<typeof PhotoType>;
/** Five megabytes: a photo of four megapixels in good quality has two. */
export const PHOTO_BYTES_MAX = 5_242_880;
/** A kiosk has taken the photo, and asks where to put just these bytes. */
export const GrantUpload = z.object({
  photoId: PhotoId,
  kioskId: KioskId,
  mediaType: PhotoType,
  bytes: z.int().check(z.minimum(1), z.maximum(PHOTO_BYTES_MAX)),
  /** In lower-case hexadecimal. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal')),
});
export type GrantUpload = z.infer<typeof GrantUpload>;
/** The same as a kiosk says it, in the body of `POST /v1/photos/{photoId}`: which photo and which kiosk is known there. */
export const UploadRequest = z.strictObject(z.omit(GrantUpload, { photoId: true, kioskId: true }).shape);
export type UploadRequest = z.infer<typeof UploadRequest>;
/** One PUT to `url` with exactly these headers. It works once, and for these bytes alone. */
export const UploadGranted = z.object({
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  expiresAt: Instant,
});
export type UploadGranted = z.infer<typeof UploadGranted>;

/** A mechanic has photographed their work, and asks where to put just these bytes. The workshop has taken note of it. */
export const GrantWorkPhoto = z.object({
  photoId: PhotoId,
  /** Whose repair it shows, as the workshop names it. */
  repairId: z.string(),
  bikeId: BikeId,
  ...UploadRequest.shape,
});
export type GrantWorkPhoto = z.infer<typeof GrantWorkPhoto>;

/** A photo of a mechanic's work has come, or is none: an event of bikes, named by its `type`. */
export const WorkPhotoEvent = z.object({
  type: z.enum(['WorkPhotoStored', 'WorkPhotoRejected']),
  at: Instant,
  photoId: PhotoId,
  repairId: z.string(),
  bikeId: BikeId,
});
export type WorkPhotoEvent = z.infer<typeof WorkPhotoEvent>;

/** There was no photo in time. The rental goes on; that there is none is kept with bike and rental. */
export const RecordPhotoGap = z.object({ rentalToken: SignedToken, slot: Slot, bikeId: BikeId, reason: z.string() });
export type RecordPhotoGap = z.infer<typeof RecordPhotoGap>;

/** An operator or a mechanic looks at a photo. Who, when and why is kept with the photo. */
export const ViewPhoto = z.object({
  photoId: PhotoId,
  /** `operator/` or `mechanic/`, and the subject of their token. */
  operator: z.string().check(z.minLength(1), z.maxLength(120)),
  reason: z
    .string()
    .check(z.minLength(3, 'must have 3 characters at least'), z.maxLength(500, 'must have 500 characters at most')),
});
export type ViewPhoto = z.infer<typeof ViewPhoto>;
/** One may GET `url` until `expiresAt`. */
export const PhotoViewed = z.object({ photoId: PhotoId, mediaType: PhotoType, url: z.url(), expiresAt: Instant });
export type PhotoViewed = z.infer<typeof PhotoViewed>;

/** The photos of a bike, newest first, also those that there should have been. */
export const ListPhotos = z.object({ bikeId: BikeId });
export type ListPhotos = z.infer<typeof ListPhotos>;
export const PhotosListed = z.object({
  photos: z.array(
    z.object({
      photoId: PhotoId,
      /** Which of these there are tells what it shows: a hand-over, a rider's report, or a mechanic's work. */
      rentalId: z.optional(RentalId),
      slot: z.optional(Slot),
      reportId: z.optional(z.uuid()),
      repairId: z.optional(z.string()),
      kioskId: z.optional(KioskId),
      /** `rejected`: what was stored is no photo. */
      status: z.enum(['requested', 'stored', 'missing', 'rejected']),
      requestedAt: Instant,
      storedAt: z.optional(Instant),
      /** Why there is none. */
      reason: z.optional(z.string()),
    }),
  ),
});
export type PhotosListed = z.infer<typeof PhotosListed>;
