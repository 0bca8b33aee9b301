import { describe, expect, it } from '@jest/globals';
import { dynamoAtlas } from '../../../functions/bikes/atlas.ts';
import { newBike } from '../../../functions/bikes/bike.ts';
import { kioskDirectory } from '../../../functions/bikes/directory.ts';
import { exportStations } from '../../../functions/bikes/export-stations.ts';
import { type StationSnapshot, StationsExported } from '../../../functions/bikes/feed-contract.ts';
import { KIOSK_INDEX } from '../../../functions/bikes/inventory.ts';
import { kioskKey, newKiosk } from '../../../functions/bikes/station.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { POSITION } from './town.ts';

const dynamo = useDynamo();

async function map() {
  const table = await dynamo.createTable({ name: KIOSK_INDEX, partitionKey: 'kioskId', sortKey: 'state' });
  const items = itemStore(dynamo.client, table);
  const directory = kioskDirectory(items);
  const atlas = dynamoAtlas(dynamo.client, table);
  const addKiosk = (kioskId: string) => items.save(newKiosk({ kioskId, bays: 10, name: kioskId, position: POSITION }));
  return { items, directory, atlas, addKiosk, export: exportStations({ directory, atlas }) };
}

describe('exporting stations', () => {
  it('gives each kiosk with the bikes that stand there, by its id', async () => {
    const city = await map();
    for (const kioskId of ['old-mill', 'harbour']) await city.addKiosk(kioskId);
    await city.directory.add(['old-mill', 'harbour']);
    await city.items.save({ ...newBike('bike-2', 'harbour', 2), state: 'reserved' } as never);
    await city.items.save(newBike('bike-1', 'harbour', 1));

    const exported = StationsExported.parse(await city.export({}));

    expect(exported.cursor).toBeUndefined();
    expect(exported.stations.map(({ kioskId }) => kioskId)).toEqual(['harbour', 'old-mill']);
    expect(exported.stations[0]).toEqual({
      ...{ kioskId: 'harbour', name: 'harbour', position: POSITION, bays: 10 },
      bikes: expect.arrayContaining([
        { bikeId: 'bike-1', bay: 1, state: 'available', since: '1970-01-01T00:00:00.000Z' },
        { bikeId: 'bike-2', bay: 2, state: 'reserved', since: '1970-01-01T00:00:00.000Z' },
      ]),
    });
    expect(exported.stations[1]?.bikes).toEqual([]);
  });

  it('passes on what a kiosk has said of itself, and leaves out one that nobody could find', async () => {
    const city = await map();
    const told = { lastReported: '2026-05-01T10:00:00.000Z', isRenting: false, faultyBays: [3] };
    const harbour = newKiosk({ kioskId: 'harbour', bays: 4, name: 'Harbour', position: POSITION, regionId: 'lake' });
    await city.items.save({ ...harbour, ...told } as never);
    await city.items.save({ pk: kioskKey('nowhere'), revision: 0, bays: 4 } as never);
    await city.directory.add(['harbour', 'nowhere', 'unbuilt']);

    const { stations } = await city.export({});

    expect(stations).toEqual([expect.objectContaining({ kioskId: 'harbour', regionId: 'lake', ...told })]);
  });

  it('goes on where a page has ended, until every station was given once', async () => {
    const { directory } = await map();
    const ids = Array.from({ length: 130 }, (_, index) => `kiosk-${String(index).padStart(3, '0')}`);
    await directory.add(ids);
    // As many bikes as bays have room for: no table of a test holds them.
    const bikes = Array.from({ length: 200 }, (_, index) => ({
      ...{ bikeId: `bike-${index}`, bay: index + 1, state: 'available' as const, since: '2026-05-01T10:00:00.000Z' },
    }));
    const kiosk = newKiosk({ kioskId: 'any', bays: 200, name: 'Any', position: POSITION });
    const read = exportStations({
      directory,
      atlas: { kiosks: async (asked) => new Map(asked.map((id) => [id, kiosk])), standing: async () => bikes },
    });

    const pages: StationSnapshot[][] = [];
    let cursor: string | undefined;
    do {
      const page = await read(cursor === undefined ? {} : { cursor });
      pages.push(page.stations);
      cursor = page.cursor;
    } while (cursor);

    expect(pages.map((page) => page.length)).toEqual([50, 50, 30]);
    expect(pages.flat().map(({ kioskId }) => kioskId)).toEqual(ids);
  });

  it('refuses a cursor that is none of its own', async () => {
    const city = await map();

    await expect(city.export({ cursor: 'abc' })).rejects.toMatchObject({ name: 'CommandMalformed' });
  });

  it('finds every kiosk of a city of many, a hundred in a call', async () => {
    const city = await map();
    const ids = Array.from({ length: 230 }, (_, index) => `kiosk-${String(index).padStart(3, '0')}`);
    for (const id of ids) await city.addKiosk(id);

    const kiosks = await city.atlas.kiosks(ids);

    expect([...kiosks.keys()].sort()).toEqual(ids);
  });
});
