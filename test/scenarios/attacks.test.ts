import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestCity, type TestCity } from './city.ts';
import { assertionOf, type KioskClient, kioskClient, requestToken } from './kiosk-client.ts';

const RENTAL = '11111111-1111-4111-8111-111111111111';
const NONSENSE = { credential: 'aa.bb.cc.dd.ee' };

/** What an attacker would try over HTTP, against the whole city as it is deployed. */
describe('an attacker at the HTTP API', () => {
  let city: TestCity;
  let library: KioskClient;

  beforeAll(async () => {
    city = await openTestCity();
    library = await kioskClient(city, 'library');
  });
  afterAll(() => city.dispose());

  it('is stopped after a burst of scans, told when to come again, and takes nothing from other kiosks', async () => {
    const flooding = await kioskClient(city, 'stadium');

    const answers = await Promise.all(
      Array.from({ length: 30 }, () => flooding.call('POST', '/v1/sessions', NONSENSE)),
    );
    const neighbour = await library.openSession('Marta');
    const elsewhere = await flooding.call('GET', `/v1/rentals/${RENTAL}`);

    const stopped = answers.filter(({ status }) => status === 429);
    // While thirty requests are under way another attempt may fall due, but hardly two.
    expect(stopped.length).toBeGreaterThanOrEqual(8);
    expect(answers.length - stopped.length).toBeGreaterThanOrEqual(20);
    expect(stopped[0]?.headers.get('retry-after')).toBe('60');
    expect(stopped[0]?.body).toMatchObject({ type: 'urn:freewheel:problem:too-many-attempts', status: 429 });
    expect([neighbour.status, elsewhere.status]).toEqual([201, 404]);
  });

  it('cannot use an assertion twice, nor one of another kiosk’s key', async () => {
    const assertion = await assertionOf(city, 'old-mill');
    const stolen = await assertionOf(city, 'old-mill', 'library');

    const answers = [
      await requestToken(city, assertion),
      await requestToken(city, assertion),
      await requestToken(city, stolen),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400]);
  });

  it('cannot spend another kiosk’s session, nor see what came of it', async () => {
    const thief = await kioskClient(city, 'hospital');
    const { body } = await library.openSession('Tariq');
    const asked = { sessionId: body['sessionId'], bikes: 1 };

    const theft = await thief.call('PUT', `/v1/rentals/${RENTAL}`, asked);
    const own = await library.call('PUT', `/v1/rentals/${RENTAL}`, asked);
    const look = await thief.call('GET', `/v1/rentals/${RENTAL}`);

    expect([theft.status, own.status, look.status]).toEqual([403, 202, 404]);
  });

  it.each<[string, string, number]>([
    ['nests deep', `{"credential":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 400],
    ['has a name twice', '{"credential":"a","credential":"b"}', 400],
    ['has a thousand names', JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [n, 0]))), 400],
    ['is a megabyte', `{"credential":"${'x'.repeat(1_000_000)}"}`, 413],
    ['would be a prototype', '{"__proto__":{"admin":true}}', 422],
    ['has half a character for a name', '{"\\ud800":1}', 422],
    ['is nothing', '', 400],
  ])('is refused a body that %s', async (_what, body, status) => {
    const answer = await library.call('POST', '/v1/damage-reports', body);

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['%0d%0aset-cookie:%20a=b', '..%2f..%2fv1%2ftoken', '%00', '%1b%5b2J', 'x'.repeat(5_000)])(
    'gets nothing from an id such as %s, neither into a header nor into the log',
    async (id) => {
      const answers = await Promise.all([
        library.call('GET', `/v1/rentals/${id}`),
        library.call('POST', `/v1/photos/${id}`, { mediaType: 'image/png', bytes: 1, sha256: 'ab'.repeat(32) }),
      ]);

      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      for (const { headers } of answers) expect(headers.get('set-cookie')).toBeNull();
    },
  );

  it.each(['', 'Bearer', 'Bearer x', 'Basic bGlicmFyeTo=', 'Bearer eyJhbGciOiJub25lIn0.e30.'])(
    'is not let in with the word %p',
    async (authorization) => {
      const answer = await library.call('GET', `/v1/rentals/${RENTAL}`, undefined, { authorization });

      expect([401, 403]).toContain(answer.status);
    },
  );
});
