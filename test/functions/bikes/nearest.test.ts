import { describe, expect, it } from '@jest/globals';
import { importFleet } from '../../../functions/bikes/fleet/import-fleet.ts';
import { countStations } from '../../../functions/bikes/stations/count-stations.ts';
import { lookUpNearest } from '../../../functions/bikes/stations/look-up-nearest.ts';
import type { LookUpNearest } from '../../../functions/bikes/stations-contract.ts';
import { kioskDirectory } from '../../../functions/bikes/store/directory.ts';
import { dynamoInventory, KIOSK_INDEX } from '../../../functions/bikes/store/inventory.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';
import { minute, POSITION } from './town.ts';

const dynamo = useDynamo();

/** Kiosks in a row, a minute's walk from one to the next, each with so many bikes in its four bays. */
async function row(...bikes: number[]) {
  const table = await dynamo.createTable({ name: KIOSK_INDEX, partitionKey: 'kioskId', sortKey: 'state' });
  const inventory = dynamoInventory(dynamo.client, table);
  const clock = standingClock(minute(0));
  const directory = kioskDirectory(itemStore(dynamo.client, table));
  const load = importFleet({ inventory, directory, clock, board: { show: async () => {} } });
  const idOf = (index: number) => `kiosk-${index}`;
  const walk = (from: number) => (to: number) => {
    const minutes = Math.abs(to - from);
    return { kioskId: idOf(to), metres: minutes * 80, minutes };
  };
  await load({
    kiosks: bikes.map((_, index) => ({
      ...{ kioskId: idOf(index), name: `Kiosk ${index}`, bays: 4, position: POSITION },
      neighbours: [...bikes.keys()]
        .filter((other) => other !== index)
        .map(walk(index))
        .sort((a, b) => a.metres - b.metres)
        .slice(0, 4),
    })),
    bikes: bikes.flatMap((count, index) =>
      Array.from({ length: count }, (_, bay) => ({ bikeId: `b-${index}-${bay}`, kioskId: idOf(index), bay: bay + 1 })),
    ),
  });
  const find = (command: Partial<LookUpNearest>) =>
    lookUpNearest({ inventory, clock })({ kioskId: 'kiosk-0', want: 'bikes', count: 3, ...command });
  return { inventory, load, find };
}

/** Counts what is asked of DynamoDB meanwhile, by the name of the command. */
async function counted(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const name = 'counter';
  dynamo.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        counts[commandName] = (counts[commandName] ?? 0) + 1;
        return next(args);
      },
    { step: 'initialize', name },
  );
  await work();
  dynamo.client.middlewareStack.remove(name);
  return counts;
}

describe('the nearest bikes and docks', () => {
  it('are those that have some just now, nearest on foot first', async () => {
    const { find } = await row(0, 0, 3, 1);

    const found = await find({});

    expect(found.asOf).toBe(minute(0));
    expect(found.stations).toEqual([
      { kioskId: 'kiosk-2', name: 'Kiosk 2', metres: 160, minutes: 2, bikes: 3, docks: 1 },
      { kioskId: 'kiosk-3', name: 'Kiosk 3', metres: 240, minutes: 3, bikes: 1, docks: 3 },
    ]);
  });

  it('leave out what is full for whoever brings a bike back', async () => {
    const { find } = await row(4, 4, 0);

    const { stations } = await find({ want: 'docks' });

    expect(stations.map(({ kioskId }) => kioskId)).toEqual(['kiosk-2']);
  });

  it('are as many as were asked for', async () => {
    const { find } = await row(0, 1, 1, 1);

    const { stations } = await find({ count: 2 });

    expect(stations).toHaveLength(2);
  });

  it('follow a kiosk that has moved', async () => {
    const { find, load, inventory } = await row(0, 1, 1);
    const told = { kioskId: 'kiosk-0', name: 'Kiosk 0', bays: 4, position: POSITION };
    const neighbours = [{ kioskId: 'kiosk-2', metres: 50, minutes: 1 }];

    await load({ kiosks: [{ ...told, neighbours }], bikes: [] });
    await load({ kiosks: [told], bikes: [] });

    expect((await find({})).stations).toMatchObject([{ kioskId: 'kiosk-2', metres: 50 }]);
    expect(await inventory.readKiosk('kiosk-0')).toMatchObject({ revision: 2, neighbours });
  });

  it('are refused around a station that nobody knows', async () => {
    const { find } = await row(1);

    await expect(find({ kioskId: 'atlantis' })).rejects.toMatchObject({ name: 'StationUnknown' });
  });

  it('cost a read and a query for each neighbour, and no scan, however many kiosks there are', async () => {
    const { find } = await row(...Array.from({ length: 40 }, () => 1));

    const counts = await counted(() => find({}));

    expect(counts).toEqual({ GetItemCommand: 5, QueryCommand: 4 });
  });
});

describe('exported stations', () => {
  it('say what stands there, by state, and leave out what nobody knows', async () => {
    const { inventory } = await row(2, 1);
    const bike = await inventory.readBike('b-0-0');
    if (bike) await inventory.save({ ...bike, state: 'non_operational' });

    const { stations } = await countStations({ inventory })({ kioskIds: ['kiosk-0', 'atlantis'] });

    expect(stations).toEqual([
      {
        ...{ kioskId: 'kiosk-0', name: 'Kiosk 0', bays: 4, position: POSITION },
        standing: { available: 1, non_operational: 1 },
      },
    ]);
  });
});
