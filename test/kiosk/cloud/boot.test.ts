import { describe, expect, it } from '@jest/globals';
import { BootKiosk } from '../../../functions/bikes/kiosk-contract.ts';
import { KioskBoot } from '../../../functions/frontend/contract.ts';
import { LICENCE } from '../support/people.ts';
import { CONFIG, type Rig, rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;
const heartbeats = ({ broker }: Rig) => broker.published.filter(({ topic }) => topic.endsWith('/heartbeat'));
const booted = (here: Rig, times = 1) =>
  here.until('it has booted', () => here.cloud.boots.length >= times && !here.kiosk.computing());

describe('a kiosk that starts', () => {
  it('says what it is, as the contract has it', async () => {
    const { cloud } = await rig({ programVersion: '1.4.0' });

    const [said] = cloud.boots;

    expect(KioskBoot.safeParse(said).error).toBeUndefined();
    expect(said).toMatchObject({ city: CONFIG.city, programVersion: '1.4.0', bays: 4, faults: [] });
    expect(said?.configVersion).toMatch(/^[0-9a-f]{12}$/);
  });

  it('names the bays that are not well, and the version of its configuration as long as that stays', async () => {
    const here = await rig();
    here.machine.bayFault(2, 'noPower');

    await here.powerCycle();
    await booted(here, 2);

    expect(here.cloud.boots[1]?.faults).toEqual([{ bay: 2, status: 'noPower' }]);
    expect(here.cloud.boots[1]?.configVersion).toBe(here.cloud.boots[0]?.configVersion);
    expect(BootKiosk.safeParse({ kioskId: 'k1', ...here.cloud.boots[1] }).error).toBeUndefined();
  });

  it('says that it is there, at the interval that it was told', async () => {
    const here = await rig({ start: false });
    here.cloud.control.booted.heartbeatSeconds = 60;
    await here.kiosk.start();
    await booted(here);
    await quiet(here.clock);
    const before = heartbeats(here).length;

    // The first one after the answer still comes at the interval that was known before it.
    here.clock.advance(300_000);
    await quiet(here.clock);
    for (let minute = 0; minute < 10; minute++) {
      here.clock.advance(60_000);
      await quiet(here.clock);
    }

    expect(before).toBe(1);
    expect(heartbeats(here).length).toBeGreaterThanOrEqual(10);
    expect(heartbeats(here).every(({ payload }) => payload === '{"kioskId":"k1"}')).toBe(true);
  });

  it('says so at once when its connection is back', async () => {
    const here = await rig();
    const before = heartbeats(here).length;

    here.broker.cut(true);
    here.broker.cut(false);
    await quiet(here.clock);

    expect(heartbeats(here).length).toBe(before + 1);
  });

  it('asks again until the city answers, and once a day after that', async () => {
    const here = await rig({ start: false });
    here.cloud.control.answers['/v1/kiosks/me/boot'] = { status: 503 };
    await here.kiosk.start();
    await here.until('it has tried in vain', () => here.log.filter((line) => line.includes('not booted')).length === 3);
    delete here.cloud.control.answers['/v1/kiosks/me/boot'];
    await booted(here);

    here.clock.advance(24 * HOUR_MS + 1);
    await booted(here, 2);

    expect(here.cloud.boots).toHaveLength(2);
  });

  it.each(['pending', 'rejected'] as const)('gives no bike and takes none as long as it is %s', async (status) => {
    const here = await rig({ start: false });
    here.cloud.control.booted = {
      ...{ status, heartbeatSeconds: 300, is_renting: false, is_returning: false },
      reason: 'It is not in the list.',
    };
    await here.kiosk.start();
    await booted(here);
    await quiet(here.clock);

    here.kiosk.scan(LICENCE);
    here.machine.dock('bike-7');
    await here.until('it is turned away', () => here.kiosk.state().returning?.phase === 'closed');

    expect(here.kiosk.state().screen).toMatchObject({ name: 'refused', title: 'Not in service yet' });
    expect(here.cloud.requests.some(({ url }) => url.endsWith('/sessions'))).toBe(false);
    expect(here.log).toContainEqual(expect.stringContaining('It is not in the list.'));
  });

  it('is in service once the city has taken it in', async () => {
    const here = await rig({ start: false });
    const accepted = here.cloud.control.booted;
    here.cloud.control.booted = { ...accepted, status: 'pending', is_renting: false, is_returning: false };
    await here.kiosk.start();
    await booted(here);
    here.cloud.control.booted = accepted;

    here.clock.advance(301_000);
    await booted(here, 2);
    await quiet(here.clock);

    expect(here.kiosk.state().here.service).toBe('open');
  });
});

describe('a kiosk whose clock is wrong', () => {
  const YEARS_MS = 26 * 365 * 24 * HOUR_MS;

  it.each([
    ['an hour behind', HOUR_MS],
    ['an hour ahead', -HOUR_MS],
    ['at the turn of the century, after a flat battery', YEARS_MS],
  ])('is right once it has booted, and so are the times of what happened before: %s', async (_, skewMs) => {
    const here = await rig({ start: false });
    here.cloud.control.skewMs = skewMs;
    here.broker.cut(true);
    here.cloud.control.unreachable = true;
    await here.kiosk.start();
    here.machine.dock('bike-7');
    await here.until('the bike is in', () => here.kiosk.state().returning?.phase === 'docked');
    const dockedAt = Date.parse(here.kiosk.state().returning?.at ?? '') + skewMs;
    here.clock.advance(600_000);
    here.cloud.control.unreachable = false;

    here.broker.cut(false);
    await here.untilFact('BikeDocked');
    await booted(here);

    const facts = here.cloud.facts();
    const at = Date.parse(facts.find(({ type }) => type === 'BikeDocked')?.at ?? '');
    expect(Math.abs(at - dockedAt)).toBeLessThanOrEqual(2_000);
    expect(Math.abs(Date.parse(here.cloud.boots[0]?.at ?? '') - (here.clock.now() + skewMs))).toBeLessThan(10_000);
    expect(facts.map(({ at: time }) => time)).toEqual(facts.map(({ at: time }) => time).sort());
  });

  it('tells what happened before its battery went flat as it was told then', async () => {
    const here = await rig();
    here.broker.cut(true);
    here.cloud.control.unreachable = true;
    await here.powerCycle();
    here.machine.dock('bike-7');
    await here.until('the bike is in', () => here.kiosk.state().returning?.phase === 'docked');
    const dockedAt = here.kiosk.state().returning?.at ?? '';
    await here.kiosk.stop();
    here.machine.cutPower();
    here.clock.back(YEARS_MS);
    here.cloud.control.unreachable = false;
    here.cloud.control.skewMs = YEARS_MS;

    here.broker.cut(false);
    await here.powerCycle();
    await here.untilFact('BikeDocked');

    expect(here.cloud.facts().find(({ type }) => type === 'BikeDocked')?.at).toBe(dockedAt);
  });

  it('tells of what was taken all the same where the city’s API is away for long', async () => {
    const here = await rig({ start: false });
    here.cloud.control.unreachable = true;
    await here.kiosk.start();
    here.machine.dock('bike-7');

    await here.untilFact('BikeDocked');

    expect(here.cloud.boots).toEqual([]);
  });
});
