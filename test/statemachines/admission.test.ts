import { describe, expect, it } from '@jest/globals';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import { answers, hangs, OUTAGE, rehearse, type Script, throws } from './rehearsal.ts';

const definition = JSON.parse(definitionText('admission')) as Definition;
const INPUT = { credential: 'sealed', kioskId: 'harbour', sessionId: 's-1' };
const RIDER = { riderRef: 'rider_1', partyRef: 'party_1', kind: 'resident', partyLimit: 4 };
const FARE = { currency: 'USD', unlockFee: 0 };

const went: string[] = [];

/** As a Standard workflow, since an Express one leaves no history in which to look where it went. */
async function admit(script: Script, availability = { bikesAvailable: 7, bikesOut: 1 }) {
  const rehearsal = rehearse({
    VerifyCredential: [answers(RIDER)],
    LookUpAvailability: [answers(availability)],
    QuoteFare: [answers(FARE)],
    ...script,
  });
  await rehearsal.make('admission');
  const ended = await rehearsal.perform('admission', INPUT, 's-1');
  went.push(...ended.went);
  return { ...ended, calls: rehearsal.calls };
}

const FUNCTIONS = ['VerifyCredential', 'LookUpAvailability', 'QuoteFare'];
const REFUSALS: Array<[string, string]> = [
  ...[
    'TooManyAttempts',
    'CredentialUnreadable',
    'CredentialStale',
    'CredentialReplayed',
    'DocumentExpired',
    'WrongKiosk',
    'TokenRefused',
    'CommandMalformed',
  ].map((error): [string, string] => ['VerifyCredential', error]),
  ['LookUpAvailability', 'KioskNotRenting'],
  ['LookUpAvailability', 'KioskUnknown'],
  ['LookUpAvailability', 'CommandMalformed'],
  ['QuoteFare', 'CommandMalformed'],
];

describe('admitting a rider', () => {
  it('says who it is and what is offered, and asks each service for no more than it needs', async () => {
    const { status, result, calls } = await admit({});

    expect(status).toBe('SUCCEEDED');
    expect(result).toEqual({ rider: RIDER, offer: { bikesMax: 3, bikesAvailable: 7, bikesOut: 1, fare: FARE } });
    expect(calls.get('LookUpAvailability')).toEqual([{ kioskId: 'harbour', partyRef: 'party_1', isUnderWay: false }]);
    expect(calls.get('QuoteFare')).toEqual([{ kind: 'resident' }]);
  });

  it.each([
    ['as many as stand here', { bikesAvailable: 2, bikesOut: 0 }, 2],
    ['as many as the party has places left', { bikesAvailable: 7, bikesOut: 3 }, 1],
    ['none where late facts have put the party over its limit', { bikesAvailable: 7, bikesOut: 5 }, 0],
  ])('offers %s', async (_, availability, bikesMax) => {
    const { result } = await admit({}, availability);

    expect(result).toMatchObject({ offer: { bikesMax } });
  });

  it('passes on what identity notes of the rider', async () => {
    const rider = { ...RIDER, kind: 'visitor', note: 'ResidenceUnproven' };

    const { result } = await admit({ VerifyCredential: [answers(rider)] });

    expect(result).toMatchObject({ rider });
  });

  it.each(FUNCTIONS)('tries %s again after an outage, and after a call that hangs', async (name) => {
    const again = { VerifyCredential: RIDER, LookUpAvailability: { bikesAvailable: 7, bikesOut: 1 }, QuoteFare: FARE };

    const outage = await admit({ [name]: [throws(OUTAGE), answers(again[name as keyof typeof again])] });
    const hanging = await admit({ [name]: [hangs, answers(again[name as keyof typeof again])] });

    expect([outage.status, hanging.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it.each(FUNCTIONS)('gives up when %s stays out', async (name) => {
    const { status, error, calls } = await admit({ [name]: [throws(OUTAGE)] });

    expect({ status, error }).toEqual({ status: 'FAILED', error: OUTAGE });
    expect(calls.get(name)).toHaveLength(3);
  });

  it.each(REFUSALS)('ends by the name of what %s refuses: %s', async (name, refusal) => {
    const { status, error, calls } = await admit({ [name]: [throws(refusal)] });

    expect({ status, error }).toEqual({ status: 'FAILED', error: refusal });
    expect(calls.get(name)).toHaveLength(1);
  });

  it('does not keep a rider waiting for longer than 25 seconds', async () => {
    const { status } = await admit({ VerifyCredential: [hangs] });

    expect(status).toBe('TIMED_OUT');
  });

  it('has been seen in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });
});
