import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Credential, VerifiedRider } from '../../../functions/identity/contract.ts';
import { useDynamo } from '../dynamo.ts';
import type { rentalTokens } from '../rental-tokens.ts';
import { captureLog } from '../shared/captured-log.ts';
import { withClaims, withOtherSignature } from '../shared/token-keys.ts';
import { identityDesk, OPENED_AT, OTHER_SESSION, RESIDENT, SESSION } from './identity-desk.ts';
import { credential, DOCUMENT, sealingKey } from './identity-keys.ts';

const rentalId = '11111111-1111-4111-8111-111111111111';

const dynamo = useDynamo();

const setUp = () => identityDesk(dynamo);

describe('verifying a credential', () => {
  it('knows a resident, and the party of the household', async () => {
    const { scan, register } = await setUp();
    await register({ residents: [RESIDENT, { ...RESIDENT, number: 'F51022481805' }] });

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
    await register({ residents: [RESIDENT] });

    const rider = await (await scan()).rider;

    expect(VerifiedRider.parse(visitor)).toEqual(visitor);
    expect(VerifiedRider.parse(rider)).toEqual(rider);
  });

  it('refuses what it cannot read', async () => {
    const { verify } = await setUp();
    const foreign = await sealingKey().seal(credential(OPENED_AT));

    const verified = verify({ credential: foreign, sessionId: SESSION, kioskId: 'harbour' });

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

describe('a resident whose document shows no address of the city', () => {
  it.each([
    ['elsewhere', { ...DOCUMENT.address, street: '6 Lantern Street' }],
    ['in another city', { ...DOCUMENT.address, city: 'Elsewhere', postalCode: '99999' }],
    ['at a post box', { ...DOCUMENT.address, street: 'PO Box 5' }],
    ['nowhere', { street: '', city: '', postalCode: '', state: '' }],
  ])('rides as a visitor, alone, and is told why: %s', async (_, address) => {
    const { scan, register } = await setUp();
    await register({ residents: [RESIDENT] });
    const before = await (await scan()).rider;

    const rider = await (await scan({ document: { ...DOCUMENT, address } })).rider;

    expect(rider).toMatchObject({ kind: 'visitor', partyLimit: 1, note: 'ResidenceUnproven' });
    expect(rider.riderRef).toBe(before.riderRef);
    expect(rider.partyRef).not.toBe(before.partyRef);
    expect(VerifiedRider.parse(rider)).toEqual(rider);
  });

  it('rides as a resident where the document spells it in its own way', async () => {
    const { scan, register } = await setUp();
    await register({ residents: [RESIDENT] });
    const address = { street: '5 LANTERN ST # 4B', city: 'HAVENBROOK', postalCode: '144000000', state: 'NY' };

    const rider = await (await scan({ document: { ...DOCUMENT, address } })).rider;

    expect(rider).toMatchObject({ kind: 'resident', partyLimit: 3 });
    expect(rider.note).toBeUndefined();
  });

  it('is no matter to somebody who is in no register', async () => {
    const { scan } = await setUp();

    const rider = await (await scan({ document: { ...DOCUMENT, number: 'X0000001' } })).rider;

    expect(rider.note).toBeUndefined();
  });
});

describe('attempts at a kiosk', () => {
  beforeEach(() => {
    captureLog();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const guesses = async (scan: Awaited<ReturnType<typeof setUp>>['scan'], count: number, change = {}) => {
    const names: string[] = [];
    for (let guess = 0; guess < count; guess++) {
      const sessionId = `5e551000-0000-4000-8000-1${String(guess).padStart(11, '0')}`;
      const { rider } = await scan(change, { sessionId });
      names.push(
        await rider.then(
          (one) => one.kind,
          (error: Error) => error.name,
        ),
      );
    }
    return names;
  };

  it.each<[string, Partial<Credential>, string]>([
    ['unknown numbers', {}, 'visitor'],
    ['expired documents', { document: { ...DOCUMENT, expiresOn: '2020-01-01' } }, 'DocumentExpired'],
    ['scans of another kiosk', { kioskId: 'station' }, 'WrongKiosk'],
  ])('are turned away when there are too many: %s', async (_, change, name) => {
    const { scan, told } = await setUp();

    const names = await guesses(scan, 22, change);

    expect(names).toEqual([...Array(20).fill(name), 'TooManyAttempts', 'TooManyAttempts']);
    expect(told).toMatchObject([{ type: 'GuessingNoticed', detail: { kioskId: 'harbour' } }]);
  });

  it('look nothing up where they are turned away', async () => {
    const { scan, calls } = await setUp();
    await guesses(scan, 21);
    calls.length = 0;

    const { rider } = await scan({}, { sessionId: OTHER_SESSION });

    await expect(rider).rejects.toMatchObject({ name: 'TooManyAttempts' });
    expect(calls).toEqual(['GetCommand']);
  });

  it('are none where a rental’s token vouches for the session, so that a hand-over goes on', async () => {
    const { scan, tokens } = await setUp();
    const { rider, again } = await scan();
    const first = await rider;
    await guesses(scan, 21);
    const rentalToken = tokens.mint(rentalId, 'harbour', { session: SESSION });

    expect(await again({ rentalToken })).toEqual(first);
  });

  it('take the same calls whether a number is known or not, and wherever its holder lives', async () => {
    const { scan, register, calls } = await setUp();
    await register({ residents: [RESIDENT] });
    const callsOf = async (change: Partial<Credential>, session: number) => {
      calls.length = 0;
      await (await scan(change, { sessionId: `5e551000-0000-4000-8000-20000000000${session}` })).rider;
      return [...calls].sort();
    };
    await callsOf({}, 0);

    const known = await callsOf({}, 1);
    const unknown = await callsOf({ document: { ...DOCUMENT, number: 'X0000001' } }, 2);
    const away = { ...DOCUMENT, address: { ...DOCUMENT.address, street: '6 Lantern Street' } };
    const moved = await callsOf({ document: away }, 3);

    expect(known).toContain('GenerateMac');
    expect(unknown).toEqual(known);
    expect(moved).toEqual(known);
  });
});

describe('using a scan again', () => {
  it('is refused to another session', async () => {
    const { scan } = await setUp();
    const { rider, again } = await scan();
    await rider;

    await expect(again({ sessionId: OTHER_SESSION })).rejects.toMatchObject({ name: 'CredentialReplayed' });
  });

  it('is refused to another session that has a good token of its own', async () => {
    const { scan, tokens } = await setUp();
    const { rider, again } = await scan();
    await rider;
    const rentalToken = tokens.mint(rentalId, 'harbour', { session: OTHER_SESSION });

    await expect(again({ sessionId: OTHER_SESSION, rentalToken })).rejects.toMatchObject({
      name: 'CredentialReplayed',
    });
  });

  it('is granted to its session with its rental token, also when the scan is old', async () => {
    const { scan, tokens, clock } = await setUp();
    const { rider, again } = await scan();
    const first = await rider;
    const rentalToken = tokens.mint(rentalId, 'harbour', { session: SESSION });

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
    const uses = await Promise.allSettled([rider, again({ sessionId: OTHER_SESSION })]);

    expect(uses.map((use) => use.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each<[string, (tokens: ReturnType<typeof rentalTokens>) => string]>([
    ['of another session', (tokens) => tokens.mint(rentalId, 'harbour', { session: OTHER_SESSION })],
    ['of another kiosk', (tokens) => tokens.mint(rentalId, 'station', { session: SESSION })],
    ['for another service', (tokens) => tokens.mint(rentalId, 'harbour', { session: SESSION, aud: ['bikes'] })],
    ['of another scope', (tokens) => tokens.mint(rentalId, 'harbour', { session: SESSION, scope: 'bike' })],
    ['that has expired', (tokens) => tokens.mint(rentalId, 'harbour', { session: SESSION, exp: 1 })],
    ['with another signature', (tokens) => withOtherSignature(tokens.mint(rentalId, 'harbour', { session: SESSION }))],
    [
      'made out to this session afterwards',
      (tokens) => withClaims(tokens.mint(rentalId, 'harbour', { session: OTHER_SESSION }), { session: SESSION }),
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
    await expect(again({ sessionId: OTHER_SESSION, rentalToken: undefined })).resolves.toMatchObject({
      kind: 'visitor',
    });
  });
});

describe('what identity keeps', () => {
  it('is forgotten a day later where it is a nonce, and never where it is a resident', async () => {
    const { scan, register, items } = await setUp();
    await register({ residents: [RESIDENT] });
    await (await scan()).rider;

    const ends = (await items()).map((item) => [String(item['id']).split('/')[0], item['expiresAt']]);
    expect(Object.fromEntries(ends)).toEqual({
      nonce: Date.parse('2026-05-02T10:00:00Z') / 1000,
      resident: undefined,
      household: undefined,
    });
  });
});
