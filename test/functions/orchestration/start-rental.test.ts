import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { RentalInput, StartedRental, type StartRental } from '../../../functions/orchestration/contract.ts';
import { openSession } from '../../../functions/orchestration/open-session.ts';
import { startRental } from '../../../functions/orchestration/start-rental.ts';
import { RENTAL_AUDIENCES, RentalClaims } from '../../../functions/shared/tokens.ts';
import { useDynamo } from '../dynamo.ts';
import { claimsIn } from '../shared/token-keys.ts';
import { CREDENTIAL, type Exchange, RESIDENT, setUpExchange, VISITOR } from './exchange.ts';

const rentalId = '11111111-1111-4111-8111-111111111111';
const CARD = 'pm_card_visa';

const dynamo = useDynamo();

async function setUp(change: (exchange: Exchange) => Partial<Exchange> = () => ({}), rider = RESIDENT) {
  const exchange = await setUpExchange(dynamo.client);
  exchange.admission.says(rider);
  const { sessionId } = await openSession(exchange)({ kioskId: 'harbour', credential: CREDENTIAL });
  const deps = { ...exchange, ...change(exchange) };
  const start = startRental({ ...deps, tokens: deps.signer });
  return {
    ...exchange,
    sessionId,
    start: (other: Partial<StartRental> = {}) => start({ rentalId, sessionId, kioskId: 'harbour', bikes: 2, ...other }),
  };
}

/** Fails the first time, as a function does that is cut off in the middle. */
function failingOnce<Args extends unknown[], Answer>(work: (...args: Args) => Promise<Answer>) {
  let failures = 1;
  return async (...args: Args): Promise<Answer> => {
    if (failures-- > 0) throw new Error('cut off');
    return work(...args);
  };
}

describe('starting a rental', () => {
  it('answers with what was asked and when', async () => {
    const { start } = await setUp();

    const answer = await start();

    expect(StartedRental.parse(answer)).toEqual(answer);
    expect(answer).toEqual({ rentalId, kioskId: 'harbour', bikes: 2, requestedAt: '2026-05-01T12:00:00.000Z' });
  });

  it('starts the workflow with all it needs, and nothing of the credential', async () => {
    const { start, started } = await setUp();

    await start();

    const { partyRef, partyLimit } = RESIDENT.rider;
    const who = { partyRef, partyLimit, kind: 'resident', paymentMethod: null };
    expect(started).toEqual([{ rentalId, kioskId: 'harbour', bikes: 2, rentalToken: expect.any(String), ...who }]);
    expect(RentalInput.parse(started[0])).toEqual(started[0]);
    expect(JSON.stringify(started)).not.toContain(CREDENTIAL);
  });

  it('mints a token of the rental for each service, as long as it can be redriven', async () => {
    const { start, started, verifier, sessionId } = await setUp();

    await start();

    const token = started[0]?.rentalToken ?? '';
    const claims = await Promise.all(RENTAL_AUDIENCES.map((aud) => verifier.verify(token, aud, RentalClaims)));
    const { riderRef } = RESIDENT.rider;
    for (const one of claims)
      expect(one).toMatchObject({ rental: rentalId, kiosk: 'harbour', session: sessionId, sub: riderRef });
    expect((claimsIn(token)['exp'] as number) - (claimsIn(token)['iat'] as number)).toBe(14 * 24 * 3600);
  });

  it('keeps the session alive for as long as handing over takes', async () => {
    const { start, sessions, sessionId, clock } = await setUp();
    clock.set('2026-05-01T12:04:59.000Z');

    await start({ bikes: 3 });

    expect((await sessions.read(sessionId))?.expiresAt).toBe(Date.parse('2026-05-01T12:34:59.000Z') / 1000);
  });
});

describe('how a visitor pays', () => {
  it('is in the input of the workflow, and in no table', async () => {
    const { start, started, rentalsTable, sessionsTable } = await setUp(() => ({}), VISITOR);

    await start({ paymentMethod: CARD });

    expect(started).toMatchObject([{ kind: 'visitor', paymentMethod: CARD }]);
    for (const TableName of [rentalsTable, sessionsTable]) {
      const { Items } = await dynamo.client.send(new ScanCommand({ TableName }));
      expect(Items).toHaveLength(1);
      expect(JSON.stringify(Items)).not.toContain(CARD);
    }
  });

  it('is passed on also by the attempt that takes up one that died', async () => {
    const dying = ({ workflow }: Exchange) => ({ workflow: { start: failingOnce(workflow.start) } });
    const { start, started } = await setUp(dying, VISITOR);
    await expect(start({ paymentMethod: CARD })).rejects.toThrow('cut off');

    await start({ paymentMethod: CARD });

    expect(started).toMatchObject([{ kind: 'visitor', paymentMethod: CARD }]);
  });

  it.each([
    ['by another card', 'pm_card_mastercard'],
    ['by none', undefined],
  ])('cannot be changed afterwards: %s is a conflict', async (_, paymentMethod) => {
    const { start, started } = await setUp(() => ({}), VISITOR);
    await start({ paymentMethod: CARD });

    await expect(start({ paymentMethod })).rejects.toMatchObject({ name: 'RentalConflict' });
    expect(started).toMatchObject([{ paymentMethod: CARD }]);
  });

  it('is dropped where a resident gives it, who needs none', async () => {
    const { start, started, rentals } = await setUp();

    await start({ paymentMethod: CARD });

    expect(started).toMatchObject([{ kind: 'resident', paymentMethod: null }]);
    expect(JSON.stringify([started, await rentals.read(rentalId)])).not.toContain(CARD);
  });
});

