import type { WorkPhotoEvent } from '../bikes/photo-contract.ts';
import type { BikeCard } from './bike-card.ts';
import type { FinishWork, WorkPhoto } from './contract.ts';
import { type OpenOrder, roundOf } from './open-order.ts';

/** A retake or two. Whoever needs more than these writes a note. */
const PHOTOS_MAX = 10;

/** Why a mechanic's photo will not do. */
export type PhotoRefusal = 'photoNeeded' | 'photoUnknown' | 'photoAwaited' | 'photoRejected';

/** The photos that were announced since the work was started: those of an earlier round show what did not pass. */
export function photosOf(order: OpenOrder): WorkPhoto[] {
  const round = roundOf(order);
  const own = (order.photos ?? []).filter((photo) => photo.round === round);
  return own.map(({ photoId, status }) => ({ photoId, status }));
}

export const hasRoomForPhoto = (order: OpenOrder) => photosOf(order).length < PHOTOS_MAX;

export function withAnnounced(order: OpenOrder, photoId: string): OpenOrder {
  const announced = { photoId, round: roundOf(order), status: 'awaited' as const };
  return { ...order, photos: [...(order.photos ?? []), announced] };
}

/**
 * What is wrong with the photo with which work is to be finished: it has to be one of this very work, and to be there.
 * There need not be any where the mechanic says why.
 */
export function photoFault(
  order: OpenOrder,
  { photoId, noPhotoBecause }: Pick<FinishWork, 'photoId' | 'noPhotoBecause'>,
): PhotoRefusal | undefined {
  if (photoId === undefined) return noPhotoBecause === undefined ? 'photoNeeded' : undefined;
  const photo = photosOf(order).find((one) => one.photoId === photoId);
  if (!photo) return 'photoUnknown';
  if (photo.status === 'awaited') return 'photoAwaited';
  return photo.status === 'rejected' ? 'photoRejected' : undefined;
}

/** The card with what has become of a photo; as it is where that is known already, or is of no order that is open. */
export function withPhotoNews(card: BikeCard, { type, photoId, repairId }: WorkPhotoEvent): BikeCard {
  const { order } = card;
  const found = order?.photos?.find((photo) => photo.photoId === photoId);
  const status: WorkPhoto['status'] = type === 'WorkPhotoStored' ? 'stored' : 'rejected';
  if (!order || order.repairId !== repairId || !found || found.status === status) return card;
  const photos = order.photos?.map((photo) => (photo === found ? { ...photo, status } : photo));
  return { ...card, order: { ...order, photos } };
}
