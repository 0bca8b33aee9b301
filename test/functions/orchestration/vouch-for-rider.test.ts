import { describe, expect, it } from '@jest/globals';
import { type Admission, VouchForRider } from '../../../functions/orchestration/contract.ts';
import { openSession } from '../../../functions/orchestration/open-session.ts';
import { startRental } from '../../../functions/orchestration/start-rental.ts';
import { vouchForRider } from '../../../functions/orchestration/vouch-for-rider.ts';
import { Relayed } from '../../../functions/shared/errors.ts';
import { BikeClaims, bikeAudience } from '../../../functions/shared/tokens.ts';
import { commandId } from '../../../functions/storage/contract.ts';
import { useDynamo } from '../dynamo.ts';
import { claimsIn, tokenKey, withClaims, withOtherSignature } from '../shared/token-keys.ts';
import { CREDENTIAL, type Exchange, RESIDENT, setUpExchange } from './exchange.ts';

const rentalId = '11111111-1111-4111-8111-111111111111';
const bike = { kioskId: 'harbour', slot: 2, bikeId: 'HB-017', bay: 4 };

const dynamo = useDynamo();

async function setUp() {
  const exchange = await setUpExchange(dynamo.client);
  const { sessionId } = await openSession(exchange)({ kioskId: 'harbour', credential: CREDENTIAL });
  await startRental({ ...exchange, tokens: exchange.signer })({ rentalId, sessionId, kioskId: 'harbour', bikes: 2 });
  const rentalToken = exchange.started[0]?.rentalToken ?? '';
  const vouch = vouchForRider(exchange);
  exchange.admission.asked.length = 0;
  return {
    ...exchange,
    sessionId,
    rentalToken,
    vouch: (other: Partial<VouchForRider> = {}) => vouch({ ...bike, attempt: 1, rentalToken, ...other }),
  };
}

describe('vouching for a rider', () => {
  it('mints what the kiosk needs to hand over this bike, for five minutes', async () => {
    const { vouch, verifier } = await setUp();

    const { bikeToken } = await vouch();

    const claims = await verifier.verify(bikeToken, bikeAudience('harbour'), BikeClaims);
    expect(claims).toMatchObject({ rental: rentalId, slot: 2, bike: 'HB-017', kiosk: 'harbour', bay: 4 });
    expect(claims.exp - claims.iat).toBe(300);
  });

  it('allows both commands of the bike and no other', async () => {
    const { vouch } = await setUp();

    const { bikeToken } = await vouch();

    const commands = [commandId(rentalId, 2, 'move'), commandId(rentalId, 2, 'openUntilTaken')];
    expect(claimsIn(bikeToken)['commands']).toEqual(commands);
  });

  it('allows the commands of just the attempt that it is for', async () => {
    const { vouch } = await setUp();

    const tokens = await Promise.all([vouch({ attempt: 1 }), vouch({ attempt: 2 })]);

    const [first, second] = tokens.map(({ bikeToken }) => claimsIn(bikeToken)['commands'] as string[]);
    expect(second).toEqual([commandId(rentalId, 2, 'move', 2), commandId(rentalId, 2, 'openUntilTaken', 2)]);
    expect(first?.filter((command) => second?.includes(command))).toEqual([]);
  });

  it('takes a command without an attempt for the first', () => {
    const command = { ...bike, rentalToken: 'a.b.c' };

    expect(VouchForRider.parse(command).attempt).toBe(1);
  });

  it("has the session's credential checked again, with the rental's token", async () => {
    const { vouch, admission, sessionId, rentalToken } = await setUp();

    await vouch();

    const input = { credential: CREDENTIAL, kioskId: 'harbour', sessionId, rentalToken };
    expect(admission.asked).toEqual([{ name: `${rentalId}-2`, input }]);
  });

  it('can be repeated', async () => {
    const { vouch } = await setUp();

    const tokens = await Promise.all([vouch(), vouch()]);

    const commands = tokens.map(({ bikeToken }) => claimsIn(bikeToken)['commands']);
    expect(commands[0]).toEqual(commands[1]);
  });

  it('stops when the session is over, also before it was swept', async () => {
    const { vouch, clock, admission } = await setUp();

    clock.set('2026-05-01T12:20:00.000Z');

    await expect(vouch()).rejects.toMatchObject({ name: 'SessionExpired' });
    expect(admission.asked).toEqual([]);
  });

  it('stops when the session was closed', async () => {
    const { vouch, sessions, sessionId } = await setUp();

    await sessions.close(sessionId);

    await expect(vouch()).rejects.toMatchObject({ name: 'SessionExpired' });
  });

  it.each<[string, Partial<Admission['rider']>]>([
    ['another rider', { riderRef: 'rider_fedcba9876543210' }],
    ['another party', { partyRef: 'party_fedcba9876543210' }],
  ])('stops when the credential now stands for %s', async (_, change) => {
    const { vouch, admission } = await setUp();

    admission.says({ ...RESIDENT, rider: { ...RESIDENT.rider, ...change } });

    await expect(vouch()).rejects.toMatchObject({ name: 'RiderNotVouched' });
  });

  it('makes a refused credential final, and says why', async () => {
    const { vouch, admission } = await setUp();

    admission.says(new Relayed('DocumentExpired', 'Your ID has expired.'));

    await expect(vouch()).rejects.toMatchObject({ name: 'RiderNotVouched', message: 'Your ID has expired.' });
  });

  it('leaves a fault on the way for what it is, to be tried again', async () => {
    const { vouch, admission } = await setUp();

    admission.says(new Relayed('ThrottlingException', 'slow down'));

    await expect(vouch()).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  const foreign = tokenKey();
  it.each<[string, (exchange: Exchange, token: string) => string]>([
    ['of a foreign key', (_, token) => foreign.forge(claimsIn(token))],
    ['for other services', ({ key }, token) => key.forge({ ...claimsIn(token), aud: ['bikes', 'storage'] })],
    ['of another scope', ({ key }, token) => key.forge({ ...claimsIn(token), scope: 'bike' })],
    ['of another kiosk', ({ key }, token) => key.forge({ ...claimsIn(token), kiosk: 'station' })],
    ['that has expired', ({ key }, token) => key.forge({ ...claimsIn(token), exp: 1 })],
    ['with the algorithm none', ({ key }, token) => key.forge(claimsIn(token), { alg: 'none', kid: 'key-1' })],
    ['with another signature', (_, token) => withOtherSignature(token)],
    ['with other claims than were signed', (_, token) => withClaims(token, { kiosk: 'harbour', bikes: 9 })],
  ])('is refused with a token %s, before anything is done', async (_, forge) => {
    const { vouch, ...exchange } = await setUp();

    await expect(vouch({ rentalToken: forge(exchange, exchange.rentalToken) })).rejects.toMatchObject({
      name: 'TokenRefused',
    });
    expect(exchange.admission.asked).toEqual([]);
  });
});
