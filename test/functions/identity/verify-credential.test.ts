import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import type { Credential, VerifyCredential } from '../../../functions/identity/contract.ts';
import { VerifyCredential as Command, VerifiedRider } from '../../../functions/identity/contract.ts';
import { importResidents } from '../../../functions/identity/import-residents.ts';
import { dynamoRegistry } from '../../../functions/identity/registry.ts';
import { verifyCredential } from '../../../functions/identity/verify-credential.ts';
import { workflowHandler } from '../../../functions/shared/workflow-handler.ts';
import { useDynamo } from '../dynamo.ts';
import { rentalTokens, standingClock } from '../rental-tokens.ts';
import { captureLog } from '../shared/captured-log.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { withClaims, withOtherSignature } from '../shared/token-keys.ts';
import { credential, DOCUMENT, sealingKey, testPepper } from './identity-keys.ts';

const OPENED_AT = '2026-05-01T10:00:00.000Z';
const sessionId = '5e551000-0000-4000-8000-000000000000';
const otherSession = '5e551000-0000-4000-8000-000000000001';
const rentalId = '11111111-1111-4111-8111-111111111111';
const { key, seal } = sealingKey();

const dynamo = useDynamo();
afterEach(() => {
  jest.restoreAllMocks();
});

async function setUp() {
  const table = await createKeyedTable(dynamo.client, 'id');
  const clock = standingClock(OPENED_AT);
  const tokens = rentalTokens(clock);
  const registry = dynamoRegistry(dynamo.client, table);
  const pepper = testPepper();
  const deps = { registry, key, pepper, tokens: tokens.verifier, clock, timeZone: 'America/New_York' };
  const verify = verifyCredential(deps);
  return {
    clock,
    tokens,
    items: async () => (await dynamo.client.send(new ScanCommand({ TableName: table }))).Items ?? [],
    register: importResidents({ registry, pepper }),
    verify,
    /** Seals a scan, and verifies it for the session as the kiosk `harbour` sends it. */
    async scan(change: Partial<Credential> = {}, command: Partial<VerifyCredential> = {}) {
      const sealed = await seal(credential(OPENED_AT, change));
      const first = { credential: sealed, sessionId, kioskId: 'harbour', ...command };
      return {
        sealed,
        rider: verify(first),
        again: (other: Partial<VerifyCredential>) => verify({ ...first, ...other }),
      };
    },
  };
}

const resident = { iin: DOCUMENT.iin, number: DOCUMENT.number, household: 'ferreira', householdSize: 3 };

describe('verifying a credential', () => {
  it('knows a resident, and the party of the household', async () => {
    const { scan, register } = await setUp();
    await register({ residents: [resident, { ...resident, number: 'F51022481805' }] });

    const parent = await (await scan()).rider;
    const child = await (await scan({ document: { ...DOCUMENT, number: 'F51022481805' } })).rider;

    expect(parent).toMatchObject({ kind: 'resident', partyLimit: 3 });
    expect(child.partyRef).toBe(parent.partyRef);
    expect(child.riderRef).not.toBe(parent.riderRef);
  });

  it('takes everybody else for a visitor, alone, and for the same one each time', async () => {
    const { scan } = await setUp();

    const first = await (await scan()).rider;
    const second = await (await scan()).rider;
    const stranger = await (await scan({ document: { ...DOCUMENT, number: 'X0000001' } })).rider;

    expect(first).toMatchObject({ kind: 'visitor', partyLimit: 1 });
    expect(second).toEqual(first);
    expect(stranger.riderRef).not.toBe(first.riderRef);
    expect(stranger.partyRef).not.toBe(first.partyRef);
  });

  it('answers as the contract says', async () => {
    const { scan, register } = await setUp();
    const visitor = await (await scan()).rider;
    await register({ residents: [resident] });

    const rider = await (await scan()).rider;

    expect(VerifiedRider.parse(visitor)).toEqual(visitor);
    expect(VerifiedRider.parse(rider)).toEqual(rider);
  });

  it('refuses what it cannot read', async () => {
    const { verify } = await setUp();
    const foreign = await sealingKey().seal(credential(OPENED_AT));

    const verified = verify({ credential: foreign, sessionId, kioskId: 'harbour' });

    await expect(verified).rejects.toMatchObject({ name: 'CredentialUnreadable' });
  });

  it.each<[string, Partial<Credential>, string]>([
    ['made at another kiosk', { kioskId: 'station' }, 'WrongKiosk'],
    ['that is more than ten minutes old', { sealedAt: '2026-05-01T09:49:59.999Z' }, 'CredentialStale'],
    ['of a time to come', { sealedAt: '2026-05-01T10:02:00.001Z' }, 'CredentialStale'],
    ['of an ID that has expired', { document: { ...DOCUMENT, expiresOn: '2026-04-30' } }, 'DocumentExpired'],
  ])('refuses a scan %s, and does not use it up', async (_, change, name) => {
    const { scan, items } = await setUp();

    const { rider } = await scan(change);

    await expect(rider).rejects.toMatchObject({ name });
    expect(await items()).toEqual([]);
  });

  it('goes by the date in the city', async () => {
    const { scan, clock } = await setUp();
    clock.set('2026-05-01T03:30:00.000Z');

    const { rider } = await scan({
      sealedAt: '2026-05-01T03:30:00.000Z',
      document: { ...DOCUMENT, expiresOn: '2026-04-30' },
    });

    await expect(rider).resolves.toMatchObject({ kind: 'visitor' });
  });
});

