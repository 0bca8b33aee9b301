import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { CREDENTIAL_REFUSALS, type Credential, VerifyCredential } from '../../../functions/identity/contract.ts';
import { workflowHandler } from '../../../functions/shared/workflow-handler.ts';
import { useDynamo } from '../dynamo.ts';
import { captureLog } from '../shared/captured-log.ts';
import { identityDesk, OPENED_AT, RESIDENT, SESSION } from './identity-desk.ts';
import { credential, DOCUMENT } from './identity-keys.ts';

const dynamo = useDynamo();
afterEach(() => {
  jest.restoreAllMocks();
});

const AWAY = { street: '88 Gull Row Apt 3', city: 'Portmere', postalCode: '55512-0001', state: 'MN' };
const STRANGER = 'X90817263';
/** Whatever was read off a card or taken from a register, and what it looks like once it is put in order. */
const CLEAR = [
  ...[DOCUMENT.number, STRANGER, DOCUMENT.expiresOn, '2020-01-01', RESIDENT.household],
  ...[DOCUMENT.address, AWAY].flatMap(({ street, city, postalCode }) => [street, city, postalCode]),
  ...['lantern', 'gull', 'havenbrook', 'portmere', '14400', '55512'],
];

const SCANS: [string, Partial<Credential>][] = [
  ['VisitorWithoutNote', { document: { ...DOCUMENT, number: STRANGER } }],
  ['ResidenceUnproven', { document: { ...DOCUMENT, address: AWAY } }],
  ['DocumentExpired', { document: { ...DOCUMENT, expiresOn: '2020-01-01' } }],
  ['WrongKiosk', { kioskId: 'station' }],
  ['CredentialStale', { sealedAt: '2026-05-01T09:00:00.000Z' }],
];

/** All that an error is when Lambda and Step Functions write it down. */
const written = (error: unknown): string =>
  error instanceof Error ? `${error.name} ${error.message} ${error.stack} ${written(error.cause)}` : '';

/** Everything that comes of a handler, for each way in which it ends. */
async function everythingThatComesOfIt() {
  const log = captureLog();
  const desk = await identityDesk(dynamo);
  await desk.register({ residents: [RESIDENT] });
  const handler = workflowHandler({ command: VerifyCredential, bind: () => desk.verify });
  const outcomes: string[] = [];
  let sessions = 0;
  const ask = async (sealed: string, more: object = {}) => {
    const sessionId = SESSION.replace(/000$/, String(++sessions).padStart(3, '0'));
    const asked = { credential: sealed, sessionId, kioskId: 'harbour', ...more };
    outcomes.push(await handler(asked, {} as Context).then(JSON.stringify, written));
  };
  const good = await desk.seal(credential(OPENED_AT));
  await ask(good);
  await ask(good);
  for (const [, change] of SCANS) await ask(await desk.seal(credential(OPENED_AT, change)));
  await ask(await desk.seal({ document: DOCUMENT }));
  await ask(await desk.seal(JSON.stringify(credential(OPENED_AT)).slice(0, -9)));
  await ask(good, { kioskId: [DOCUMENT.number] });
  while (sessions < 25) await ask(good);
  return { outcomes, log, told: desk.told, kept: await desk.everything() };
}

describe('what comes of a credential', () => {
  it('is a reference, a status and a limit, and nowhere a word of the document', async () => {
    const all = await everythingThatComesOfIt();

    const text = JSON.stringify(all).toLowerCase();
    expect(CLEAR.filter((word) => text.includes(word.toLowerCase()))).toEqual([]);
    const answers = all.outcomes.filter((one) => one.startsWith('{')).map((one) => Object.keys(JSON.parse(one)).sort());
    const rider = ['kind', 'partyLimit', 'partyRef', 'riderRef'];
    expect(answers).toEqual([rider, rider, [...rider, 'note'].sort()]);
  });

  it('was looked at for every way in which it can end', async () => {
    const { outcomes, log, told, kept } = await everythingThatComesOfIt();

    const seen = outcomes.join('\n');
    for (const name of [...CREDENTIAL_REFUSALS, 'CommandMalformed', 'ResidenceUnproven', '"resident"', '"visitor"'])
      expect(seen).toContain(name);
    expect(log.join('\n')).toContain('GuessingNoticed');
    expect(told).toHaveLength(1);
    const kinds = new Set(kept.map(({ id }) => String(id).split('/')[0]));
    expect([...kinds].sort()).toEqual(['address', 'address-book', 'attempts', 'household', 'nonce', 'resident']);
  });
});
