import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { describe, expect, it } from '@jest/globals';
import { StationStatus } from '../../../functions/bikes/contract.ts';
import { importFleet } from '../../../functions/bikes/fleet/import-fleet.ts';
import { publishStation } from '../../../functions/bikes/stations/publish-station.ts';
import { iotStationBoard, type StationBoard } from '../../../functions/bikes/stations/station-board.ts';
import { kioskDirectory } from '../../../functions/bikes/store/directory.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { awsAnswers } from '../aws-answers.ts';
import { useDynamo } from '../dynamo.ts';
import { kioskOffice } from './kiosk-office.ts';
import { KIOSK, minute, POSITION, type Town, town } from './town.ts';

const dynamo = useDynamo();

/** The last status of each station. */
function boardInMemory() {
  const shown = new Map<string, StationStatus>();
  const board: StationBoard = {
    show: async (status) => {
      shown.set(status.station_id, StationStatus.parse(status));
    },
  };
  return { shown, board };
}

const FLEET = {
  kiosks: [
    { kioskId: KIOSK, bays: 10, name: 'Market', position: POSITION },
    { kioskId: 'harbour', bays: 2, name: 'Harbour', position: POSITION },
  ],
  bikes: [
    { bikeId: 'market-1', kioskId: 'harbour', bay: 1 },
    { bikeId: 'new-1', kioskId: KIOSK, bay: 4 },
    { bikeId: 'new-2', kioskId: 'harbour', bay: 1 },
  ],
};

describe('what a station has to offer', () => {
  const publish = (city: Town, board: StationBoard, bikeId: string) =>
    publishStation({ ...city, board })({ kioskId: KIOSK, bikeId });

  it('counts a reserved bike as neither a bike nor a dock to be had', async () => {
    const city = await town(dynamo);
    const { shown, board } = boardInMemory();
    await kioskOffice(dynamo, city).boot();
    await city.reserve(1);
    city.clock.set(minute(3));

    await publish(city, board, 'market-1');

    expect(shown.get(KIOSK)).toEqual({
      station_id: KIOSK,
      num_vehicles_available: 2,
      num_docks_available: 7,
      last_reported: minute(0),
      is_installed: true,
      is_renting: true,
      is_returning: true,
      is_in_contact: true,
      as_of: minute(3),
      bays_withheld: [1],
    });
  });

  it('frees a dock with the bike that left, also while the index still lists it', async () => {
    const city = await town(dynamo);
    const { shown, board } = boardInMemory();
    const listed = await city.inventory.listStanding(KIOSK);
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    const behind = { ...city, inventory: { ...city.inventory, listStanding: async () => listed } };

    await publish(behind, board, 'market-1');

    expect(shown.get(KIOSK)).toMatchObject({ num_vehicles_available: 2, num_docks_available: 8 });
  });

  it('is shown of both stations when a bike turns up at another than where it was thought to stand', async () => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 });
    const { shown, board } = boardInMemory();
    await city.docked('market-1', 7, minute(30), 'harbour');

    for (const event of city.told) await publishStation({ ...city, board })(event);

    expect(shown.get(KIOSK)).toMatchObject({ num_vehicles_available: 1, num_docks_available: 9 });
    expect(shown.get('harbour')).toMatchObject({ num_vehicles_available: 1, num_docks_available: 9 });
  });

  it('is not shown for a kiosk that nobody knows', async () => {
    const city = await town(dynamo, {});
    const { shown, board } = boardInMemory();

    await expect(publish(city, board, 'market-1')).rejects.toMatchObject({ name: 'KioskUnknown' });

    expect(shown.size).toBe(0);
  });

  it('is a retained message on the topic of the station', async () => {
    const aws = await awsAnswers({ status: 200 });
    const board = iotStationBoard('testville', new IoTDataPlaneClient(aws.settings));
    const status = {
      station_id: KIOSK,
      num_vehicles_available: 2,
      num_docks_available: 8,
      last_reported: minute(0),
    };

    await board.show(status);
    await aws.close();

    const { pathname, searchParams } = new URL(aws.asked[0]?.path ?? '', 'http://localhost');
    expect(decodeURIComponent(pathname)).toBe('/topics/freewheel/testville/stations/market');
    expect(Object.fromEntries(searchParams)).toMatchObject({ qos: '1', retain: 'true' });
    expect(JSON.parse(aws.asked[0]?.body ?? '')).toEqual(status);
  });
});

describe('importing a fleet', () => {
  it('takes in what is new, leaves the rest as it is, and shows each station', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    const { shown, board } = boardInMemory();
    await city.reserve(1);
    const load = importFleet({
      ...city,
      board,
      directory: kioskDirectory(itemStore(dynamo.client, await dynamo.createTable())),
    });

    const first = await load(FLEET);
    const again = await load(FLEET);

    expect(first).toEqual({ kiosks: 1, bikes: 2 });
    expect(again).toEqual({ kiosks: 0, bikes: 0 });
    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', kioskId: KIOSK });
    expect(shown.get(KIOSK)).toMatchObject({ num_vehicles_available: 1, num_docks_available: 8 });
    expect(shown.get('harbour')).toMatchObject({ num_vehicles_available: 1, num_docks_available: 1 });
  });

  it('lets a kiosk grow, and its station with it', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    const { shown, board } = boardInMemory();
    const load = importFleet({
      ...city,
      board,
      directory: kioskDirectory(itemStore(dynamo.client, await dynamo.createTable())),
    });
    await load(FLEET);
    const [market, ...others] = FLEET.kiosks;

    await load({
      ...FLEET,
      kiosks: [{ ...market, kioskId: KIOSK, name: 'Market', position: POSITION, bays: 14 }, ...others],
    });

    expect(shown.get(KIOSK)).toMatchObject({ num_vehicles_available: 2, num_docks_available: 12 });
  });
});
