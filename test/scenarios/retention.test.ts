import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RETENTION_DAYS } from '../../functions/shared/retention.ts';
import { ASSEMBLY } from '../../scripts/output.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { itemsOf } from './people.ts';
import { wholeDay } from './whole-day.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** What ended more than five years ago is left alone by DynamoDB, and so by the host: time does not leap that far. */
const STRIDE_DAYS = 3 * 365;

type Kept = keyof typeof RETENTION_DAYS | 'minutes' | 'a day';
/** For as long as what it describes is there, and why nothing of it ends by itself. */
type Lasting = { lasts: string };

/** Every kind of item that there is, and for how long it is kept. Whatever is not here fails the test. */
const KINDS: Record<string, Kept | Lasting> = {
  'ActionsTable action': 'action',
  'BikesTable bike': { lasts: 'A bike of the city, and where it is.' },
  'BikesTable kiosk': { lasts: 'A kiosk of the city, and how many bays it has.' },
  'BikesTable kiosks': { lasts: 'Which kiosks there are: their ids.' },
  'BikesTable alert': 'case',
  'BikesTable alerts': { lasts: 'Which alerts are shown: their ids.' },
  'BikesTable reservation': 'rental',
  'BikesTable party': 'rental',
  'BikesTable damage': 'damage',
  'FootageAlbum photo': 'photo',
  'FrontendAllowances allowance': 'minutes',
  'IdentityTable account': { lasts: 'What a scan finds of who has registered, until they delete it.' },
  'IdentityTable address': { lasts: 'An address of the city, by keyed hash; the city publishes it.' },
  'IdentityTable address-book': { lasts: 'Which edition of the addresses is in force.' },
  'IdentityTable attempts': 'a day',
  'IdentityTable household': { lasts: 'A household of the registry, by keyed hash, until it leaves.' },
  'IdentityTable resident': { lasts: 'A resident, by keyed hash, until they leave the registry.' },
  'IdentityTable nonce': 'a day',
  'OperationsTable workflow': 'case',
  'OperationsTable repair': 'case',
  'OperationsTable missing': 'case',
  'OperationsTable discrepancy': 'case',
  'OperationsTable bike': 'case',
  'OrchestrationKiosks kiosk': { lasts: 'The device key of a kiosk of the city.' },
  'OrchestrationRentals rental': 'rental',
  'OrchestrationSessions session': 'minutes',
  'OrchestrationSessions assertion': 'minutes',
  'OrchestrationSessions allowance': 'minutes',
  'PaymentsTable payment': 'books',
  'PaymentsSandbox hold': 'sandbox',
  'RebalancingTable flow': 'flow',
  'StorageTable handover': 'rental',
  'WorkshopTable bike': { lasts: 'What was said of a bike of the city since its last inspection.' },
  'WorkshopTable order': 'repair',
  'WorkshopTable kiosk': { lasts: 'Where a kiosk of the city is, for the mechanics’ walk.' },
  'StorageTable fact': 'rental',
  'VehicleLogTable event': 'vehicleEvents',
  'VehicleLogTable trip': 'vehicleEvents',
  'VehicleLogTable fare': 'vehicleEvents',
};

interface Item {
  kind: string;
  /** Seconds since the epoch. */
  end: number | undefined;
  item: Record<string, unknown>;
}

interface Table {
  name: string;
  /** The attribute that holds an item's end. */
  timeToLive: string | undefined;
}

/** The tables of the template, by the names that they have without their stack's. */
function tables(): Table[] {
  const file = join(ASSEMBLY, 'Freewheel-havenbrook-dev-Data.template.json');
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as {
    Resources: Record<string, { Type: string; Properties: { TimeToLiveSpecification?: { AttributeName: string } } }>;
  };
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::DynamoDB::GlobalTable')
    .map(([id, { Properties }]) => ({
      name: id.replace(/[0-9A-F]{8}$/, ''),
      timeToLive: Properties.TimeToLiveSpecification?.AttributeName,
    }));
}

