import { createHash } from 'node:crypto';

// How photos are named: whoever knows what one shows can compute its id. Beside their contract, since pages have no such
// cryptography.

const idOf = (what: string) => createHash('sha256').update(what).digest('hex').slice(0, 32);

/** The id of the photo that shows a bike before it is handed over. */
export function photoId(rentalId: string, slot: number, bikeId: string): string {
  return idOf(`${rentalId}/${slot}/${bikeId}/handOver`);
}

/** The id of the photo that goes with a report of damage: the bike as it was brought back. */
export const damagePhotoId = (reportId: string) => idOf(`${reportId}/damage`);

/** The id of a photo of a mechanic's work, as they have announced it by a request. */
export const workPhotoId = (repairId: string, requestId: string) => idOf(`${repairId}/${requestId}/work`);
