import { instant } from '../../../seams/clock.ts';
import { keptUntil } from '../../shared/retention.ts';
import type { Versioned } from '../../shared/table.ts';
import { damagePhotoId, photoId } from '../naming-contract.ts';
import type { PhotoRequest, PhotoType } from '../photo-contract.ts';

/** The bike that a photo shows, and the hand-over before which it does. */
export interface PhotoSubject {
  rentalId: string;
  slot: number;
  bikeId: string;
  kioskId: string;
  bay: number;
}

/** What is known of a photo's content. Nothing else of it is ever told or logged. */
export interface PhotoContent {
  mediaType: PhotoType;
  bytes: number;
  /** In lower-case hexadecimal. */
  sha256: string;
}

/** What is known of every photo, from the moment it is asked for or announced. */
interface Known extends Versioned {
  photoId: string;
  bikeId: string;
  /** `rejected`: what was stored is no photo. */
  status: 'requested' | 'stored' | 'missing' | 'rejected';
  requestedAt: string;
  stored?: (PhotoContent & { at: string }) | undefined;
  /** Since when it is known that there is none, and why. A photo may come all the same, later. */
  missing?: { at: string; reason: string } | undefined;
  /** Who has looked at it, oldest first. */
  views: PhotoView[];
}

/**
 * The photo of a bike before it is handed over. It is attached to its rental by its id, which whoever knows rental,
 * slot and bike can compute, and to its bike by the index `byBike`: so neither of their items, on whose every write a
 * hand-over may depend, is ever written for a photo's sake.
 */
export interface HandOverPhoto extends Known, PhotoSubject {
  of?: undefined;
  /** Of the task that waits now. A task that is retried asks anew, and the newest waits. */
  taskToken?: string | undefined;
}

/** The bike as it was brought back, sent along with a rider's report. It comes when the kiosk has a network. */
export interface DamagePhoto extends Known {
  of: 'damage';
  reportId: string;
  kioskId: string;
}

/** A mechanic's work, as the work order names it. */
export interface WorkPhoto extends Known {
  of: 'work';
  repairId: string;
}

export type Photo = HandOverPhoto | DamagePhoto | WorkPhoto;

export interface PhotoView {
  at: string;
  operator: string;
  reason: string;
}

/** As long as the task waits (statemachines/rental, "Check out and record"): a rider stands in front of a shut door. */
export const PHOTO_WAIT_MS = 20_000;

export const photoKey = (id: string) => `photo#${id}`;

function asked(id: string, bikeId: string, nowMs: number): Known {
  return {
    ...{ pk: photoKey(id), revision: 0, photoId: id, bikeId, status: 'requested', requestedAt: instant(nowMs) },
    ...{ views: [], ttl: keptUntil(nowMs, 'photo') },
  };
}

export function newPhoto({ rentalId, slot, bikeId, kioskId, bay }: PhotoSubject, nowMs: number): HandOverPhoto {
  return { ...asked(photoId(rentalId, slot, bikeId), bikeId, nowMs), rentalId, slot, bikeId, kioskId, bay };
}

export function newDamagePhoto(
  { reportId, bikeId, kioskId }: Pick<DamagePhoto, 'reportId' | 'bikeId' | 'kioskId'>,
  nowMs: number,
): DamagePhoto {
  return { ...asked(damagePhotoId(reportId), bikeId, nowMs), of: 'damage', reportId, kioskId };
}

export function newWorkPhoto(
  { photoId: id, repairId, bikeId }: Pick<WorkPhoto, 'photoId' | 'repairId' | 'bikeId'>,
  nowMs: number,
): WorkPhoto {
  return { ...asked(id, bikeId, nowMs), of: 'work', repairId };
}

/** The photo, where it is of a hand-over. */
export const ofHandOver = (photo: Photo | undefined) => (photo?.of === undefined ? photo : undefined);

/** The photo with what was stored of it: also where it was given up before, for evidence that is late is evidence. */
export function storePhoto(photo: Photo, content: PhotoContent, nowMs: number): Photo {
  return { ...photo, status: 'stored', stored: { ...content, at: instant(nowMs) } };
}

/** The photo given up for a reason, once: one that was stored, or was given up before, stays as it is. */
export function missPhoto<Asked extends Photo>(
  photo: Asked,
  status: 'missing' | 'rejected',
  reason: string,
  nowMs: number,
): Asked {
  if (photo.status !== 'requested' && !(photo.status === 'missing' && status === 'rejected')) return photo;
  return { ...photo, status, missing: photo.missing ?? { at: instant(nowMs), reason } };
}

/** Whether it is there to be looked at: DynamoDB takes days to delete what has expired. */
export function isOnView({ status, ttl = 0 }: Photo, nowMs: number): boolean {
  return status === 'stored' && ttl * 1000 > nowMs;
}

/** What the kiosk is asked. */
export function requestFor({ photoId, rentalId, slot, bikeId }: HandOverPhoto, nowMs: number): PhotoRequest {
  return { photoId, rentalId, slot, bikeId, expiresAt: instant(nowMs + PHOTO_WAIT_MS) };
}
