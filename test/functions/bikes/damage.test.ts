import { describe, expect, it } from '@jest/globals';
import type { BikePart, DamageSeverity } from '../../../functions/bikes/contract.ts';
import { damagePhotoId } from '../../../functions/bikes/naming-contract.ts';
import { useDynamo } from '../dynamo.ts';
import { KIOSK, minute, rentalId, type Town, through, town } from './town.ts';

const dynamo = useDynamo();

/** A town whose first bike was ridden, and came back half an hour past ten. */
async function returned(): Promise<Town> {
  const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 });
  await city.reserve(1);
  await city.taken(1, 1, 'market-1', minute(2));
  await city.docked('market-1', 1, minute(30));
  return city;
}

const brakes = { bikeId: 'market-1', part: 'brakes', at: minute(31) } as const;

describe('reporting damage', () => {
  it.each<[BikePart, boolean]>([
    ['brakes', true],
    ['frame', true],
    ['tyres', true],
    ['chain', false],
    ['lights', false],
    ['saddle', false],
    ['other', false],
  ])('of %s takes a bike out of the offer that was just returned: %s', async (part, isWithdrawn) => {
    const city = await returned();

    const answer = await city.report(1, { ...brakes, part });

    expect(answer).toEqual({ reportId: rentalId(1), isWithdrawn });
    expect(await city.bike('market-1')).toMatchObject({ state: isWithdrawn ? 'non_operational' : 'available' });
    expect(city.told.at(-1)).toEqual({
      type: 'DamageReported',
      at: minute(31),
      reportId: rentalId(1),
      bikeId: 'market-1',
      kioskId: KIOSK,
      part,
      isWithdrawn,
    });
  });

  it('keeps the report with the bike and by its id', async () => {
    const city = await returned();

    await city.report(1, brakes);

    const kept = { reportId: rentalId(1), kioskId: KIOSK, part: 'brakes', at: minute(31), isWithdrawn: true };
    expect((await city.inventory.readBike('market-1'))?.reports).toEqual([kept]);
    expect(await city.inventory.readReport(rentalId(1))).toMatchObject({ bikeId: 'market-1', ...kept });
  });

  it('is the same report when it is repeated, whatever it says then, and is told again', async () => {
    const city = await returned();
    const first = await city.report(1, { ...brakes, part: 'chain' });

    const again = await city.report(1, { ...brakes, bikeId: 'market-2' });

    expect(again).toEqual(first);
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
    expect((await city.inventory.readBike('market-2'))?.reports).toBeUndefined();
    expect(city.told.at(-1)).toEqual(city.told.at(-2));
  });

  it('keeps a bike on offer that nobody has just returned there: a stranger must not empty a kiosk', async () => {
    const city = await returned();

    const never = await city.report(1, { ...brakes, bikeId: 'market-2' });
    const tooLate = await city.report(2, { ...brakes, at: minute(61) });
    const before = await city.report(3, { ...brakes, at: minute(29) });
    const elsewhere = await city.report(4, { ...brakes, kioskId: 'harbour' });

    for (const { isWithdrawn } of [never, tooLate, before, elsewhere]) expect(isWithdrawn).toBe(false);
    expect(await city.availability()).toMatchObject({ bikesAvailable: 2 });
    expect((await city.inventory.readBike('market-1'))?.reports).toHaveLength(3);
  });

  it('withdraws no bike that is out with the next rider, or reserved', async () => {
    const city = await returned();
    await city.reserve(2);

    const reserved = await city.report(1, brakes);
    await city.taken(2, 1, 'market-1', minute(32));
    const out = await city.report(2, brakes);

    expect([reserved.isWithdrawn, out.isWithdrawn]).toEqual([false, false]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip' });
  });

  it('withdraws the bike once its return is told, when the rider was faster than the fact', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    const early = await city.report(1, brakes);

    await city.docked('market-1', 1, minute(30));
    await city.docked('market-1', 1, minute(30));
    const again = await city.report(1, brakes);

    expect(early.isWithdrawn).toBe(false);
    expect(again.isWithdrawn).toBe(true);
    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational', hold: undefined });
    expect(city.told.filter(({ type }) => type === 'DamageReported').map((told) => 'part' in told && told)).toEqual([
      expect.objectContaining({ isWithdrawn: false }),
      expect.objectContaining({ isWithdrawn: true }),
      expect.objectContaining({ isWithdrawn: true }),
      expect.objectContaining({ isWithdrawn: true }),
    ]);
  });

  it('keeps the last twenty with the bike, and knows an older one by its id', async () => {
    const city = await returned();
    for (let number = 1; number <= 21; number++) await city.report(number, { ...brakes, part: 'lights' });

    const oldest = await city.report(1, brakes);

    const reports = (await city.inventory.readBike('market-1'))?.reports ?? [];
    expect(reports.map(({ reportId }) => reportId)).toEqual(Array.from({ length: 20 }, (_, n) => rentalId(n + 2)));
    expect(oldest).toEqual({ reportId: rentalId(1), isWithdrawn: false });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it('refuses a bike that nobody knows', async () => {
    const city = await town(dynamo);

    await expect(city.report(1, { ...brakes, bikeId: 'ghost' })).rejects.toMatchObject({ name: 'BikeUnknown' });

    expect(city.told).toEqual([]);
  });

  it.each(['bike', 'damage'])('is recorded once when it stopped before it wrote the %s', async (stopped) => {
    let isStopped = false;
    const reach = through((items) => ({
      ...items,
      save: async (item) => {
        if (isStopped && item.pk.startsWith(stopped)) throw new Error('The function was stopped.');
        return items.save(item);
      },
    }));
    const city = await town(dynamo, { [KIOSK]: 1 }, reach);
    await city.docked('market-1', 1, minute(30));
    isStopped = true;
    await expect(city.report(1, brakes)).rejects.toThrow('stopped');
    isStopped = false;

    const answer = await city.report(1, brakes);

    expect(answer.isWithdrawn).toBe(true);
    expect((await city.inventory.readBike('market-1'))?.reports).toHaveLength(1);
    expect(await city.inventory.readReport(rentalId(1))).toMatchObject({ isWithdrawn: true });
  });
});

describe('how bad a rider says that it is', () => {
  it.each<[BikePart, DamageSeverity, boolean]>([
    ['saddle', 'rideable', false],
    ['saddle', 'hardToRide', false],
    ['saddle', 'dangerous', true],
    ['other', 'dangerous', true],
    ['brakes', 'rideable', true],
    ['tyres', 'hardToRide', true],
  ])('of %s, “%s”, decides whether the bike stays on offer: withdrawn %s', async (part, severity, isWithdrawn) => {
    const city = await returned();

    const answer = await city.report(1, { ...brakes, part, severity });

    expect(answer).toEqual({ reportId: rentalId(1), isWithdrawn });
    expect(await city.bike('market-1')).toMatchObject({ state: isWithdrawn ? 'non_operational' : 'available' });
    expect(city.told.at(-1)).toMatchObject({ type: 'DamageReported', part, severity, isWithdrawn });
  });

  it('is added to the report that was told before, and then counts', async () => {
    const city = await returned();
    const first = await city.report(1, { ...brakes, part: 'saddle' });

    const then = await city.report(1, { ...brakes, part: 'saddle', severity: 'dangerous' });

    expect([first.isWithdrawn, then.isWithdrawn]).toEqual([false, true]);
    expect((await city.inventory.readBike('market-1'))?.reports).toHaveLength(1);
    expect(await city.inventory.readReport(rentalId(1))).toMatchObject({ severity: 'dangerous', isWithdrawn: true });
    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational' });
  });

  it('stays as it was said first, and is none of another kiosk’s business', async () => {
    const city = await returned();
    await city.report(1, { ...brakes, part: 'saddle' });
    const stranger = await city.report(1, { ...brakes, kioskId: 'harbour', part: 'saddle', severity: 'dangerous' });
    await city.report(1, { ...brakes, part: 'saddle', severity: 'rideable' });

    const again = await city.report(1, { ...brakes, part: 'saddle', severity: 'dangerous' });

    expect([stranger.isWithdrawn, again.isWithdrawn]).toEqual([false, false]);
    expect(await city.inventory.readReport(rentalId(1))).toMatchObject({ severity: 'rideable' });
  });

  it('is known of a report also when the bike lists it no more', async () => {
    const city = await returned();
    for (let number = 1; number <= 21; number++) await city.report(number, { ...brakes, part: 'lights' });

    await city.report(1, { ...brakes, part: 'lights', severity: 'dangerous' });

    expect(await city.inventory.readReport(rentalId(1))).toMatchObject({ severity: 'dangerous', isWithdrawn: false });
    expect((await city.inventory.readBike('market-1'))?.reports).toHaveLength(20);
  });

  it('withdraws the bike once its return is told, when the rider was faster than the fact', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    await city.report(1, { ...brakes, part: 'saddle', severity: 'dangerous' });

    await city.docked('market-1', 1, minute(30));

    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational' });
  });
});

describe('a photo that goes with a report', () => {
  it('is waited for from this kiosk, and told with the report', async () => {
    const city = await returned();
    const photoId = damagePhotoId(rentalId(1));
    const without = await city.report(1, brakes);

    const answer = await city.report(1, { ...brakes, hasPhoto: true });
    const again = await city.report(1, { ...brakes, hasPhoto: true });

    expect(without).not.toHaveProperty('photoId');
    expect(answer).toEqual({ reportId: rentalId(1), isWithdrawn: true, photoId });
    expect(again).toEqual(answer);
    expect(await city.album.read(photoId)).toMatchObject({
      ...{ of: 'damage', status: 'requested', reportId: rentalId(1), bikeId: 'market-1', kioskId: KIOSK, revision: 1 },
    });
    expect(city.told.at(-1)).toMatchObject({ type: 'DamageReported', photoId });
  });

  it('is waited for also where the function stopped before it wrote that', async () => {
    let isStopped = true;
    const reach = through((items) => ({
      ...items,
      save: async (item) => {
        if (isStopped && item.pk.startsWith('photo')) throw new Error('The function was stopped.');
        return items.save(item);
      },
    }));
    const city = await town(dynamo, { [KIOSK]: 1 }, reach);
    await city.docked('market-1', 1, minute(30));
    await expect(city.report(1, { ...brakes, hasPhoto: true })).rejects.toThrow('stopped');
    isStopped = false;

    const { photoId = '' } = await city.report(1, { ...brakes, hasPhoto: true });

    expect(await city.album.read(photoId)).toMatchObject({ status: 'requested' });
  });
});