describe('using a scan again', () => {
  it('is refused to another session', async () => {
    const { scan } = await setUp();
    const { rider, again } = await scan();
    await rider;

    await expect(again({ sessionId: otherSession })).rejects.toMatchObject({ name: 'CredentialReplayed' });
  });

  it('is refused to another session that has a good token of its own', async () => {
    const { scan, tokens } = await setUp();
    const { rider, again } = await scan();
    await rider;
    const rentalToken = tokens.mint(rentalId, 'harbour', { session: otherSession });

    await expect(again({ sessionId: otherSession, rentalToken })).rejects.toMatchObject({ name: 'CredentialReplayed' });
  });

  it('is granted to its session with its rental token, also when the scan is old', async () => {
    const { scan, tokens, clock } = await setUp();
    const { rider, again } = await scan();
    const first = await rider;
    const rentalToken = tokens.mint(rentalId, 'harbour', { session: sessionId });

    clock.set('2026-05-01T10:25:00.000Z');

    expect(await again({ rentalToken })).toEqual(first);
  });

  it('needs a token once the first use is over', async () => {
    const { scan, clock } = await setUp();
    const { rider, again } = await scan();
    await rider;

    clock.set('2026-05-01T10:00:30.001Z');

    await expect(again({})).rejects.toMatchObject({ name: 'TokenRefused' });
  });

  it('finds its own claim when the first answer was lost', async () => {
    const { scan, clock } = await setUp();
    const { rider, again } = await scan();
    const first = await rider;

    clock.set('2026-05-01T10:00:02.000Z');

    expect(await again({})).toEqual(first);
  });

  it('gives the scan to one of two sessions that come at once', async () => {
    const { scan } = await setUp();

    const { rider, again } = await scan();
    const uses = await Promise.allSettled([rider, again({ sessionId: otherSession })]);

    expect(uses.map((use) => use.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each<[string, (tokens: ReturnType<typeof rentalTokens>) => string]>([
    ['of another session', (tokens) => tokens.mint(rentalId, 'harbour', { session: otherSession })],
    ['of another kiosk', (tokens) => tokens.mint(rentalId, 'station', { session: sessionId })],
    ['for another service', (tokens) => tokens.mint(rentalId, 'harbour', { session: sessionId, aud: ['bikes'] })],
    ['of another scope', (tokens) => tokens.mint(rentalId, 'harbour', { session: sessionId, scope: 'bike' })],
    ['that has expired', (tokens) => tokens.mint(rentalId, 'harbour', { session: sessionId, exp: 1 })],
    [
      'with another signature',
      (tokens) => withOtherSignature(tokens.mint(rentalId, 'harbour', { session: sessionId })),
    ],
    [
      'made out to this session afterwards',
      (tokens) => withClaims(tokens.mint(rentalId, 'harbour', { session: otherSession }), { session: sessionId }),
    ],
  ])('is refused with a token %s', async (_, mint) => {
    const { scan, tokens } = await setUp();
    const { rider, again } = await scan();
    await rider;

    await expect(again({ rentalToken: mint(tokens) })).rejects.toMatchObject({ name: 'TokenRefused' });
  });

  it('does not use up a scan that comes with a bad token', async () => {
    const { scan, tokens } = await setUp();

    const { rider, again } = await scan({}, { rentalToken: withOtherSignature(tokens.mint(rentalId, 'harbour')) });

    await expect(rider).rejects.toMatchObject({ name: 'TokenRefused' });
    await expect(again({ sessionId: otherSession, rentalToken: undefined })).resolves.toMatchObject({
      kind: 'visitor',
    });
  });
});

describe('what identity keeps', () => {
  const { address } = DOCUMENT;
  const secrets = [DOCUMENT.number, address.street, address.city, address.postalCode, 'ferreira'];

  it('holds nothing of a document in its table, in its answers and in its log', async () => {
    const log = captureLog();
    const { verify, register, items } = await setUp();
    await register({ residents: [resident] });
    const handler = workflowHandler({ command: Command, bind: () => verify });
    const good = { credential: await seal(credential(OPENED_AT)), sessionId, kioskId: 'harbour' };
    const expired = await seal(credential(OPENED_AT, { document: { ...DOCUMENT, expiresOn: '2020-01-01' } }));
    const context = {} as Context;

    const answer = await handler(good, context);
    const refusals = await Promise.allSettled([
      handler({ ...good, credential: expired }, context),
      handler({ ...good, sessionId: otherSession }, context),
      handler({ ...good, credential: await seal({ document: DOCUMENT }) }, context),
    ]);

    const kept = await items();
    const told = refusals.map((refusal) => (refusal.status === 'rejected' ? String(refusal.reason) : 'granted'));
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(log).toHaveLength(3);
    const everything = JSON.stringify([kept, answer, told, log]);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it('forgets nonces by itself a day later, and residents never', async () => {
    const { scan, register, items } = await setUp();
    await register({ residents: [resident] });
    await (await scan()).rider;

    const ends = (await items()).map((item) => [String(item['id']).split('/')[0], item['expiresAt']]);
    expect(Object.fromEntries(ends)).toEqual({
      nonce: Date.parse('2026-05-02T10:00:00Z') / 1000,
      resident: undefined,
    });
  });
});
