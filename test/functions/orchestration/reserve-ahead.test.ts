import { describe, expect, it } from '@jest/globals';
import { openSession } from '../../../functions/orchestration/open-session.ts';
import type { ReservationInput, ReserveAhead } from '../../../functions/orchestration/reservation-contract.ts';
import { reserveAhead } from '../../../functions/orchestration/reserve-ahead.ts';
import { startRental } from '../../../functions/orchestration/start-rental.ts';
import { Relayed } from '../../../functions/shared/errors.ts';
import { RentalClaims, ReservationClaims } from '../../../functions/shared/tokens.ts';
import { useDynamo } from '../dynamo.ts';
import { CREDENTIAL, RESIDENT, setUpExchange } from './exchange.ts';

const RESERVATION = '22222222-2222-4222-8222-222222222222';
const OTHER = '33333333-3333-4333-8333-333333333333';
const dynamo = useDynamo();

async function setUp() {
  const exchange = await setUpExchange(dynamo.client);
  const { sessionId } = await openSession(exchange)({ kioskId: 'harbour', credential: CREDENTIAL });
  const started: ReservationInput[] = [];
  const reserve = reserveAhead({ ...exchange, start: async (input) => void started.push(input) });
  exchange.admission.asked.length = 0;
  const ask = (other: Partial<ReserveAhead> = {}) =>
    reserve({ reservationId: RESERVATION, sessionId, kioskId: 'harbour', at: 'market', bikes: 2, ...other });
  return { ...exchange, sessionId, ask, begun: started };
}

describe('reserving bikes at another kiosk', () => {
  it('has the ID that was scanned verified again, at the kiosk where the rider stands', async () => {
    const { ask, admission, verifier, sessionId } = await setUp();

    await ask();

    expect(admission.asked).toMatchObject([
      { name: RESERVATION, input: { credential: CREDENTIAL, kioskId: 'harbour', sessionId } },
    ]);
    const token = admission.asked[0]?.input.rentalToken ?? '';
    const claims = await verifier.verify(token, 'identity', RentalClaims);
    expect(claims).toMatchObject({ session: sessionId, kiosk: 'harbour', aud: ['identity'] });
    expect(claims.exp - claims.iat).toBe(60);
  });

  it('answers the command for just this reservation, and starts the workflow that ends it', async () => {
    const { ask, begun, verifier } = await setUp();

    const vouched = await ask();

    const { partyRef } = RESIDENT.rider;
    expect(vouched).toMatchObject({ kioskId: 'market', partyRef, partyLimit: 3, bikes: 2 });
    expect(begun).toEqual([{ reservationId: RESERVATION, ...vouched }]);
    expect(await verifier.verify(vouched.reservationToken, 'bikes', ReservationClaims)).toMatchObject({
      ...{ sub: partyRef, reservation: RESERVATION, kiosk: 'market', bikes: 2, limit: 3 },
    });
    await expect(verifier.verify(vouched.reservationToken, 'bikes', RentalClaims)).rejects.toMatchObject({
      name: 'TokenRefused',
    });
  });

  it('hands neither the ID nor its sealed copy on', async () => {
    const { ask, begun } = await setUp();

    const vouched = await ask();

    expect(JSON.stringify([vouched, begun])).not.toContain(CREDENTIAL);
  });

  it('may be asked again in the same words, and spends the session on nothing else', async () => {
    const { ask, begun } = await setUp();
    await ask();

    await ask();

    expect(begun.map(({ reservationId }) => reservationId)).toEqual([RESERVATION, RESERVATION]);
    await expect(ask({ reservationId: OTHER })).rejects.toMatchObject({ name: 'SessionExpired' });
  });

  it('leaves a session that was spent on a rental to that', async () => {
    const { ask, sessionId, admission, ...exchange } = await setUp();
    const rent = startRental({ ...exchange, tokens: exchange.signer });
    await rent({ rentalId: OTHER, sessionId, kioskId: 'harbour', bikes: 1 });

    await expect(ask()).rejects.toMatchObject({ name: 'SessionExpired' });
    expect(admission.asked).toEqual([]);
  });

  it.each<[string, Partial<ReserveAhead>, string]>([
    ['is over', {}, '2026-05-01T12:05:00.000Z'],
    ['is another kiosk’s', { kioskId: 'station' }, '2026-05-01T12:00:01.000Z'],
    ['is not there', { sessionId: OTHER }, '2026-05-01T12:00:01.000Z'],
  ])('is refused where the session %s', async (_, other, now) => {
    const { ask, clock, begun } = await setUp();
    clock.set(now);

    await expect(ask(other)).rejects.toMatchObject({ name: 'SessionExpired' });
    expect(begun).toEqual([]);
  });

  it('passes on that admission refuses the rider now', async () => {
    const { ask, admission, begun } = await setUp();
    admission.says(new Relayed('DocumentExpired', 'Your ID has expired.'));

    await expect(ask()).rejects.toMatchObject({ name: 'DocumentExpired' });
    expect(begun).toEqual([]);
  });

  it('is refused where the ID stands for somebody else now', async () => {
    const { ask, admission, begun } = await setUp();
    admission.says({ ...RESIDENT, rider: { ...RESIDENT.rider, partyRef: 'party_fedcba9876543210' } });

    await expect(ask()).rejects.toMatchObject({ name: 'SessionExpired' });
    expect(begun).toEqual([]);
  });
});
