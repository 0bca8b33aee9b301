import { describe, expect, it } from '@jest/globals';
import { exportStanding } from '../../../functions/bikes/exports/export-standing.ts';
import { exportStations } from '../../../functions/bikes/exports/export-stations.ts';
import { wordOf } from '../../../functions/bikes/exports/kiosk-word.ts';
import { StandingExported, StationsExported } from '../../../functions/bikes/feed-contract.ts';
import { newBike, takeBike } from '../../../functions/bikes/items/bike.ts';
import { type Kiosk, kioskKey, newKiosk } from '../../../functions/bikes/items/station.ts';
import { dynamoAtlas } from '../../../functions/bikes/store/atlas.ts';
import { kioskDirectory } from '../../../functions/bikes/store/directory.ts';
import { KIOSK_INDEX } from '../../../functions/bikes/store/inventory.ts';
import { kioskPages } from '../../../functions/bikes/store/kiosk-directory.ts';
import type { BayStatus } from '../../../functions/shared/fields.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { POSITION } from './town.ts';

const dynamo = useDynamo();

const bay = (status: BayStatus) => ({ status, at: '2026-05-01T09:00:00.000Z' });

async function map() {
  const table = await dynamo.createTable({ name: KIOSK_INDEX, partitionKey: 'kioskId', sortKey: 'state' });
  const items = itemStore(dynamo.client, table);
  const directory = kioskDirectory(items);
  const atlas = dynamoAtlas(dynamo.client, table);
  const addKiosk = (kioskId: string) => items.save(newKiosk({ kioskId, bays: 10, name: kioskId, position: POSITION }));
  return {
    ...{ items, directory, atlas, addKiosk },
    export: exportStations({ directory: kioskPages({ directory, atlas }, 1_000) }),
    exportStanding: exportStanding({ atlas }),
  };
}

