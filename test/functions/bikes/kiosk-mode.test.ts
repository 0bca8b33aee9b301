import { describe, expect, it } from '@jest/globals';
import type { StationStatus } from '../../../functions/bikes/contract.ts';
import { publishStation } from '../../../functions/bikes/stations/publish-station.ts';
import { useDynamo } from '../dynamo.ts';
import { kioskOffice } from './kiosk-office.ts';
import { KIOSK, minute, town } from './town.ts';

const dynamo = useDynamo();

async function openTown(bikes = 2) {
  const city = await town(dynamo, { [KIOSK]: bikes });
  const office = kioskOffice(dynamo, city);
  await office.boot();
  office.told.length = 0;
  return { city, office };
}

describe('the mode of a kiosk', () => {
  it('is changed once, with who and why, however often it is asked for', async () => {
    const { office } = await openTown();

    const first = await office.setMode({ mode: 'closed' });
    await office.setMode({ mode: 'open', changeId: 'operator-2' });
    const again = await office.setMode({ mode: 'closed' });

    expect(first).toEqual({
      type: 'KioskModeChanged',
      changeId: 'operator-1',
      at: minute(0),
      kioskId: KIOSK,
      from: 'open',
      mode: 'closed',
      by: 'operator/ada',
      reason: 'The street is dug up.',
    });
    expect(again).toEqual(first);
    expect(office.told.map(({ detail }) => detail['changeId'])).toEqual(['operator-1', 'operator-2', 'operator-1']);
    expect((await office.list()).kiosks[0]).toMatchObject({ mode: 'open', modeChange: { by: 'operator/ada' } });
  });

  it.each(['draining', 'closed'] as const)('%s: no rental begins, and those under way go on', async (mode) => {
    const { city, office } = await openTown();
    const taken = await city.reserve(1);

    await office.setMode({ mode });

    await expect(city.availability()).rejects.toMatchObject({ name: 'KioskNotRenting' });
    await expect(city.reserve(2)).rejects.toMatchObject({ name: 'KioskNotRenting' });
    expect(await city.reserve(1)).toEqual(taken);
    await city.start(1, 1, 'market-1', minute(3));
    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip' });
  });

  it('shows at its station: one that drains takes bikes back, one that is closed does not', async () => {
    const { city, office } = await openTown();
    const shown: StationStatus[] = [];
    const board = { show: async (status: StationStatus) => void shown.push(status) };

    for (const mode of ['draining', 'closed', 'open'] as const) {
      const { kioskId } = await office.setMode({ mode, changeId: `operator-${mode}` });
      await publishStation({ ...city, board })({ kioskId });
    }

    expect(shown.map(({ is_renting, is_returning }) => [is_renting, is_returning])).toEqual([
      [false, true],
      [false, false],
      [true, true],
    ]);
  });

  it('becomes closed once the last bike has left a kiosk that drains', async () => {
    const { city, office } = await openTown(1);
    await office.setMode({ mode: 'draining' });
    const before = await office.watch();
    await city.change({ changeId: 'van', bikeId: 'market-1', event: 'rebalance_pick_up', to: 'removed' });

    const after = await office.watch();
    const again = await office.watch();

    expect([before.closed, after.closed, again.closed]).toEqual([0, 1, 0]);
    expect((await office.list()).kiosks[0]).toMatchObject({
      mode: 'closed',
      is_returning: false,
      modeChange: { by: `kiosk/${KIOSK}`, reason: 'No bike stands there any more.' },
    });
  });

  it('is closed at once where an empty kiosk is to drain', async () => {
    const { office } = await openTown(0);

    const change = await office.setMode({ mode: 'draining' });

    expect(change).toMatchObject({ from: 'open', mode: 'closed' });
  });

  it('is refused for a kiosk that nobody knows', async () => {
    const { office } = await openTown();

    await expect(office.setMode({ mode: 'closed', kioskId: 'attic' })).rejects.toMatchObject({ name: 'KioskUnknown' });

    expect(office.told).toEqual([]);
  });
});

describe('the list of kiosks', () => {
  it('has each kiosk once, in pages', async () => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 1, mill: 0 });
    const office = kioskOffice(dynamo, city);

    const first = await office.list(undefined, 2);
    const rest = await office.list(first.cursor, 2);

    expect(first.kiosks.map(({ station_id }) => station_id)).toEqual(['harbour', KIOSK]);
    expect(rest.kiosks.map(({ station_id, bikes }) => [station_id, bikes])).toEqual([['mill', 0]]);
  });

  it('goes on at no cursor that is none of ours', async () => {
    const office = kioskOffice(dynamo, await town(dynamo));

    await expect(office.list('bm90IG91cnM')).rejects.toMatchObject({ name: 'CommandMalformed' });
  });
});
