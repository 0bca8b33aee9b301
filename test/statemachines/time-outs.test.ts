import { describe, expect, it } from '@jest/globals';
import { handOverEnd } from '../../functions/orchestration/session.ts';
import { COMMAND_TTL_MS } from '../../functions/storage/handover.ts';
import { PATIENCE } from '../../kiosk/hatch.ts';
import { type Definition, definitionText, statesOf } from './definition.ts';

const rental = JSON.parse(definitionText('rental')) as Definition;
const states = new Map(statesOf(rental));
const timeoutMs = (name: string) => (states.get(name)?.TimeoutSeconds ?? 0) * 1000;
const heartbeatMs = (name: string) => (states.get(name)?.HeartbeatSeconds ?? 0) * 1000;

/** A function that gives a command has so long, from its start to the command's being in the shadow. */
const GIVING_MS = 10_000;
const BIKES_MAX = 20;

describe('the time-outs of a rental fit each other', () => {
  it.each(['Move the bike', 'Open until taken'])('no command may begin once "%s" has been given up', (name) => {
    expect(GIVING_MS + COMMAND_TTL_MS).toBeLessThan(heartbeatMs(name));
    expect(heartbeatMs(name)).toBeLessThan(timeoutMs(name));
  });

  it('the rider has a minute at the open door, however late the command began, and the bike time to go back', () => {
    const goingBackMs = 60_000;

    expect(GIVING_MS + COMMAND_TTL_MS + PATIENCE.takeMs + goingBackMs).toBeLessThanOrEqual(
      timeoutMs('Open until taken'),
    );
  });

  it('a bike waits in the hatch for as long as the command to open may still begin', () => {
    expect(PATIENCE.forgottenMs).toBeGreaterThan(GIVING_MS + COMMAND_TTL_MS);
  });

  it('the session outlasts each hand-over, and the workflow outlasts the session and the hand-over that it began', () => {
    const handOverMs = timeoutMs('Move the bike') + timeoutMs('Open until taken');
    const sessionMs = handOverEnd(0, BIKES_MAX) * 1000;

    expect(handOverEnd(0, 1) * 1000).toBeGreaterThan(timeoutMs('Vouch for the rider') + handOverMs);
    expect((rental.TimeoutSeconds ?? 0) * 1000).toBeGreaterThan(sessionMs + handOverMs + 30 * 60_000);
  });
});
