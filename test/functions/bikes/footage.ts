import { photoId, workPhotoId } from '../../../functions/bikes/naming-contract.ts';
import type { GrantUpload, PhotoRequest, PhotoStored } from '../../../functions/bikes/photo-contract.ts';
import { checkOutBike } from '../../../functions/bikes/photos/check-out-bike.ts';
import { followCamera } from '../../../functions/bikes/photos/follow-camera.ts';
import { grantUpload } from '../../../functions/bikes/photos/grant-upload.ts';
import { grantWorkPhoto } from '../../../functions/bikes/photos/grant-work-photo.ts';
import type { KioskCamera } from '../../../functions/bikes/photos/kiosk-camera.ts';
import { listPhotos } from '../../../functions/bikes/photos/list-photos.ts';
import { BIKE_INDEX, dynamoPhotoAlbum } from '../../../functions/bikes/photos/photo-album.ts';
import type { PhotoBucket } from '../../../functions/bikes/photos/photo-bucket.ts';
import type { PhotoLinks } from '../../../functions/bikes/photos/photo-links.ts';
import { recordPhoto } from '../../../functions/bikes/photos/record-photo.ts';
import { recordPhotoGap } from '../../../functions/bikes/photos/record-photo-gap.ts';
import { viewPhoto } from '../../../functions/bikes/photos/view-photo.ts';
import type { Inventory } from '../../../functions/bikes/store/inventory.ts';
import type { Publish } from '../../../functions/shared/events.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import type { WaitingTask } from '../../../functions/shared/waiting-task.ts';
import type { RecordFact } from '../../../functions/storage/contract.ts';
import type { Dynamo } from '../dynamo.ts';
import type { Interleaving } from '../interleaving.ts';
import { KIOSK, minute, rentalId, type Town, town } from './town.ts';

/** The photo of the bike that rental 1 reserves first. */
export const PHOTO = photoId(rentalId(1), 1, 'market-1');
/** A photo of a mechanic's work on that bike. */
export const REPAIR = 'market-1-1';
export const WORK_PHOTO = workPhotoId(REPAIR, rentalId(7));
/** Ten in the morning and so many seconds. */
export const second = (seconds: number) => new Date(Date.parse(minute(0)) + seconds * 1000).toISOString();

interface Places {
  bucket: PhotoBucket;
  links: PhotoLinks;
}

type Call = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/** What became of each task that waits, as `token result`, oldest first. */
function taskInMemory(turn: Call) {
  const heard: string[] = [];
  const hear = (line: string) =>
    turn(async () => {
      heard.push(line);
    });
  const task: WaitingTask<PhotoStored> = {
    succeed: (token, { storedAt }) => hear(`${token} succeeded at ${storedAt}`),
    fail: (token, error, details) => hear(`${token} failed with ${error}: ${Reflect.get(details, 'reason')}`),
    heartbeat: (token) => hear(`${token} lives`),
  };
  return { task, heard };
}

/** What stands in for S3 where a test has none: it says that every photo is a good one. */
const ANY_PLACE: Places = {
  bucket: {
    inspect: async () => ({
      mediaType: 'image/png',
      bytes: 10,
      sha256: 'ab'.repeat(32),
      firstBytes: Buffer.from('89504e470d0a1a0a', 'hex'),
    }),
  },
  links: {
    toUpload: async () => ({ url: 'https://photos.test', headers: {}, expiresAt: second(60) }),
    toView: async () => ({ url: 'https://photos.test', expiresAt: second(60) }),
  },
};

/** The service's photos, with its handlers as the cloud calls them, and rental 1 with bike market-1 reserved. */
export async function footage(
  dynamo: Dynamo,
  place: (city: Town) => Promise<Places> = async () => ANY_PLACE,
  interleaving?: Interleaving,
) {
  const city = await town(dynamo);
  await city.reserve(1);
  city.told.length = 0;
  const { bucket, links } = await place(city);
  const table = await dynamo.createTable({ name: BIKE_INDEX, partitionKey: 'bikeId', sortKey: 'requestedAt' });
  const items = itemStore(dynamo.client, table);
  const turn: Call = interleaving ? interleaving.turn : (call) => call();
  const album = dynamoPhotoAlbum(dynamo.client, table, interleaving ? interleaving.reach(items) : items);
  const { task, heard } = taskInMemory(turn);
  const asked: { kioskId: string; request: PhotoRequest }[] = [];
  const camera: KioskCamera = { ask: async (kioskId, request) => void asked.push({ kioskId, request }) };
  const told: string[] = [];
  const publish: Publish = (events) =>
    turn(async () => {
      for (const { type, detail } of events) told.push(`${type} at ${Reflect.get(detail, 'at')}`);
    });
  const log: unknown[][] = [];
  const inventory: Inventory = city.inventory;
  const deps = {
    ...{ inventory, album, camera, task, publish, bucket, links },
    ...{ tokens: city.tokens.verifier, clock: city.clock },
    log: { info: (...line: unknown[]) => void log.push(line) },
  };
  const token = (rental = 1) => city.tokens.mint(rentalId(rental), KIOSK);
  const subject = { rentalToken: token(), slot: 1, bikeId: 'market-1' };
  const failure = { type: 'PhotoFailed', seq: 1, at: second(3), kioskId: KIOSK, thing: KIOSK, photoId: PHOTO };
  return {
    ...{ city, clock: city.clock, deps, album, asked, told, heard, log },
    checkOut: (taskToken: string, other: object = {}) =>
      checkOutBike(deps)({ taskToken, kioskId: KIOSK, bay: 1, ...subject, ...other }),
    recorded: (key = `photos/${PHOTO}`) => recordPhoto(deps)({ object: { key } }),
    failed: (other: object = {}) =>
      followCamera(deps)({ ...failure, rentalId: rentalId(1), slot: 1, bikeId: 'market-1', ...other } as RecordFact),
    gap: (reason = 'States.Timeout', other: object = {}) => recordPhotoGap(deps)({ ...subject, reason, ...other }),
    grant: (content: Pick<GrantUpload, 'mediaType' | 'bytes' | 'sha256'>, other: object = {}) =>
      grantUpload(deps)({ photoId: PHOTO, kioskId: KIOSK, ...content, ...other }),
    grantWork: (content: Pick<GrantUpload, 'mediaType' | 'bytes' | 'sha256'>, other: object = {}) =>
      grantWorkPhoto(deps)({ photoId: WORK_PHOTO, repairId: REPAIR, bikeId: 'market-1', ...content, ...other }),
    view: (operator: string, reason: string, photo = PHOTO) => viewPhoto(deps)({ photoId: photo, operator, reason }),
    list: (bikeId = 'market-1') => listPhotos(deps)({ bikeId }),
  };
}
