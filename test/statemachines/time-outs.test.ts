import { describe, expect, it } from '@jest/globals';
import { readCity } from '../../cities/city.ts';
import { handOverEnd } from '../../functions/orchestration/session.ts';
import { COMMAND_TTL_MS } from '../../functions/storage/handover.ts';
import { PATIENCE } from '../../kiosk/hatch.ts';
import { type Definition, definitionText, NUMBERS, statesOf } from './definition.ts';

const rental = JSON.parse(definitionText('rental')) as Definition;
const states = new Map(statesOf(rental));
const timeoutMs = (name: string) => Number(states.get(name)?.TimeoutSeconds) * 1000;
const heartbeatMs = (name: string) => (states.get(name)?.HeartbeatSeconds ?? 0) * 1000;

/** The longest that a task tries in vain: each attempt to its time's end, and each pause as long as it may be. */
function triesMs(name: string): number {
  const { Retry = [] } = states.get(name) ?? {};
  const again = Retry.find(({ MaxAttempts }) => MaxAttempts !== 0);
  const pauses = Array.from({ length: again?.MaxAttempts ?? 0 }, (_, index) =>
    Math.min((again?.IntervalSeconds ?? 1) * (again?.BackoffRate ?? 2) ** index, again?.MaxDelaySeconds ?? 0),
  );
  return timeoutMs(name) * (pauses.length + 1) + pauses.reduce((sum, pause) => sum + pause * 1000, 0);
}

/** A function that gives a command has so long, from its start to the command's being in the shadow. */
const GIVING_MS = 10_000;
const MINUTE_MS = 60_000;
const BIKES_MAX = 20;

/** One attempt to have a bike in the hatch. */
const attemptMs = timeoutMs('Vouch for the rider') + timeoutMs('Move the bike');
const photoMs = timeoutMs('Check out and record') + triesMs('Record the missing photo');
/** A bike that jams, is tried again, is not photographed, and is taken at the last moment. */
const slowestMs =
  attemptMs +
  timeoutMs('Swap the bike') +
  attemptMs +
  photoMs +
  timeoutMs('Open until taken') +
  timeoutMs('Start the trip');

describe('the time-outs of a rental fit each other', () => {
  it.each(['Move the bike', 'Open until taken'])('no command may begin once "%s" has been given up', (name) => {
    expect(GIVING_MS + COMMAND_TTL_MS).toBeLessThan(heartbeatMs(name));
    expect(heartbeatMs(name)).toBeLessThan(timeoutMs(name));
  });

  it('the rider has a minute at the open door, however late the command began, and the bike time to go back', () => {
    const goingBackMs = MINUTE_MS;

    expect(GIVING_MS + COMMAND_TTL_MS + PATIENCE.takeMs + goingBackMs).toBeLessThanOrEqual(
      timeoutMs('Open until taken'),
    );
  });

  it('no rider waits for a photo for longer than 20 seconds, nor for 45 where its want cannot be recorded', () => {
    expect(timeoutMs('Check out and record')).toBe(20_000);
    expect(photoMs).toBeLessThan(45_000);
  });

  it('a bike waits in the hatch until the command to open may no longer begin, photo or not', () => {
    expect(photoMs + GIVING_MS + COMMAND_TTL_MS).toBeLessThan(PATIENCE.forgottenMs);
  });

  it('a bike waits in the hatch also where checking out has failed twice before', () => {
    const { Retry = [] } = states.get('Check out and record') ?? {};
    const pausesMs = 3_000;

    expect(Retry.at(-1)).toMatchObject({ MaxAttempts: 2, IntervalSeconds: 1, BackoffRate: 2 });
    expect(2 * GIVING_MS + pausesMs + photoMs + GIVING_MS + COMMAND_TTL_MS).toBeLessThan(PATIENCE.forgottenMs);
  });

  it('the session outlasts two attempts with each bike, so that the last rider is vouched for', () => {
    expect(handOverEnd(0, 1) * 1000).toBeGreaterThan(slowestMs);
    expect(handOverEnd(0, BIKES_MAX)).toBe(BIKES_MAX * handOverEnd(0, 1));
  });

  it('the session of a single bike outlasts three attempts that fail, so that the fourth is vouched for', () => {
    const failedMs = attemptMs + timeoutMs('Swap the bike');

    expect(handOverEnd(0, 1) * 1000).toBeGreaterThan(3 * failedMs + timeoutMs('Vouch for the rider'));
  });

  it('the workflow outlasts the session, the hand-over that it began, and undoing the rest', () => {
    const sessionMs = handOverEnd(0, BIKES_MAX) * 1000;

    expect((rental.TimeoutSeconds ?? 0) * 1000).toBeGreaterThan(sessionMs + slowestMs + 30 * MINUTE_MS);
  });

  it('the workflow outlasts two attempts with each of twenty bikes, from the reservation to the ride', () => {
    const around = ['Reserve the bikes', 'Authorize payment', 'Settle what was handed over', 'Begin the ride'];
    const aroundMs = around.reduce((sum, name) => sum + timeoutMs(name), 0);

    expect((rental.TimeoutSeconds ?? 0) * 1000).toBeGreaterThan(BIKES_MAX * slowestMs + aroundMs);
  });
});

describe('the time-outs of a ride fit each other', () => {
  const { tariff } = readCity('havenbrook');
  const DAY_SECONDS = 24 * 60 * 60;

  it('the city has the figures with which its rides are rehearsed', () => {
    expect({ OverdueSeconds: tariff.overdueMinutes * 60, MissingSeconds: tariff.missingMinutes * 60 }).toEqual(NUMBERS);
  });

  it('a bike is overdue before it is missing, and both before the hold on a card lapses or the token does', () => {
    // Stripe, "Place a hold on a payment method": most cards keep a hold for 7 days. The token lives for 14.
    const lapsesSeconds = 7 * DAY_SECONDS;

    expect(tariff.overdueMinutes).toBeLessThan(tariff.missingMinutes);
    expect(tariff.missingMinutes * 60 + DAY_SECONDS).toBeLessThan(lapsesSeconds);
  });
});