describe('what the city keeps, and for how long', () => {
  let city: VirtualCity;

  beforeAll(async () => {
    city = await openVirtualCity();
    await wholeDay(city);
  }, 600_000);
  afterAll(() => city.close());

  async function kept(): Promise<Item[]> {
    const all: Item[] = [];
    for (const { name, timeToLive } of tables()) {
      for (const item of await itemsOf(city, name)) {
        const key = String(item['pk'] ?? item['id'] ?? '');
        const kind = /^([a-z-]+)(?:[#/]|$)/.exec(key)?.[1] ?? (item['rentalId'] ? 'rental' : 'kiosk');
        const end = timeToLive === undefined ? undefined : item[timeToLive];
        all.push({ kind: `${name} ${kind}`, end: end as number | undefined, item });
      }
    }
    return all;
  }

  /** Lets time pass without all that happens meanwhile, and the sweep come round. */
  async function after(days: number): Promise<void> {
    for (let left = days; left > 0; left -= STRIDE_DAYS) {
      city.clock.moveTo(city.clock.now() + Math.min(left, STRIDE_DAYS) * DAY);
      await swept();
    }
  }

  /** What is kept once nothing is left that had ended by now; a few sweeps later at the most, where it is much. */
  async function swept(): Promise<Item[]> {
    const nowS = city.clock.now() / 1000;
    const isOver = ({ end }: Item) => end !== undefined && end < nowS;
    let items = await kept();
    for (let sweeps = 0; sweeps < 10 && items.some(isOver); sweeps++) {
      await city.pass(10 * MINUTE);
      items = await kept();
    }
    expect(items.filter(isOver)).toEqual([]);
    return items;
  }

  it('is of kinds that are all known, each with its end where it has one', async () => {
    const items = await kept();

    const unknown = items.filter(({ kind }) => !KINDS[kind]).map(({ kind, item }) => ({ kind, item }));
    const endless = items.filter(({ kind, end }) => typeof KINDS[kind] === 'string' && end === undefined);

    expect(unknown).toEqual([]);
    // What somebody has to look into is kept until it is closed, and a bike that is missing until it is found.
    const isOpen = ({ kind, item }: Item) => kind.startsWith('OperationsTable ') && item['status'] !== 'closed';
    expect(endless.filter((one) => !isOpen(one))).toEqual([]);
  });

  it('ends when it is said to: no item outlives its kind', async () => {
    const nowS = city.clock.now() / 1000;

    for (const { kind, end } of await kept()) {
      const period = KINDS[kind];
      if (end === undefined || typeof period !== 'string') continue;
      const days = period === 'minutes' || period === 'a day' ? 1 : RETENTION_DAYS[period];
      expect({ kind, isWithin: end <= nowS + days * 86_400 }).toEqual({ kind, isWithin: true });
    }
  });

  it('is swept by the host as it ends: rentals after a month, reports and cases after a year, books after ten', async () => {
    const kindsAfter = async (days: number) => {
      await after(days);
      return new Set((await swept()).map(({ kind }) => kind));
    };
    const first = new Set((await kept()).map(({ kind }) => kind));

    const month = await kindsAfter(RETENTION_DAYS.rental + 1);
    const year = await kindsAfter(RETENTION_DAYS.damage);
    const decade = await kindsAfter(RETENTION_DAYS.books);

    const of = (period: Kept) => [...first].filter((kind) => KINDS[kind] === period);
    expect(of('rental').length).toBeGreaterThan(4);
    for (const kind of [...of('rental'), ...of('photo'), ...of('a day')])
      expect([kind, month.has(kind)]).toEqual([kind, false]);
    for (const kind of [...of('damage'), ...of('books')]) expect([kind, month.has(kind)]).toEqual([kind, true]);
    for (const kind of of('damage')) expect([kind, year.has(kind)]).toEqual([kind, false]);
    for (const kind of of('books')) expect([kind, decade.has(kind)]).toEqual([kind, false]);
  }, 600_000);
});
