import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { csvRows } from '../../cities/csv.ts';
import { csvLine } from '../../cities/csv-line.ts';
import { TRIP_COLUMNS, tripLines } from '../../cities/trips.ts';
import { eventLines, type ReadDay } from '../../cities/vehicle-events.ts';
import { nameUuid } from '../../functions/bikes/log/name-uuid.ts';
import type { TripFare, TripPoint, VehicleEvent } from '../../functions/bikes/log-contract.ts';
import { awsAnswers } from '../functions/aws-answers.ts';

const DAY = '2026-06-03';
const trip = (number: number) => nameUuid('trip', number);

function event(
  at: string,
  types: VehicleEvent['event_types'],
  change: Partial<VehicleEvent> & { kiosk?: string } = {},
): VehicleEvent {
  const { kiosk = 'market', ...rest } = change;
  return {
    ...{ event_id: nameUuid(at, ...types), provider_id: nameUuid('provider'), device_id: nameUuid('device') },
    ...{ vehicle_id: 'bike-1', vehicle_state: 'available', event_types: types },
    ...{ timestamp: Date.parse(at), publication_time: Date.parse(at) + 5 },
    ...{ stop_id: kiosk, stop_name: `At the ${kiosk}`, location: { lat: 42.87, lng: -77.28 } },
    ...rest,
  };
}
const started = (number: number, at: string) => event(at, ['trip_start'], { trip_ids: [trip(number)] });

const pointOf = (number: number, point: TripPoint['point'], at: string, kiosk: string): TripPoint => ({
  ...{ trip_id: trip(number), vehicle_id: 'bike-1', point, timestamp: Date.parse(at) },
  ...{ stop_id: kiosk, stop_name: `At the ${kiosk}`, location: { lat: 42.87, lng: -77.28 } },
});
const began = (number: number, at: string) => pointOf(number, 'start', at, 'market');
const ended = (number: number, at: string, kiosk = 'harbour') => pointOf(number, 'end', at, kiosk);

const NOTHING = { events: [], trips: [], fares: [] };

/** A log that holds these events and trips, in pages of two. */
function logOf(
  { events = [], trips = [] }: { events?: VehicleEvent[]; trips?: TripPoint[] },
  fares: TripFare[] = [],
): ReadDay & { days: string[] } {
  const days: string[] = [];
  const read = async function* pages(day: string) {
    days.push(day);
    const isOfDay = ({ timestamp }: { timestamp: number }) => new Date(timestamp).toISOString().startsWith(day);
    yield { ...NOTHING, fares };
    for (let at = 0; at < events.length; at += 2)
      yield { ...NOTHING, events: events.filter(isOfDay).slice(at, at + 2) };
    for (let at = 0; at < trips.length; at += 2) yield { ...NOTHING, trips: trips.filter(isOfDay).slice(at, at + 2) };
  };
  return Object.assign(read, { days });
}

async function rowsOf(lines: AsyncIterable<string>): Promise<Record<string, string>[]> {
  const rows: string[][] = [];
  for await (const row of csvRows(lines)) rows.push(row);
  const [names = [], ...values] = rows;
  return values.map((row) => {
    expect(row).toHaveLength(names.length);
    return Object.fromEntries(row.map((field, column) => [names[column], field]));
  });
}
const trips = (log: ReadDay) => rowsOf(tripLines(log, { day: DAY, daysAfter: 3, timeZone: 'America/New_York' }));

describe('a line of CSV', () => {
  it('is read again as it was written, whatever is in its fields', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'é') });
    await fc.assert(
      fc.asyncProperty(fc.array(field, { minLength: 2, maxLength: 5 }), async (fields) => {
        const rows: string[][] = [];
        for await (const row of csvRows([csvLine(fields)])) rows.push(row);

        expect(rows).toEqual([fields]);
      }),
    );
  });
});

describe('the log as CSV', () => {
  it('has a row for each event, by the names of MDS', async () => {
    const events = [
      event(`${DAY}T08:00:00.000Z`, ['comms_lost', 'not_located'], {
        vehicle_state: 'missing',
        stop_name: 'Pier 9, "N"',
      }),
      started(1, `${DAY}T09:00:00.000Z`),
      event(`${DAY}T10:00:00.000Z`, ['decommissioned'], { stop_id: undefined, location: undefined } as object),
    ];
    const log = logOf({ events });

    const rows = await rowsOf(eventLines(log, DAY));

    expect(rows.map((row) => [row['event_types'], row['lat'], row['stop_name']])).toEqual([
      ['comms_lost not_located', '42.87', 'Pier 9, "N"'],
      ['trip_start', '42.87', 'At the market'],
      ['decommissioned', '', 'At the market'],
    ]);
    expect(rows[1]).toMatchObject({ trip_ids: trip(1), timestamp: String(Date.parse(`${DAY}T09:00:00.000Z`)) });
    expect(log.days).toEqual([DAY]);
  });
});