describe('asking again', () => {
  it('gets the same answer to the letter, also after session and rental, and starts nothing', async () => {
    const { start, attempts, clock, sessions, sessionId } = await setUp();
    const first = JSON.stringify(await start());

    clock.set('2026-05-03T08:00:00.000Z');
    await sessions.close(sessionId);
    const second = JSON.stringify(await start());

    expect(second).toBe(first);
    expect(attempts).toHaveLength(1);
  });

  it('gets one answer and one execution when many ask at once', async () => {
    const { start, started } = await setUp();

    const answers = await Promise.all(Array.from({ length: 8 }, () => start()));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(started).toHaveLength(1);
  });

  it.each<[string, Partial<StartRental>]>([
    ['another number of bikes', { bikes: 1 }],
    ['another session', { sessionId: '5e551000-0000-4000-8000-000000000009' }],
    ['another kiosk', { kioskId: 'station' }],
  ])('under the same id for %s is a conflict', async (_, other) => {
    const { start, started } = await setUp();
    await start();

    await expect(start(other)).rejects.toMatchObject({
      name: 'RentalConflict',
      message: expect.stringContaining(rentalId),
    });
    expect(started).toHaveLength(1);
  });

  it('for something else at the same time lets one of the two through', async () => {
    const { start, started } = await setUp();

    const answers = await Promise.allSettled([start({ bikes: 1 }), start({ bikes: 2 })]);

    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.map((answer) => (answer.reason as Error).name)).toEqual(['RentalConflict']);
    expect(started).toHaveLength(1);
  });

  it.each<[string, (exchange: Exchange) => Partial<Exchange>]>([
    ['before the token was minted', ({ signer }) => ({ signer: { mint: failingOnce(signer.mint) } as typeof signer })],
    ['before the workflow was started', ({ workflow }) => ({ workflow: { start: failingOnce(workflow.start) } })],
    [
      'before the start was noted',
      ({ rentals }) => ({ rentals: { ...rentals, markStarted: failingOnce(rentals.markStarted) } }),
    ],
  ])('takes up a request that died %s', async (_, dying) => {
    const { start, started } = await setUp(dying);
    await expect(start()).rejects.toThrow('cut off');

    const answer = await start();

    expect(answer.requestedAt).toBe('2026-05-01T12:00:00.000Z');
    expect(started).toHaveLength(1);
  });
});

describe('a rental is refused', () => {
  it.each<[string, Partial<StartRental>]>([
    ['for a session that is not there', { sessionId: '5e551000-0000-4000-8000-000000000009' }],
    ["for another kiosk's session", { kioskId: 'station' }],
  ])('%s', async (_, other) => {
    const { start } = await setUp();

    await expect(start(other)).rejects.toMatchObject({ name: 'SessionExpired' });
  });

  it('for a session that has expired and was not swept yet', async () => {
    const { start, clock } = await setUp();

    clock.set('2026-05-01T12:05:00.000Z');

    await expect(start()).rejects.toMatchObject({ name: 'SessionExpired' });
    await expect(start({ bikes: 4 })).rejects.toMatchObject({ name: 'SessionExpired' });
  });

  it('for a session that another rental was started for', async () => {
    const { start, started } = await setUp();
    await start({ bikes: 1 });

    const second = start({ rentalId: '22222222-2222-4222-8222-222222222222', bikes: 1 });

    await expect(second).rejects.toMatchObject({ name: 'SessionExpired' });
    expect(started).toHaveLength(1);
  });

  it('for a session that ends while it is being looked at', async () => {
    const { start, rentals } = await setUp(({ sessions }) => ({
      sessions: {
        ...sessions,
        async read(id) {
          const session = await sessions.read(id);
          await sessions.close(id);
          return session;
        },
      },
    }));

    await expect(start()).rejects.toMatchObject({ name: 'SessionExpired' });
    expect(await rentals.read(rentalId)).toBeUndefined();
  });

  it('to a visitor without a card, who may tap it and ask once more', async () => {
    const { start, started, rentals } = await setUp(() => ({}), VISITOR);

    const without = start({ bikes: 1 });

    await expect(without).rejects.toMatchObject({
      name: 'PaymentMethodMissing',
      message: 'Visitors pay by card. Please tap your card on the reader.',
    });
    expect(await rentals.read(rentalId)).toBeUndefined();
    await start({ bikes: 1, paymentMethod: CARD });
    expect(started).toHaveLength(1);
  });

  it('over the limit of the party', async () => {
    const { start } = await setUp();

    await expect(start({ bikes: 4 })).rejects.toMatchObject({ name: 'PartyLimitReached' });
  });

  it('without a trace: the id can still be used', async () => {
    const { start, rentalsTable } = await setUp();
    await expect(start({ bikes: 4 })).rejects.toThrow();

    const none = await dynamo.client.send(new ScanCommand({ TableName: rentalsTable }));
    const answer = await start({ bikes: 3 });

    expect(none.Items).toEqual([]);
    expect(answer.bikes).toBe(3);
  });
});
