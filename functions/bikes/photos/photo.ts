import { instant } from '../../../seams/clock.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { keptUntil } from '../../shared/retention.ts';
import type { Versioned } from '../../shared/table.ts';
import type { BikeEvent } from '../contract.ts';
import { type PhotoRequest, type PhotoType, photoId } from '../photo-contract.ts';

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

/**
 * The photo of a bike before it is handed over, from the moment it is asked for. It is attached to its rental by its
 * id, which whoever knows rental, slot and bike can compute, and to its bike by the index `byBike`: so neither of
 * their items, on whose every write a hand-over may depend, is ever written for a photo's sake.
 */
export interface Photo extends Versioned, PhotoSubject {
  photoId: string;
  /** `rejected`: what was stored is no photo. */
  status: 'requested' | 'stored' | 'missing' | 'rejected';
  /** Of the task that waits now. A task that is retried asks anew, and the newest waits. */
  taskToken?: string | undefined;
  requestedAt: string;
  stored?: (PhotoContent & { at: string }) | undefined;
  /** Since when it is known that there is none, and why. A photo may come all the same, later. */
  missing?: { at: string; reason: string } | undefined;
  /** Who has looked at it, oldest first. */
  views: PhotoView[];
}

export interface PhotoView {
  at: string;
  operator: string;
  reason: string;
}

/** As long as the task waits (statemachines/rental, "Check out and record"): a rider stands in front of a shut door. */
export const PHOTO_WAIT_MS = 20_000;

export const photoKey = (id: string) => `photo#${id}`;

export function newPhoto(subject: PhotoSubject, nowMs: number): Photo {
  const { rentalId, slot, bikeId, kioskId, bay } = subject;
  const id = photoId(rentalId, slot, bikeId);
  return {
    ...{ pk: photoKey(id), revision: 0, photoId: id, rentalId, slot, bikeId, kioskId, bay },
    ...{ status: 'requested', requestedAt: instant(nowMs), views: [], ttl: keptUntil(nowMs, 'photo') },
  };
}

/** The photo with what was stored of it: also where it was given up before, for evidence that is late is evidence. */
export function storePhoto(photo: Photo, content: PhotoContent, nowMs: number): Photo {
  return { ...photo, status: 'stored', stored: { ...content, at: instant(nowMs) } };
}

/** The photo given up for a reason, once: one that was stored, or was given up before, stays as it is. */
export function missPhoto(photo: Photo, status: 'missing' | 'rejected', reason: string, nowMs: number): Photo {
  if (photo.status !== 'requested' && !(photo.status === 'missing' && status === 'rejected')) return photo;
  return { ...photo, status, missing: photo.missing ?? { at: instant(nowMs), reason } };
}

/** Whether it is there to be looked at: DynamoDB takes days to delete what has expired. */
export function isOnView({ status, ttl = 0 }: Photo, nowMs: number): boolean {
  return status === 'stored' && ttl * 1000 > nowMs;
}

/** What the kiosk is asked. */
export function requestFor({ photoId, rentalId, slot, bikeId }: Photo, nowMs: number): PhotoRequest {
  return { photoId, rentalId, slot, bikeId, expiresAt: instant(nowMs + PHOTO_WAIT_MS) };
}

/**
 * What there is to tell of a photo: that its bike is checked out, if that is asked for, and how the photo itself
 * stands. Made of what the item keeps, so that a retry tells the same again.
 */
export function eventsOfPhoto(photo: Photo, { checkedOut = false } = {}): DomainEvent[] {
  const { rentalId, slot, bikeId, kioskId, bay, status, requestedAt, stored, missing } = photo;
  const event = (type: BikeEvent['type'], at: string): DomainEvent => {
    const detail: BikeEvent = { type, at, rentalId, slot, bikeId, kioskId, bay };
    return { type, detail };
  };
  return [
    ...(checkedOut ? [event('BikeCheckedOut', requestedAt)] : []),
    ...(status === 'stored' && stored ? [event('PhotoStored', stored.at)] : []),
    ...(status !== 'stored' && missing ? [event('PhotoMissing', missing.at)] : []),
  ];
}
