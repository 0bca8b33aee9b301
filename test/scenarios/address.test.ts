import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PAGE_HEADERS } from '../../kiosk/web/page-headers.ts';
import { openTestCity, type TestCity } from './city.ts';

/** Everything that anybody may open at the city's address, by what it is of. */
const OPEN: Array<[path: string, type: string]> = [
  ['/', 'text/html'],
  ['/residents/', 'text/html'],
  ['/ops/', 'text/html'],
  ['/kiosks/library/', 'text/html'],
  ['/city.json', 'application/json'],
  ['/residents/config.json', 'application/json'],
  ['/gbfs/gbfs.json', 'application/json'],
  ['/openapi.json', 'application/json'],
  ['/.well-known/jwks.json', 'application/jwk-set+json'],
  ['/oidc/.well-known/openid-configuration', 'application/json'],
];

describe('the address of a city on a laptop', () => {
  let city: TestCity;

  beforeAll(async () => {
    city = await openTestCity();
  });
  afterAll(() => city.dispose());

  /** Reads each answer to its end: Node's `fetch` trips over a connection that closes while nobody reads. */
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { connection: 'close', ...init.headers };
    const answer = await fetch(`${city.address}${path}`, { ...init, redirect: 'manual', headers });
    const body = await answer.arrayBuffer();
    return new Response(body.byteLength > 0 ? body : null, { status: answer.status, headers: answer.headers });
  };

  it.each(OPEN)('has %s', async (path, type) => {
    const answer = await ask(path);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
  });

  it.each(['/', '/residents/', '/ops/', '/kiosks/library/', '/city.json', '/nothing', '/nothing.js', '/residents'])(
    'holds %s to what a page may do',
    async (path) => {
      const { headers } = await ask(path);

      const { 'content-security-policy': _, ...others } = PAGE_HEADERS;
      expect(Object.fromEntries(headers)).toMatchObject(others);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'/,
      );
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|data:|\*/);
    },
  );

  it('lets pages on which people sign in ask their provider, and no other page anybody', async () => {
    const connects = async (path: string) => {
      const policy = (await ask(path)).headers.get('content-security-policy') ?? '';
      return /connect-src ([^;]*)/
        .exec(policy)?.[1]
        ?.split(' ')
        .filter((source) => !source.endsWith('.amazoncognito.com'));
    };

    const provider = `${city.address}/oidc/`;
    expect(await connects('/')).toEqual(["'self'"]);
    expect(await connects('/residents/')).toEqual(["'self'", provider]);
    // Mechanics' photos go straight into their bucket.
    const photos = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[a-z-]+footagephotos\/photos\/$/);
    expect(await connects('/ops/')).toEqual(["'self'", provider, photos]);
  });

  it('says of what is not there that it is not, and of what is elsewhere where', async () => {
    const statuses = await Promise.all(
      ['/nothing', '/nothing.js', '/v1/nothing', '/gbfs/nothing.json'].map(async (path) => (await ask(path)).status),
    );
    const moved = await Promise.all(
      ['/residents', '/ops', '/kiosks/library'].map(async (path) => (await ask(path)).headers.get('location')),
    );

    expect(statuses).toEqual([404, 404, 404, 404]);
    expect(moved).toEqual(['/residents/', '/ops/', '/kiosks/library/']);
  });

  it('sends nobody what they have already', async () => {
    for (const path of ['/', '/ops/config.json', '/gbfs/station_status.json']) {
      const etag = (await ask(path)).headers.get('etag') ?? '';

      const again = await ask(path, { headers: { 'if-none-match': etag } });

      expect([path, again.status, await again.text()]).toEqual([path, 304, '']);
    }
  });

  it('takes nothing in but at the API', async () => {
    const refused = await Promise.all(
      ['/', '/residents/config.json', '/gbfs/gbfs.json'].map((path) => ask(path, { method: 'PUT', body: 'x' })),
    );

    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await ask('/v1/sessions', { method: 'POST', body: '{}' })).status).toBe(401);
  });

  it('tells of kiosks as they are at this moment, and of feeds at this very address', async () => {
    const board = (await (await ask('/city.json')).json()) as { kiosks: Array<{ kioskId: string; bikes: number }> };
    const { data } = (await (await ask('/gbfs/gbfs.json')).json()) as { data: { feeds: Array<{ url: string }> } };

    expect(board.kiosks.find(({ kioskId }) => kioskId === 'library')?.bikes).toBeGreaterThan(0);
    for (const { url } of data.feeds) expect(url.startsWith(`${city.address}/gbfs/`)).toBe(true);
  });

  it('is the same once the city was closed and opened again, with the pages of today', async () => {
    const before = await (await ask('/ops/')).text();
    city = await city.reopen();

    const after = await ask('/ops/');

    expect([after.status, await after.text()]).toEqual([200, before]);
  });
});
