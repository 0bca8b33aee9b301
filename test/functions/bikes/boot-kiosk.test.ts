import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { kioskOffice, typesOf } from './kiosk-office.ts';
import { KIOSK, minute, town } from './town.ts';

const dynamo = useDynamo();

describe('a kiosk that boots', () => {
  it('is told that it is in service, what time it is, and how often to speak', async () => {
    const city = await town(dynamo);
    city.clock.set(minute(7));

    const answer = await kioskOffice(dynamo, city).boot();

    expect(answer).toEqual({
      status: 'accepted',
      currentTime: minute(7),
      heartbeatSeconds: 300,
      is_renting: true,
      is_returning: true,
    });
  });

  it('is known from then on by its versions, its last word and its faults', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    city.clock.set(minute(7));

    await office.boot({ faults: [{ bay: 2, status: 'lockFailure' }] });

    const { kiosks } = await office.list();
    expect(kiosks).toMatchObject([
      {
        station_id: KIOSK,
        programVersion: '1.4.0',
        configVersion: 'c0ffee',
        bootedAt: minute(7),
        last_reported: minute(7),
        is_installed: true,
        is_renting: true,
        num_vehicles_available: 2,
        bikes: 3,
        faults: [{ bay: 2, status: 'lockFailure', at: minute(7) }],
      },
    ]);
    expect(office.told).toMatchObject([{ type: 'KioskReported', detail: { programVersion: '1.4.0', bays: 10 } }]);
  });

  it('mends by it the bays that were not well and are not named any more', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    await office.fact({ type: 'BayStatusChanged', bay: 1, status: 'noPower', at: minute(1) });
    city.clock.set(minute(5));

    await office.boot();

    expect(await city.availability()).toMatchObject({ bikesAvailable: 3 });
  });

  it('is heard on its bays afterwards, also where its clock was ahead of ours as it booted', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    city.clock.set(minute(5));
    await office.boot({ faults: [{ bay: 1, status: 'lockFailure' }], at: minute(65) });
    city.clock.set(minute(6));

    await office.fact({ type: 'BayStatusChanged', bay: 1, status: 'ok', at: minute(6) });

    expect(await city.availability()).toMatchObject({ bikesAvailable: 3 });
  });

  it('may do so twice at once: both are answered, and it is known as one of them said', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);

    const answers = await Promise.all([office.boot(), office.boot({ programVersion: '1.5.0' })]);

    const { kiosks } = await office.list();
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    expect(['1.4.0', '1.5.0']).toContain(kiosks[0]?.programVersion);
  });

  it('waits where it is registered and in no list of kiosks', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);

    const answer = await office.boot({ kioskId: 'attic' });

    expect(answer).toMatchObject({ status: 'pending', is_renting: false, is_returning: false, heartbeatSeconds: 300 });
    expect(answer.reason).toMatch(/attic/);
    expect(office.told).toEqual([]);
  });

  it('is turned away where it was set up for another city', async () => {
    const city = await town(dynamo);

    const answer = await kioskOffice(dynamo, city).boot({ city: 'elsewhere' });

    expect(answer).toMatchObject({ status: 'rejected', is_renting: false, is_returning: false });
    expect(answer.reason).toMatch(/elsewhere/);
  });

  it.each([
    ['more bays than the city knows of', 999, { num_docks_available: 7, num_vehicles_available: 3 }],
    ['fewer bays than it has bikes', 2, { num_docks_available: 0, num_vehicles_available: 3 }],
  ])('may claim %s: that is kept for operators to see, and the inventory stays as it is', async (_, bays, status) => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);

    await office.boot({ bays });

    const { kiosks } = await office.list();
    expect(kiosks[0]).toMatchObject({ bays: 10, reportedBays: bays, bikes: 3, ...status });
  });

  it('is not heard where it says that it is another', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);

    await expect(office.beat('attic')).rejects.toMatchObject({ name: 'KioskUnknown' });

    expect(typesOf(office.told)).toEqual([]);
  });
});
