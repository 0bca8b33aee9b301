import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readIndexPage } from '../../shared/index-page.ts';
import { type ItemStore, itemStore } from '../../shared/table.ts';
import { type Photo, photoKey } from './photo.ts';

/** What is known of photos, one item each. The photos themselves are elsewhere. */
export interface PhotoAlbum {
  /** Reads consistently. */
  read(photoId: string): Promise<Photo | undefined>;
  /** Saves by one conditional write; false where somebody has changed the photo since it was read. */
  save(photo: Photo): Promise<boolean>;
  /** The photos of a bike, newest first; may be behind. */
  listByBike(bikeId: string): Promise<Photo[]>;
}

/** Partition key `bikeId`, sort key `requestedAt`. */
export const BIKE_INDEX = 'byBike';

/** Newest first: the busiest bikes are ridden ten times a day, so that these are the last ten days of one at least. */
const LISTED_MAX = 100;

export function dynamoPhotoAlbum(
  client: DynamoDBDocumentClient,
  table: string,
  items: ItemStore = itemStore(client, table),
): PhotoAlbum {
  return {
    read: (photoId) => items.read<Photo>(photoKey(photoId)),
    save: (photo) => items.save(photo),
    async listByBike(bikeId) {
      const query = {
        table,
        index: BIKE_INDEX,
        field: 'bikeId',
        value: bikeId,
        limit: LISTED_MAX,
        newestFirst: true,
      };
      const { items: photos } = await readIndexPage<Photo, Record<string, unknown>>(client, query);
      return photos;
    },
  };
}
