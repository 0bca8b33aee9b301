import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { withBikeOut } from '../../../functions/bikes/items/party.ts';
import { eventEntry } from '../../../functions/bikes/log/log-entry.ts';
import { CITY } from '../bikes/logbook.ts';
import { FAMILY, holdBy, KIOSK, minute, rentalId } from '../bikes/town.ts';
import { useDynamo } from '../dynamo.ts';
import { type Fate, type ReconciledCity, reconciledCity } from './reconciled-city.ts';

const dynamo = useDynamo();
jest.setTimeout(120_000);

/** A city in which everything is right: rentals at every stage of their way, and money held for those that ride. */
const fates = fc.array(fc.constantFrom<Fate>('reserved', 'released', 'taken', 'docked'), { maxLength: 2 });

async function consistentCity(rentals: Fate[]): Promise<ReconciledCity> {
  const city = await reconciledCity(dynamo);
  for (const [index, fate] of rentals.entries()) {
    const number = index + 1;
    await city.rent(number, fate);
    const isHeld = fate === 'reserved' || fate === 'taken';
    if (isHeld) city.payments.push(payment(number, 'authorized'));
  }
  await city.report();
  return city;
}

const payment = (number: number, status: ReconciledCity['payments'][number]['status']) => ({
  rentalId: rentalId(number),
  status,
  authorized: 4000,
  changedAt: minute(2),
});

const OTHER = 8;
const LAST = `${KIOSK}-4`;
const baysOf = (city: ReconciledCity, kioskId: string) => city.sensors.get(kioskId)?.bays ?? [];
/** Takes a bike out of the bays in which it is seen. */
const hide = (city: ReconciledCity, bikeId: string) => {
  for (const kiosk of city.sensors.values()) kiosk.bays = kiosk.bays.filter((one) => one.bikeId !== bikeId);
};

/** A bike of which something has happened that nobody tells. */
async function moveUntold({ bikes }: ReconciledCity): Promise<void> {
  const told = bikes.told.length;
  const out = { changeId: 'out', bikeId: LAST, event: 'maintenance', to: 'non_operational' } as const;
  await bikes.change(out);
  bikes.told.splice(told);
}
const lastEventOf = async ({ bikes }: ReconciledCity, bikeId: string) =>
  (await bikes.book.day()).events.findLast(({ vehicle_id }) => vehicle_id === bikeId);

interface Planted {
  title: string;
  plant: (city: ReconciledCity) => Promise<void>;
}
interface Healed extends Planted {
  isHealed: (city: ReconciledCity) => Promise<unknown>;
}

const HEALED: Healed[] = [
  {
    title: 'a bike that stands in another bay',
    plant: async (city) => {
      hide(city, LAST);
      baysOf(city, KIOSK).push({ bay: 9, bikeId: LAST });
    },
    isHealed: async (city) => (await city.bikes.inventory.readBike(LAST))?.bay === 9,
  },
  {
    title: 'a bike that is reserved for a rental which has failed',
    plant: async (city) => {
      await city.rent(OTHER, 'reserved');
      await city.end(OTHER, 'FAILED');
    },
    isHealed: async (city) => {
      const held = (await city.bikes.exportBikes({ kioskIds: [KIOSK], bikeIds: [] })).bikes;
      const { out } = await city.bikes.inventory.readParty(FAMILY);
      return !held.some(({ hold }) => hold?.rentalId === rentalId(OTHER)) && !out.includes(holdBy(OTHER));
    },
  },
  {
    title: 'a place that was left behind',
    plant: async (city) => {
      await city.rent(OTHER, 'docked');
      await city.report();
      const party = await city.bikes.inventory.readParty(FAMILY);
      await city.bikes.inventory.save(withBikeOut(party, holdBy(OTHER)));
    },
    isHealed: async (city) => !(await city.bikes.inventory.readParty(FAMILY)).out.includes(holdBy(OTHER)),
  },
  {
    title: 'money that is held for a rental which nobody rode',
    plant: async (city) => {
      await city.rent(OTHER, 'released');
      city.payments.push(payment(OTHER, 'authorized'));
    },
    isHealed: async (city) => !city.payments.some((one) => one.rentalId === rentalId(OTHER)),
  },
  {
    title: 'an event that the log lacks',
    plant: moveUntold,
    isHealed: async (city) => (await lastEventOf(city, LAST))?.vehicle_state === 'non_operational',
  },
];