describe('exporting stations', () => {
  it('gives each kiosk, by its id', async () => {
    const city = await map();
    for (const kioskId of ['old-mill', 'harbour']) await city.addKiosk(kioskId);
    await city.directory.add(['old-mill', 'harbour']);

    const exported = StationsExported.parse(await city.export({}));

    expect(exported.cursor).toBeUndefined();
    expect(exported.stations.map(({ kioskId }) => kioskId)).toEqual(['harbour', 'old-mill']);
    expect(exported.stations[0]).toEqual({ kioskId: 'harbour', name: 'harbour', position: POSITION, bays: 10 });
  });

  it('passes on what a kiosk has said of itself, and leaves out one that nobody could find', async () => {
    const city = await map();
    const heard: Partial<Kiosk> = {
      heardAt: '2026-05-01T10:00:00.000Z',
      mode: 'draining',
      bayStatuses: { 4: bay('lockFailure'), 1: bay('ok'), 3: bay('readerFailure') },
    };
    const harbour = newKiosk({ kioskId: 'harbour', bays: 4, name: 'Harbour', position: POSITION, regionId: 'lake' });
    await city.items.save({ ...harbour, ...heard } as never);
    await city.items.save({ pk: kioskKey('nowhere'), revision: 0, bays: 4 } as never);
    await city.directory.add(['harbour', 'nowhere', 'unbuilt']);

    const { stations } = await city.export({});

    const told = { lastReported: heard.heardAt, isRenting: false, isReturning: true, faultyBays: [3, 4] };
    expect(stations).toEqual([expect.objectContaining({ kioskId: 'harbour', regionId: 'lake', ...told })]);
  });

  it('goes on where a page has ended, until every station was given once', async () => {
    const { directory } = await map();
    const ids = Array.from({ length: 2_300 }, (_, index) => `kiosk-${String(index).padStart(4, '0')}`);
    await directory.add(ids);
    const kiosk = (kioskId: string) => newKiosk({ kioskId, bays: 200, name: 'Any', position: POSITION });
    const kiosks = async (asked: readonly string[]) => new Map(asked.map((id) => [id, kiosk(id)]));
    const read = exportStations({ directory: kioskPages({ directory, atlas: { kiosks } }, 1_000) });

    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await read(cursor === undefined ? {} : { cursor });
      pages.push(page.stations.map(({ kioskId }) => kioskId));
      cursor = page.cursor;
    } while (cursor);

    expect(pages.map((page) => page.length)).toEqual([1_000, 1_000, 300]);
    expect(pages.flat()).toEqual(ids);
  });

  it.each([
    ['open', {}, { isRenting: true, isReturning: true }],
    ['closed', { mode: 'closed' }, { isRenting: false, isReturning: false }],
    ['back in contact', { contact: { type: 'KioskContactRestored' } }, { isRenting: true, isReturning: true }],
    ['out of contact', { contact: { type: 'KioskContactLost' } }, { isRenting: false, isReturning: false }],
  ])('says what may be done at a kiosk that is %s', async (_, heard, word) => {
    const kiosk = newKiosk({ kioskId: 'harbour', bays: 4, name: 'Harbour', position: POSITION });

    const said = wordOf({ ...kiosk, heardAt: '2026-05-01T10:00:00.000Z', ...heard } as Kiosk);

    expect(said).toMatchObject(word);
    expect(wordOf({ ...kiosk, ...heard } as Kiosk)).toEqual({});
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

describe('exporting the bikes that stand somewhere', () => {
  const bikeIds = ({ bikes }: StandingExported) => bikes.map(({ bikeId }) => bikeId).sort();

  it('gives each with its place and its state, and none that is out', async () => {
    const city = await map();
    await city.addKiosk('harbour');
    await city.items.save(newBike('bike-1', 'harbour', 1));
    await city.items.save({ ...newBike('bike-2', 'mill', 2), state: 'reserved' } as never);
    await city.items.save(takeBike(newBike('bike-3', 'mill', 3), 'hold', '2026-05-01T10:00:00.000Z'));

    const exported = StandingExported.parse(await city.exportStanding({}));

    expect(exported.cursor).toBeUndefined();
    expect(bikeIds(exported)).toEqual(['bike-1', 'bike-2']);
    expect(exported.bikes).toContainEqual({
      ...{ bikeId: 'bike-2', kioskId: 'mill', bay: 2, state: 'reserved', since: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('finds every bike of a fleet that no page of the index holds', async () => {
    const city = await map();
    // A megabyte is a page: twenty bikes with a word of 60 KB each are more than one.
    const word = 'x'.repeat(60_000);
    for (let bay = 1; bay <= 20; bay++)
      await city.items.save({ ...newBike(`bike-${bay}`, 'mill', bay), word } as never);

    const first = await city.atlas.standing(undefined);
    const all = await city.exportStanding({});

    expect(first.bikes.length).toBeLessThan(20);
    expect(first.cursor).toBeDefined();
    expect(new Set(bikeIds(all)).size).toBe(20);
  });

  it('answers with a part of a great fleet, and goes on from there', async () => {
    const one = { bikeId: 'bike-1', kioskId: 'mill', state: 'available', since: '2026-05-01T10:00:00.000Z' } as const;
    const asked: Array<string | undefined> = [];
    const standing = async (cursor: string | undefined) => {
      asked.push(cursor);
      return { bikes: Array.from({ length: 4_000 }, () => one), cursor: `after-${asked.length}` };
    };

    const page = await exportStanding({ atlas: { standing } })({ cursor: 'here' });

    expect(page.bikes).toHaveLength(8_000);
    expect(page.cursor).toBe('after-2');
    expect(asked).toEqual(['here', 'after-1']);
  });

  it('refuses a cursor that is none of its own', async () => {
    const city = await map();

    await expect(city.exportStanding({ cursor: 'abc' })).rejects.toMatchObject({ name: 'CommandMalformed' });
  });
});
