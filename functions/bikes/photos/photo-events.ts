import type { DomainEvent } from '../../shared/events.ts';
import type { BikeEvent } from '../contract.ts';
import type { WorkPhotoEvent } from '../photo-contract.ts';
import type { HandOverPhoto, Photo, WorkPhoto } from './photo.ts';

function eventsOfHandOver(photo: HandOverPhoto, checkedOut: boolean): DomainEvent[] {
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

function eventsOfWork({ photoId, repairId, bikeId, status, stored, missing }: WorkPhoto): DomainEvent[] {
  const event = (type: WorkPhotoEvent['type'], at: string): DomainEvent => {
    const detail: WorkPhotoEvent = { type, at, photoId, repairId, bikeId };
    return { type, detail };
  };
  if (status === 'stored' && stored) return [event('WorkPhotoStored', stored.at)];
  return missing ? [event('WorkPhotoRejected', missing.at)] : [];
}

/**
 * What there is to tell of a photo: that its bike is checked out, if that is asked for, and how the photo itself
 * stands. Made of what the item keeps, so that a retry tells the same again. Nobody waits for a rider's photo of
 * damage: whoever reads the report looks whether it has come.
 */
export function eventsOfPhoto(photo: Photo, { checkedOut = false } = {}): DomainEvent[] {
  if (photo.of === 'damage') return [];
  return photo.of === 'work' ? eventsOfWork(photo) : eventsOfHandOver(photo, checkedOut);
}
