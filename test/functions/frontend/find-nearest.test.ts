import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { StationUnknown } from '../../../functions/bikes/errors.ts';
import type { LookUpNearest } from '../../../functions/bikes/stations-contract.ts';
import { findNearest } from '../../../functions/frontend/kiosks/find-nearest.ts';
import { httpHandler } from '../../../functions/shared/http-handler.ts';
import { captureLog } from '../shared/captured-log.ts';
import { httpEvent } from '../shared/http-event.ts';

const FOUND = { asOf: '2026-05-01T10:00:00.000Z', stations: [] };

/** The route in front of bikes that know one station. */
function route() {
  const asked: LookUpNearest[] = [];
  const stations = {
    lookUpNearest: async (command: LookUpNearest) => {
      if (command.kioskId !== 'harbour') throw new StationUnknown('There is no such station.');
      asked.push(command);
      return FOUND;
    },
  };
  const handler = httpHandler({ bind: () => findNearest({ stations }) });
  const call = (queryStringParameters: Record<string, string>, station = 'harbour', kioskId = 'harbour') => {
    const event = { ...httpEvent({ kioskId }), pathParameters: { kioskId: station }, queryStringParameters };
    return handler(event, {} as Context);
  };
  return { call, asked };
}

beforeEach(() => {
  captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('asking what is nearest', () => {
  it('asks bikes for what is wanted, three at most unless said otherwise', async () => {
    const { call, asked } = route();

    const answer = await call({ want: 'docks' });
    await call({ want: 'bikes', count: '5' });

    expect(answer).toMatchObject({ statusCode: 200, body: JSON.stringify(FOUND) });
    expect(asked).toEqual([
      { kioskId: 'harbour', want: 'docks', count: 3 },
      { kioskId: 'harbour', want: 'bikes', count: 5 },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['?want', {}],
    ['?want', { want: 'boats' }],
    ['?count', { want: 'bikes', count: '0' }],
    ['?count', { want: 'bikes', count: 'all' }],
  ])('is refused where %s is at fault in %j', async (pointer, query) => {
    const { call, asked } = route();

    const answer = await call(query);

    expect(answer.statusCode).toBe(422);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ errors: [{ pointer }] });
    expect(asked).toEqual([]);
  });

  it.each(['atlantis', 'No Station'])('is refused around %s, which is no station', async (station) => {
    const { call } = route();

    const answer = await call({ want: 'bikes' }, station);

    expect(answer.statusCode).toBe(404);
  });

  it('is for kiosks alone', async () => {
    const { call } = route();

    const answer = await call({ want: 'bikes' }, 'harbour', '');

    expect(answer.statusCode).toBe(401);
  });
});
