import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { ReportDamage } from '../../../functions/bikes/contract.ts';
import { BikeUnknown } from '../../../functions/bikes/errors.ts';
import { useDynamo } from '../dynamo.ts';
import type { Call } from '../shared/http-event.ts';
import { type FrontEnd, jsonOf, setUpFrontEnd } from './front-end.ts';

const dynamo = useDynamo();
let front: FrontEnd | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  await front?.close();
  front = undefined;
});

const report = {
  reportId: '33333333-3333-4333-8333-333333333333',
  bikeId: 'HB-1',
  part: 'brakes',
  at: '2026-05-01T12:20:00.000Z',
};

const PHOTO = 'ab'.repeat(16);

/** Bikes that withdraws what may not brake, and has not heard of one bike. */
async function setUp() {
  const told: ReportDamage[] = [];
  front = await setUpFrontEnd(dynamo.client, async (one) => {
    if (one.bikeId === 'HB-404') throw new BikeUnknown('Bike HB-404 is not in the inventory.');
    told.push(one);
    const photo = one.hasPhoto ? { photoId: PHOTO } : {};
    return { reportId: one.reportId, isWithdrawn: one.part === 'brakes', ...photo };
  });
  return { ...front, told };
}

describe('a report of damage', () => {
  it('is told to bikes in the name of the kiosk that calls, and answered with what came of it', async () => {
    const { call, told } = await setUp();

    const answer = await call('reports', { kioskId: 'station', body: report });

    expect(answer).toMatchObject({ statusCode: 202, headers: { 'cache-control': 'no-store' } });
    expect(jsonOf(answer)).toEqual({ reportId: report.reportId, isWithdrawn: true });
    expect(told).toEqual([{ ...report, kioskId: 'station' }]);
  });

  it('says how bad it is and that a photo goes with it, where its rider does', async () => {
    const { call, told } = await setUp();
    const body = { ...report, severity: 'hardToRide', hasPhoto: true };

    const answer = await call('reports', { kioskId: 'station', body });

    expect(jsonOf(answer)).toEqual({ reportId: report.reportId, isWithdrawn: true, photoId: PHOTO });
    expect(told).toEqual([{ ...body, kioskId: 'station' }]);
  });

  it('may be sent again', async () => {
    const { call } = await setUp();

    const answers = [await call('reports', { body: report }), await call('reports', { body: report })];

    expect(answers[1]).toEqual(answers[0]);
  });

  it.each<[string, string, object]>([
    ['#/reportId', 'must be a UUID', { reportId: 'report-1' }],
    ['#/bikeId', 'must be a bike id', { bikeId: '../1' }],
    ['#/part', 'must be one of brakes, tyres, chain, lights, saddle, frame, other', { part: 'bell' }],
    ['#/part', 'is missing', { part: undefined }],
    ['#/severity', 'must be one of rideable, hardToRide, dangerous', { severity: 'deadly' }],
    ['#/hasPhoto', 'must be true or false', { hasPhoto: 'yes' }],
    ['#/photoId', 'is not known here', { photoId: PHOTO }],
    ['#/at', 'must be an instant in UTC with milliseconds (RFC 3339)', { at: 'just now' }],
    ['#/kioskId', 'is not known here', { kioskId: 'station' }],
  ])('is refused where %s %s', async (pointer, detail, change) => {
    const { call, told } = await setUp();

    const answer = await call('reports', { body: { ...report, ...change } });

    expect(answer.statusCode).toBe(422);
    expect(jsonOf(answer)).toMatchObject({ errors: [{ pointer, detail }] });
    expect(told).toEqual([]);
  });

  it('is refused of a bike that nobody knows', async () => {
    const { call } = await setUp();

    const answer = await call('reports', { body: { ...report, bikeId: 'HB-404' } });

    expect(jsonOf(answer)).toMatchObject({ status: 404, type: 'urn:freewheel:problem:bike-unknown' });
  });

  it.each<[number, Call]>([
    [401, { kioskId: '' }],
    [415, { headers: { 'content-type': 'text/plain' } }],
  ])('is refused with %i for %j', async (status, change) => {
    const { call, told } = await setUp();

    const answer = await call('reports', { ...change, body: report });

    expect(answer.statusCode).toBe(status);
    expect(told).toEqual([]);
  });
});
