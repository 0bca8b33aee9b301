import { describe, expect, it, jest } from '@jest/globals';
import { KIOSK_ALLOWANCES, within } from '../../../functions/frontend/allowance.ts';
import type { Allowances } from '../../../functions/shared/allowances.ts';
import type { HttpAnswer, HttpRequest } from '../../../functions/shared/http-handler.ts';
import { TooManyRequests } from '../../../functions/shared/problem.ts';

const request = (kioskId: string | undefined): HttpRequest => ({
  headers: {},
  parameters: {},
  query: {},
  person: undefined,
  body: '',
  kioskId,
});

function setUp(take: Allowances['take'] = async () => {}) {
  const route = jest.fn(async (): Promise<HttpAnswer> => ({ status: 204 }));
  const taken = jest.fn(take);
  return { route, taken, ask: within(KIOSK_ALLOWANCES.sessions, { take: taken }, route) };
}

describe('a route with an allowance', () => {
  it('is asked once the calling kiosk has something left', async () => {
    const { ask, taken } = setUp();

    const answer = await ask(request('harbour'));

    expect(answer).toEqual({ status: 204 });
    expect(taken).toHaveBeenCalledWith('harbour', { name: 'sessions', burst: 60, everyMs: 4_000 });
  });

  it('is not asked where nothing is left', async () => {
    const { ask, route } = setUp(async () => {
      throw new TooManyRequests(12);
    });

    await expect(ask(request('harbour'))).rejects.toMatchObject({ name: 'TooManyRequests' });
    expect(route).not.toHaveBeenCalled();
  });

  it('takes nothing for whoever is no kiosk', async () => {
    const { ask, route, taken } = setUp();

    await expect(ask(request(undefined))).rejects.toMatchObject({ name: 'KioskUnidentified' });
    expect([route.mock.calls, taken.mock.calls]).toEqual([[], []]);
  });

  it('takes a few riders’ reports, each told with three taps, and not a hundred of one', () => {
    const { burst, everyMs } = KIOSK_ALLOWANCES.damageReports;

    expect(burst).toBeGreaterThanOrEqual(15 * 3);
    expect(burst).toBeLessThan(100);
    expect(60_000 / everyMs).toBeLessThanOrEqual(15);
  });

  it('has names of its own: no two kinds of request share what is left', () => {
    const names = Object.values(KIOSK_ALLOWANCES).map(({ name }) => name);

    expect(names).toEqual(Object.keys(KIOSK_ALLOWANCES));
  });
});
