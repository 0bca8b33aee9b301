import { describe, expect, it } from '@jest/globals';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import { answers, hangs, OUTAGE, rehearse, type Script, throws } from './rehearsal.ts';

const definition = JSON.parse(definitionText('reservation')) as Definition;
const MINUTE = 60_000;
const PARTY = 'party_0123456789abcdef';
const HOLD = { reservationToken: 'a.b.c', kioskId: 'market', partyRef: PARTY, partyLimit: 3, bikes: 1 };
const INPUT = { reservationId: 'r-1', ...HOLD };
const RELEASED = { released: 1, takenOver: 0 };

const went: string[] = [];

/** A reservation whose bikes are held for ten minutes of the laboratory's time. */
async function reserve(script: Script) {
  const rehearsal = rehearse({ ReleaseAhead: [answers(RELEASED)], ...script });
  await rehearsal.make('reservation');
  const { clock } = rehearsal.lab;
  const startedAt = clock.now();
  const ended = await rehearsal.perform('reservation', INPUT, 'r-1');
  went.push(...ended.went);
  return { ...ended, ...rehearsal, lastedMs: clock.now() - startedAt };
}

/** What bikes answers: held until ten minutes after the laboratory's clock begins. */
const held = (startMs: number) => answers({ until: new Date(startMs + 10 * MINUTE).toISOString(), bikes: [] });
const START = rehearse({}).lab.clock.now();

const REFUSALS = [
  'BikeUnavailable',
  'PartyLimitReached',
  'ReservationStanding',
  'NoShowLimitReached',
  'ReservationReleased',
  'ReservationConflict',
  'KioskUnknown',
  'TokenRefused',
  'CommandMalformed',
];

describe('a reservation at another kiosk', () => {
  it('holds the bikes, waits until the moment that was told, and lets go of them', async () => {
    const ended = await reserve({ HoldAhead: [held(START)] });

    expect(ended).toMatchObject({ status: 'SUCCEEDED', result: RELEASED });
    expect(ended.calls.get('HoldAhead')).toEqual([HOLD]);
    expect(ended.calls.get('ReleaseAhead')).toEqual([{ reservationToken: 'a.b.c', partyRef: PARTY }]);
    expect(Math.round(ended.lastedMs / MINUTE)).toBe(10);
  });

  it.each(REFUSALS)('is over at once when bikes says %s, and lets go of what it may hold', async (error) => {
    const ended = await reserve({ HoldAhead: [throws(error)] });

    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.calls.get('HoldAhead')).toHaveLength(1);
    expect(ended.calls.get('ReleaseAhead')).toHaveLength(1);
  });

  it('does not give the bikes up over an outage or a call that hangs', async () => {
    const ended = await reserve({ HoldAhead: [throws(OUTAGE), hangs, held(START)] });

    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.calls.get('HoldAhead')).toHaveLength(3);
  });

  it('lets go of what it may hold where it never heard', async () => {
    const ended = await reserve({ HoldAhead: [throws(OUTAGE)] });

    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.calls.get('ReleaseAhead')).toHaveLength(1);
  });

  it('goes on letting go of them for a day', async () => {
    const once = await reserve({ HoldAhead: [held(START)], ReleaseAhead: [throws(OUTAGE), hangs, answers(RELEASED)] });
    const never = await reserve({ HoldAhead: [held(START)], ReleaseAhead: [throws(OUTAGE)] });

    expect(once.status).toBe('SUCCEEDED');
    expect(never).toMatchObject({ status: 'FAILED', error: OUTAGE });
    expect(never.lastedMs).toBeGreaterThan(20 * 60 * MINUTE);
  });

  it.each(['TokenRefused', 'CommandMalformed'])('fails at once for an operator to see when told %s', async (error) => {
    const ended = await reserve({ HoldAhead: [held(START)], ReleaseAhead: [throws(error)] });

    expect(ended).toMatchObject({ status: 'FAILED', error });
    expect(ended.calls.get('ReleaseAhead')).toHaveLength(1);
  });

  it('has been seen in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });
});
