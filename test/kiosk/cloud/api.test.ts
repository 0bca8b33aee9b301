import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { LICENCE } from '../support/people.ts';
import { type Rig, rig } from '../support/rig.ts';

const paths = ({ cloud }: Rig) => cloud.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
const screenIs = (here: Rig, name: string) =>
  here.until(`the screen is ${name}`, () => here.kiosk.state().screen.name === name);

async function admitted() {
  const here = await rig();
  here.kiosk.scan(LICENCE);
  await screenIs(here, 'howMany');
  return here;
}

describe('the HTTP API, as a kiosk uses it', () => {
  it('gets a token for a signed assertion that is bound to kiosk and city', async () => {
    const here = await admitted();

    const claims = here.cloud.assertions[0];

    expect(claims).toMatchObject({ iss: 'k1', sub: 'k1', aud: 'urn:freewheel:testville', jti: expect.any(String) });
    expect(claims).toHaveProperty('exp', (claims as { iat: number }).iat + 60);
  });

  it('uses one token until shortly before it ends', async () => {
    const here = await admitted();
    here.kiosk.rent(1);
    await here.until('the rental is requested', () => paths(here).some((path) => path.startsWith('PUT')));
    const before = here.cloud.assertions.length;

    here.clock.advance(900_000);
    here.kiosk.cancel();
    await here.until('the screen is free', () => here.kiosk.state().screen.name === 'idle');
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    expect(before).toBe(1);
    expect(here.cloud.assertions.length).toBeGreaterThan(1);
  });

  it('gets a new token when the old one is not taken any more', async () => {
    const here = await admitted();
    here.cloud.control.next.push({ status: 401 });

    const rentalId = here.kiosk.rent(1);
    await here.until('the rental is there', () => here.cloud.views.has(rentalId));

    expect(paths(here).slice(-3)).toEqual([
      `PUT /v1/rentals/${rentalId}`,
      'POST /v1/token',
      `PUT /v1/rentals/${rentalId}`,
    ]);
  });

  it.each<['lost' | { status: number }]>([['lost'], [{ status: 503 }], [{ status: 429 }]])(
    'asks again with the same rental id after %j',
    async (fault) => {
      const here = await admitted();
      here.cloud.control.next.push(fault, fault);

      const rentalId = here.kiosk.rent(2);
      await here.until(
        'the rental was asked for thrice',
        () => paths(here).filter((path) => path.startsWith('PUT')).length === 3,
      );

      expect(paths(here).filter((path) => path.startsWith('PUT'))).toEqual(
        Array(3).fill(`PUT /v1/rentals/${rentalId}`),
      );
      expect(here.cloud.views.size).toBe(1);
    },
  );

  it('leaves the cloud alone for as long as it asks', async () => {
    const here = await admitted();
    here.cloud.control.next.push({ status: 429, headers: { 'retry-after': '12' } });
    const asked = () => paths(here).filter((path) => path.startsWith('PUT')).length;

    here.kiosk.rent(1);
    await here.until('the rental was asked for', () => asked() === 1);
    const from = here.clock.now();
    await here.until('it was asked for again', () => asked() === 2);

    expect(here.clock.now() - from).toBeGreaterThanOrEqual(12_000);
    expect(here.clock.now() - from).toBeLessThan(13_000);
  });

  it('tells the rider at once where the cloud wants to be left alone for long', async () => {
    const here = await rig();
    here.cloud.control.answers['/v1/sessions'] = { status: 429, headers: { 'retry-after': '60' } };

    here.kiosk.scan(LICENCE);
    await screenIs(here, 'refused');

    expect(paths(here).filter((path) => path === 'POST /v1/sessions')).toHaveLength(1);
    expect(here.kiosk.state().screen).toMatchObject({ title: 'The city does not answer' });
  });

  it('seals anew for each attempt to open a session', async () => {
    const here = await rig();
    here.cloud.control.losing = { path: '/v1/sessions', times: 2 };

    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    const nonces = here.cloud.credentials.map(({ nonce }) => nonce);
    expect(nonces).toHaveLength(3);
    expect(new Set(nonces).size).toBe(3);
  });

  it('is let in at the second attempt when its clock was wrong at the first', async () => {
    const here = await admitted();
    here.cloud.control.skewMs = 1_800_000;
    here.cloud.requests.length = 0;
    await here.powerCycle();

    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    const asked = paths(here).filter((path) => !path.endsWith('/boot'));
    expect(asked).toEqual(['POST /v1/token', 'POST /v1/token', 'POST /v1/sessions']);
  });

  it('seals once more when the city found the credential stale', async () => {
    const here = await admitted();
    here.kiosk.cancel();
    const stale = { type: 'urn:freewheel:problem:credential-stale', title: 'Stale', status: 422, detail: 'Stale.' };
    here.cloud.control.next.push({ status: 422, body: JSON.stringify(stale) });

    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    expect(paths(here).slice(-2)).toEqual(['POST /v1/sessions', 'POST /v1/sessions']);
  });

  it('signs receipts that name the kiosk', async () => {
    const here = await rig();

    here.machine.dock('bike-7');
    await here.until('there is a receipt', () => here.kiosk.state().returning?.receipt !== undefined);

    expect(decodeJwt(here.kiosk.state().returning?.receipt ?? '')).toMatchObject({
      iss: 'k1',
      bike: 'bike-7',
      scope: 'return',
    });
  });
});
