import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { BikeId, Instant, KioskId, PhotoId, RentalId, SignedToken, Slot } from '../shared/fields.ts';

// What the photos of bikes are to others, beside the bikes themselves (contract.ts).

/** What the task that waits for a photo gets (`CheckOutBike`). */
export const PhotoStored = z.object({ photoId: PhotoId, storedAt: Instant });
export type PhotoStored = z.infer<typeof PhotoStored>;

/** The id of the photo that shows a bike before it is handed over. */
export function photoId(rentalId: string, slot: number, bikeId: string): string {
  return createHash('sha256').update(`${rentalId}/${slot}/${bikeId}/handOver`).digest('hex').slice(0, 32);
}

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
export const PHOTO_BYTES_MAX = 5 * 1024 * 1024;
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

/** There was no photo in time. The rental goes on; that there is none is kept with bike and rental. */
export const RecordPhotoGap = z.object({ rentalToken: SignedToken, slot: Slot, bikeId: BikeId, reason: z.string() });
export type RecordPhotoGap = z.infer<typeof RecordPhotoGap>;

/** An operator looks at a photo. Who, when and why is kept with the photo. */
export const ViewPhoto = z.object({
  photoId: PhotoId,
  operator: z.string().check(z.minLength(1), z.maxLength(100)),
  reason: z.string().check(z.minLength(3), z.maxLength(500)),
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
      rentalId: RentalId,
      slot: Slot,
      kioskId: KioskId,
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
