import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { joinAs, signInAs } from '../../laptop/newcomer.ts';
import { joinGroup, peopleOf } from '../../laptop/people.ts';
import { openTestCity, type TestCity } from './city.ts';
import { type KioskClient, kioskClient } from './kiosk-client.ts';

describe('somebody who moves to the city', () => {
  let city: TestCity;
  let kiosk: KioskClient;
  let operator: typeof ask;
  let ask: (method: string, path: string, body?: object) => Promise<{ status: number; body: Record<string, unknown> }>;

  const asking =
    (token: string): typeof ask =>
    async (method, path, body) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${city.address}${path}`, { method, headers, ...sent });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
    };
  const visitor = () => {
    const [first] = city.city.visitors;
    if (!first) throw new Error('The city has no visitors.');
    return first;
  };
  const registration = (address: object) => {
    const { iin, number } = visitor();
    return { iin, number, address, consentVersion: '2026-05' };
  };
  const scan = async () => (await kiosk.openSession(visitor().firstName)).body;
  const home = () => {
    const { lat: _, lon: __, ...address } = city.city.addresses[0] ?? { lat: 0, lon: 0 };
    return address;
  };

  beforeAll(async () => {
    city = await openTestCity();
    kiosk = await kioskClient(city, 'harbour-steps');
    const login = peopleOf(city);
    ask = asking((await joinAs(login, 'newcomer@example.org')).access_token);
    await joinAs(login, 'olga@example.org');
    await joinGroup(city, 'olga@example.org', 'operators');
    operator = asking((await signInAs(login, 'olga@example.org')).access_token);
  });
  afterAll(() => city.dispose());

  it('rides as a resident once the office has seen more than the old licence, until they delete what is held', async () => {
    const before = await scan();
    const registered = await ask('PUT', '/v1/residents/me', registration(home()));
    const byLicence = await scan();
    const read = await ask('GET', '/v1/residents/me');

    const path = `/v1/operators/residents/${read.body['residentId']}`;
    await operator('POST', path, { decision: 'approve', reason: 'lease seen' });
    const within = await scan();
    const deleted = await ask('DELETE', '/v1/residents/me');
    const after = await scan();
    const gone = await ask('GET', '/v1/residents/me');

    expect([registered.status, registered.body['status']]).toEqual([200, 'active']);
    expect(read.body).toEqual(registered.body);
    expect([before, byLicence, within, after].map((session) => session['rider'])).toEqual([
      { kind: 'visitor', partyLimit: 1 },
      { kind: 'visitor', partyLimit: 1, note: 'ResidenceUnproven' },
      expect.objectContaining({ kind: 'resident' }),
      { kind: 'visitor', partyLimit: 1 },
    ]);
    expect([deleted.status, gone.status, gone.body['type']]).toEqual([
      204,
      404,
      'urn:freewheel:problem:resident-unknown',
    ]);
  });

  it('is looked at by an operator where nobody knows the address, and is told the outcome', async () => {
    const address = { ...home(), street: '1 Unheard Of Road' };
    const { body: waiting } = await ask('PUT', '/v1/residents/me', registration(address));

    const { body: list } = await operator('GET', '/v1/operators/residents');
    const path = `/v1/operators/residents/${waiting['residentId']}`;
    const decided = await operator('POST', path, { decision: 'approve', reason: 'lease seen' });
    const { body: read } = await ask('GET', '/v1/residents/me');

    expect(waiting['status']).toBe('inReview');
    expect(list['residents']).toEqual([
      expect.objectContaining({ residentId: waiting['residentId'], reference: waiting['reference'] }),
    ]);
    expect(decided.status).toBe(200);
    expect(read).toMatchObject({ status: 'active', review: { decision: 'approve', reason: 'lease seen' } });
    expect((await scan())['rider']).toMatchObject({ kind: 'resident' });
  });

  it('hears that nobody lives in a post box', async () => {
    const { status, body } = await ask('PUT', '/v1/residents/me', registration({ ...home(), street: 'PO Box 7' }));

    const detail = 'must be a street address with a number, not a post box';
    expect([status, body['errors']]).toEqual([422, [{ pointer: '#/address/street', detail }]]);
  });

  it('hears in plain words what is wrong with what they typed', async () => {
    const { status, body } = await ask('PUT', '/v1/residents/me', {
      ...registration({ ...home(), postalCode: 'no' }),
      number: '!',
      consentVersion: '2001-01',
    });

    expect(status).toBe(422);
    expect(body['errors']).toEqual(
      expect.arrayContaining([
        { pointer: '#/number', detail: 'must be the number on the licence, without blanks' },
        { pointer: '#/address/postalCode', detail: 'must be a ZIP code' },
        { pointer: '#/consentVersion', detail: expect.stringContaining('must be 2026-05') },
      ]),
    );
  });

  it('leaves neither licence number nor address anywhere on the city’s disk', async () => {
    const text = await city.everythingKept();

    expect(text).not.toContain(visitor().number);
    expect(text).not.toContain('Unheard Of');
  });
});
