import { createHash } from 'node:crypto';
import { PhotoGranted } from '../functions/frontend/contract.ts';
import { type WorkOrder, WorkOrdersListed } from '../functions/workshop/contract.ts';
import { bikePicture } from '../kiosk/hardware/simulated/bike-picture.ts';
import { sleep, systemClock } from '../seams/clock.ts';
import { systemRandom, uuid } from '../seams/random.ts';
import type { OpenCity } from './open-city.ts';
import { joinStaff } from './people.ts';

/** A mechanic, with the routes of the page at `/ops/`. */
export interface Mechanic {
  /** The work order of a bike, as soon as there is one; in the order in which to walk, from a kiosk. */
  find(bikeId: string, from: string): Promise<WorkOrder>;
  /** Starts the work, mends what is broken, photographs it, and ends the work. */
  mend(order: WorkOrder, part: 'brakes' | 'lights'): Promise<void>;
  /** Has a colleague look at it once more, and say that it may be ridden; resolves when it is on offer again. */
  passes(order: WorkOrder): Promise<WorkOrder>;
}

/** What is reported becomes a work order within a second or so, and a bike that has passed is on offer as soon. */
const TRIES = 80;
const BETWEEN_MS = 250;

async function eventually<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(systemClock, BETWEEN_MS);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

export async function mechanicOf(city: OpenCity): Promise<Mechanic> {
  const ask = await joinStaff(city, 'mechanic@example.org', 'mechanics');
  const askAsColleague = await joinStaff(city, 'colleague@example.org', 'mechanics');
  const orders = '/v1/mechanics/work-orders';
  const read = async ({ repairId }: WorkOrder) => (await ask('GET', `${orders}/${repairId}`)) as WorkOrder;
  const deed = (order: WorkOrder, what: string, body: object = {}, by = ask) =>
    by('POST', `${orders}/${order.repairId}/${what}`, { requestId: uuid(systemRandom), ...body });
  /** Sends a picture of the bike, as the page does with what the phone's camera gives; gives the photo's id. */
  const photograph = async (order: WorkOrder): Promise<string> => {
    const bytes = new Uint8Array(bikePicture(order.bikeId));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const content = { mediaType: 'image/png', bytes: bytes.length, sha256 };
    const { photoId, url, headers } = PhotoGranted.parse(await deed(order, 'photos', content));
    const { status } = await fetch(url, { method: 'PUT', headers, body: bytes });
    if (status !== 200) throw new Error(`The photo of ${order.bikeId} was answered with ${status}.`);
    return eventually('the photo to be there', async () => {
      const { photos = [] } = await read(order);
      return photos.find((photo) => photo.photoId === photoId && photo.status === 'stored')?.photoId;
    });
  };
  return {
    find: (bikeId, from) =>
      eventually(`a work order of ${bikeId}`, async () => {
        const { workOrders } = WorkOrdersListed.parse(await ask('GET', `${orders}?from=${from}`));
        return workOrders.find((order) => order.bikeId === bikeId);
      }),
    async mend(order, part) {
      await deed(order, 'start');
      const fine = { brakes: 'fine', tyres: 'fine', chain: 'fine', lights: 'fine', saddle: 'fine', frame: 'fine' };
      const parts = [{ name: `a set of ${part}`, count: 1 }];
      const photoId = await photograph(order);
      const checklist = { ...fine, [part]: 'mended' };
      await deed(order, 'finish', { checklist, parts, photoId, note: 'Rode it round the yard.' });
    },
    async passes(order) {
      await deed(order, 'inspect', { verdict: 'passed', note: 'Good as new.' }, askAsColleague);
      return eventually(`${order.bikeId} to be on offer`, async () => {
        const now = await read(order);
        return now.status === 'closed' ? now : undefined;
      });
    },
  };
}