describe("the trips in Citi Bike's columns", () => {
  it('say where and when each began and ended, on the clocks of the city, and whether its rider is a member', async () => {
    const log = logOf({ trips: [began(1, `${DAY}T12:02:11.050Z`), ended(1, `${DAY}T12:20:00.000Z`)] }, [
      { trip_id: trip(1), fare: 'resident' },
    ]);

    const rows = await trips(log);

    expect(rows).toEqual([
      {
        ...{ ride_id: trip(1), rideable_type: 'classic_bike' },
        ...{ started_at: '2026-06-03 08:02:11.050', ended_at: '2026-06-03 08:20:00.000' },
        ...{ start_station_name: 'At the market', start_station_id: 'market' },
        ...{ end_station_name: 'At the harbour', end_station_id: 'harbour' },
        ...{ start_lat: '42.87', start_lng: '-77.28', end_lat: '42.87', end_lng: '-77.28', member_casual: 'member' },
      },
    ]);
    expect(Object.keys(rows[0] ?? {})).toEqual(TRIP_COLUMNS);
  });

  it('pair ends with their beginnings in whatever order they are told, also past midnight', async () => {
    const told = [
      ended(2, `${DAY}T11:00:00.000Z`, 'library'),
      began(1, `${DAY}T23:59:59.999Z`),
      began(2, `${DAY}T10:00:00.000Z`),
      ended(1, '2026-06-05T00:10:00.000Z'),
    ];
    const log = logOf({ trips: told }, [{ trip_id: trip(2), fare: 'visitor' }]);

    const rows = await trips(log);

    expect(rows.map((row) => [row['ride_id'], row['end_station_id'], row['member_casual']])).toEqual([
      [trip(2), 'library', 'casual'],
      [trip(1), 'harbour', ''],
    ]);
    expect(log.days).toEqual([DAY, '2026-06-04', '2026-06-05']);
  });

  it('leave the end of a trip open that nobody saw, and count no trip that began on another day', async () => {
    const missing = event('2026-06-05T08:00:00.000Z', ['comms_lost', 'not_located'], { trip_ids: [trip(1)] });
    const told = [began(1, `${DAY}T08:00:00.000Z`), ended(7, `${DAY}T08:30:00.000Z`)];
    const log = logOf({ events: [missing], trips: told });

    const rows = await trips(log);

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ride_id: trip(1),
      ended_at: '',
      end_station_name: '',
      end_lat: '',
      member_casual: '',
    });
    expect(log.days).toEqual([DAY, '2026-06-04', '2026-06-05', '2026-06-06']);
  });
});

describe('the command line', () => {
  async function run(words: string[], environment: Record<string, string> = {}) {
    const file = join(__dirname, '..', '..', 'cities', 'events-command.ts');
    const child = spawn(process.execPath, [file, ...words], { env: { ...process.env, ...environment } });
    const [out, problems]: string[][] = [[], []];
    child.stdout.on('data', (part) => out?.push(String(part)));
    child.stderr.on('data', (part) => problems?.push(String(part)));
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { status, out: out?.join('') ?? '', problems: problems?.join('') ?? '' };
  }

  it('writes a day as CSV, of all pages', async () => {
    const page = (number: number, cursor?: string) => {
      const events = [started(number, `${DAY}T0${number}:00:00.000Z`)];
      return { status: 200, body: { events, trips: [], fares: [], ...(cursor && { cursor }) } };
    };
    const aws = await awsAnswers(page(1, 'next'), page(2));
    const folder = mkdtempSync(join(tmpdir(), 'freewheel-events-'));
    const outputs = join(folder, 'outputs.json');
    writeFileSync(
      outputs,
      JSON.stringify({ 'Freewheel-havenbrook-dev-Services': { ExportVehicleEvents: 'the-export' } }),
    );
    const credentials = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

    const { status, out, problems } = await run(['--day', DAY, '--outputs', outputs], {
      AWS_ENDPOINT_URL: aws.settings.endpoint,
      ...credentials,
    });

    await aws.close();
    rmSync(folder, { recursive: true });
    expect({ status, problems }).toEqual({ status: 0, problems: '' });
    const rows = await rowsOf(
      (async function* text() {
        yield out;
      })(),
    );
    expect(rows.map((row) => row['trip_ids'])).toEqual([trip(1), trip(2)]);
    expect(aws.asked.map(({ body }) => JSON.parse(body))).toEqual([{ day: DAY }, { day: DAY, cursor: 'next' }]);
  });

  it.each([[[]], [['--day', 'yesterday']], [['--day', '2026-13-01']], [['--colour', 'red']]])(
    'ends with 2 where it does not understand: %j',
    async (words) => {
      const { status, problems } = await run(words);

      expect(status).toBe(2);
      expect(problems).toContain('npm run --silent events');
    },
  );

  it('ends with 1 and says why where the city is not deployed', async () => {
    const { status, problems } = await run(['--day', DAY, '--outputs', '/dev/null']);

    expect(status).toBe(1);
    expect(problems).toContain('could not be reached');
  });
});
