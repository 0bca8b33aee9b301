import { exportBikes } from '../../../functions/bikes/exports/export-bikes.ts';
import { exportOutstanding } from '../../../functions/bikes/exports/export-outstanding.ts';
import { dynamoSurvey } from '../../../functions/bikes/exports/survey.ts';
import { correctBays } from '../../../functions/bikes/fleet/correct-bays.ts';
import { newPhoto } from '../../../functions/bikes/photos/photo.ts';
import { dynamoPhotoAlbum } from '../../../functions/bikes/photos/photo-album.ts';
import type { BikeSnapshot, Hold } from '../../../functions/bikes/reconciliation-contract.ts';
import { releaseStale } from '../../../functions/bikes/rental/release-stale.ts';
import { dynamoInventory } from '../../../functions/bikes/store/inventory.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import type { Dynamo } from '../dynamo.ts';
import { CITY, type Logbook, logbook } from './logbook.ts';
import { KIOSK, type Reached, rentalId, type Town, town } from './town.ts';

/** A town that is looked at as a whole. */
export interface SurveyedTown extends Town {
  /** The log of what happens to its bikes. It hears nothing by itself. */
  book: Logbook;
  exportBikes: ReturnType<typeof exportBikes>;
  exportOutstanding: ReturnType<typeof exportOutstanding>;
  correctBays: ReturnType<typeof correctBays>;
  releaseStale: ReturnType<typeof releaseStale>;
  /** The bike of a rental's first place is checked out: from here on the door may open before it. */
  checkOut(rental: number, bikeId: string): Promise<void>;
  /** All that is out, of all segments and pages. */
  outstanding(segments: number): Promise<{ bikes: BikeSnapshot[]; places: Hold[] }>;
}

export async function surveyedTown(
  dynamo: Dynamo,
  kiosks?: Record<string, number>,
  reached?: Reached,
): Promise<SurveyedTown> {
  let table = '';
  const watched: Dynamo = {
    ...dynamo,
    createTable: async (index) => {
      table = await dynamo.createTable(index);
      return table;
    },
  };
  const built = await town(watched, kiosks, reached);
  const { clock, told } = built;
  const items = itemStore(dynamo.client, table);
  const inventory = dynamoInventory(dynamo.client, table, reached ? reached.reach(items) : items);
  const survey = dynamoSurvey(dynamo.client, table);
  const book = await logbook(dynamo, { inventory, clock });
  const history = { log: book.log, inventory, city: CITY, clock, survey };
  const publish = async (events: readonly { detail: object }[]) => {
    told.push(...events.map(({ detail }) => detail as Town['told'][number]));
  };
  const album = dynamoPhotoAlbum(dynamo.client, await dynamo.createTable());
  const page = exportOutstanding(history);
  return {
    ...built,
    book,
    exportBikes: exportBikes(history),
    exportOutstanding: page,
    correctBays: correctBays({ inventory }),
    releaseStale: releaseStale({ inventory, album, publish, clock }),
    checkOut: async (rental, bikeId) => {
      const about = { rentalId: rentalId(rental), slot: 1, bikeId, kioskId: KIOSK, bay: 1 };
      await album.save(newPhoto(about, clock.now()));
    },
    async outstanding(segments) {
      const all: { bikes: BikeSnapshot[]; places: Hold[] } = { bikes: [], places: [] };
      for (let segment = 0; segment < segments; segment++) {
        let cursor: string | undefined;
        do {
          const part = await page({ segment, segments, ...(cursor && { cursor }) });
          all.bikes.push(...part.bikes);
          all.places.push(...part.places);
          cursor = part.cursor;
        } while (cursor);
      }
      return all;
    },
  };
}
