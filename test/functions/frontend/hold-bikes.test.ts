import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import type { HoldAhead } from '../../../functions/bikes/ahead-contract.ts';
import { BikeUnavailable, NoShowLimitReached, ReservationStanding } from '../../../functions/bikes/errors.ts';
import { holdBikes } from '../../../functions/frontend/kiosks/hold-bikes.ts';
import type { ReserveAhead } from '../../../functions/orchestration/reservation-contract.ts';
import { httpHandler } from '../../../functions/shared/http-handler.ts';
import { captureLog } from '../shared/captured-log.ts';
import { type Call, httpEvent } from '../shared/http-event.ts';

const BODY = {
  reservationId: '22222222-2222-4222-8222-222222222222',
  sessionId: '33333333-3333-4333-8333-333333333333',
  kioskId: 'market',
  bikes: 1,
};
const UNTIL = '2026-05-01T10:10:00.000Z';

beforeEach(() => {
  captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The route in front of orchestration and bikes that keep to their contracts. */
function route(refusal?: Error) {
  const asked: ReserveAhead[] = [];
  const held: HoldAhead[] = [];
  const vouched = { reservationToken: 'a.b.c', partyRef: 'party_0123456789abcdef', partyLimit: 2 };
  const reservations = {
    reserveAhead: async (command: ReserveAhead) => {
      asked.push(command);
      return { ...vouched, kioskId: command.at, bikes: command.bikes };
    },
    holdAhead: async (command: HoldAhead) => {
      if (refusal) throw refusal;
      held.push(command);
      const bikes = [{ bikeId: 'bike-1', bay: 2 }];
      return { reservationId: BODY.reservationId, kioskId: command.kioskId, until: UNTIL, bikes };
    },
  };
  const handler = httpHandler({ bind: () => holdBikes({ reservations }) });
  const call = (body: object = BODY, change: Call = {}) => {
    const headers = { 'content-type': 'application/json' };
    return handler(httpEvent({ kioskId: 'harbour', headers, body: JSON.stringify(body), ...change }), {} as Context);
  };
  return { call, asked, held };
}

describe('having bikes wait at another kiosk', () => {
  it('is vouched for by orchestration, done by bikes, and tells until when', async () => {
    const { call, asked, held } = route();

    const answer = await call();

    expect(answer.statusCode).toBe(201);
    expect(JSON.parse(answer.body ?? '')).toEqual({ ...BODY, sessionId: undefined, until: UNTIL });
    expect(asked).toEqual([{ ...BODY, kioskId: 'harbour', at: 'market' }]);
    expect(held).toMatchObject([{ kioskId: 'market', reservationToken: 'a.b.c' }]);
  });

  it.each<[string, string, object]>([
    ['#/kioskId', 'must be another kiosk than this one', { kioskId: 'harbour' }],
    ['#/kioskId', 'is missing', { kioskId: undefined }],
    ['#/bikes', 'must be at least 1', { bikes: 0 }],
    ['#/reservationId', 'must be a UUID in lower case', { reservationId: '1' }],
    ['#/until', 'is not known here', { until: UNTIL }],
  ])('is refused where %s %s', async (pointer, detail, change) => {
    const { call, asked } = route();

    const answer = await call({ ...BODY, ...change });

    expect(answer.statusCode).toBe(422);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ errors: [{ pointer, detail }] });
    expect(asked).toEqual([]);
  });

  it.each([
    [409, new BikeUnavailable('market has no bike left to hold for you.')],
    [409, new ReservationStanding('A bike is held for you already, at library.')],
    [422, new NoShowLimitReached('Please take one where it is.')],
  ])('is refused with %i and in bikes’ words: %p', async (status, refusal) => {
    const { call } = route(refusal);

    const answer = await call();

    expect(answer.statusCode).toBe(status);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ detail: refusal.message });
  });

  it('is for kiosks alone', async () => {
    const { call } = route();

    const answer = await call(BODY, { kioskId: '' });

    expect(answer.statusCode).toBe(401);
  });
});
