import { describe, expect, it } from '@jest/globals';
import type { BikePart } from '../../../functions/bikes/contract.ts';
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