const OPENED: (Planted & { caseId: string })[] = [
  {
    title: 'a bike that nobody knows',
    plant: async (city) => void baysOf(city, KIOSK).push({ bay: 9, bikeId: 'ghost' }),
    caseId: 'discrepancy/bikeUnknown/ghost',
  },
  {
    title: 'a bike in two bays',
    plant: async (city) => void baysOf(city, 'harbour').push({ bay: 9, bikeId: LAST }),
    caseId: `discrepancy/bikeInTwoBays/${LAST}`,
  },
  {
    title: 'a bike that stands where it is not recorded',
    plant: async (city) => {
      hide(city, LAST);
      baysOf(city, 'harbour').push({ bay: 9, bikeId: LAST });
    },
    caseId: `discrepancy/bikeStandsElsewhere/${LAST}`,
  },
  {
    title: 'a bike that stands while it is recorded as out',
    plant: async (city) => {
      await city.rent(OTHER, 'taken');
      await city.report();
      const [bike] = (await city.bikes.outstanding(1)).bikes.filter(({ hold }) => hold?.rentalId === rentalId(OTHER));
      baysOf(city, 'harbour').push({ bay: 9, bikeId: bike?.bikeId ?? '' });
    },
    caseId: 'discrepancy/bikeStandsWhileOut/',
  },
  {
    title: 'a bay that two records claim',
    plant: async (city) => {
      hide(city, LAST);
      const { inventory } = city.bikes;
      const [bike, [other]] = [await inventory.readBike(LAST), await inventory.listStanding('harbour')];
      if (bike && other) await inventory.save({ ...bike, kioskId: 'harbour', bay: other.bay });
    },
    caseId: 'discrepancy/bayClaimedTwice/harbour/',
  },
  {
    title: 'a bike that no sensor sees',
    plant: async (city) => hide(city, LAST),
    caseId: `discrepancy/bikeUnseen/${LAST}`,
  },
  {
    title: 'a log that says another state than the record',
    plant: async (city) => {
      await moveUntold(city);
      const { bikeId, state, moves } = (await city.bikes.inventory.readBike(LAST)) ?? {};
      const [move] = moves ?? [];
      if (!bikeId || !move) throw new Error(`${LAST} was not moved: it is ${state}.`);
      await city.bikes.book.log.append(eventEntry(CITY, bikeId, { ...move, state: 'removed' }, undefined, 0));
    },
    caseId: `discrepancy/logDiffers/${LAST}`,
  },
  {
    title: 'a capture without a ride',
    plant: async (city) => {
      await city.rent(OTHER, 'released');
      city.payments.push(payment(OTHER, 'capturing'));
    },
    caseId: `discrepancy/captureWithoutRide/${rentalId(OTHER)}`,
  },
  {
    title: 'a ride that was not charged',
    plant: async (city) => {
      await city.rent(OTHER, 'docked');
      await city.report();
      city.payments.push(payment(OTHER, 'authorized'));
    },
    caseId: `discrepancy/rideUncharged/${rentalId(OTHER)}`,
  },
];

const RUNS = { numRuns: 3 };

describe('reconciling the services of a city', () => {
  it('finds nothing where all is well, and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fates, async (rentals) => {
        const city = await consistentCity(rentals);
        const before = await city.visible();

        const run = await city.reconcile();

        expect(run).toEqual({ status: 'SUCCEEDED', healed: 0 });
        expect(await city.cases()).toEqual([]);
        expect(await city.visible()).toEqual(before);
      }),
      { numRuns: 10 },
    );
  });

  it.each(HEALED)('heals $title, and finds nothing more', async ({ plant, isHealed }) => {
    await fc.assert(
      fc.asyncProperty(fates, async (rentals) => {
        const city = await consistentCity(rentals);
        await plant(city);
        expect(await isHealed(city)).toBe(false);

        const first = await city.reconcile();
        const second = await city.reconcile();

        expect(first.healed).toBeGreaterThan(0);
        expect(await isHealed(city)).toBe(true);
        expect(second).toEqual({ status: 'SUCCEEDED', healed: 0 });
        expect(await city.cases()).toEqual([]);
      }),
      RUNS,
    );
  });

  it.each(OPENED)('opens one case for $title, touches nothing, and opens no other', async ({ plant, caseId }) => {
    await fc.assert(
      fc.asyncProperty(fates, async (rentals) => {
        const city = await consistentCity(rentals);
        await plant(city);
        const before = await city.visible();

        const first = await city.reconcile();
        const opened = await city.cases();
        const second = await city.reconcile();

        expect(opened.map((one) => one.caseId)).toEqual([expect.stringContaining(caseId)]);
        expect([first.healed, second.healed]).toEqual([0, 0]);
        expect(await city.cases()).toEqual(opened);
        expect(await city.visible()).toEqual(before);
      }),
      RUNS,
    );
  });
});
