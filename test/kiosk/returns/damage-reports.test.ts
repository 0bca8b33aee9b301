import { describe, expect, it } from '@jest/globals';
import { NotNow } from '../../../kiosk/rider/rider.ts';
import { type Rig, rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const BIKE = 'bike-7';
const PATH = '/v1/damage-reports';
const arrived = (here: Rig) => here.until('the report has arrived', () => here.cloud.reports.length > 0);

async function docked(): Promise<Rig> {
  const here = await rig();
  here.machine.dock(BIKE);
  await here.until('it is docked', () => here.kiosk.state().returning?.phase === 'docked');
  return here;
}

const TOKEN = JSON.stringify({ access_token: 'aa.bb.cc', token_type: 'Bearer', expires_in: 900 });
const problem = (status: number) => ({
  status,
  body: JSON.stringify({ type: 'urn:freewheel:problem:no', title: 'No', status, detail: 'No.' }),
});

describe('a rider who says what is wrong with the bike they brought', () => {
  it('taps twice, is thanked at once, and the city hears which part it is', async () => {
    const here = await docked();

    here.kiosk.reportDamage(BIKE);
    const first = here.kiosk.state().returning?.damage;
    here.kiosk.reportDamage(BIKE, { part: 'brakes' });
    const second = here.kiosk.state().returning?.damage;
    await arrived(here);

    expect([first, second]).toEqual(['asked', 'brakes']);
    expect(here.cloud.reports).toEqual([
      { reportId: expect.stringMatching(/^[0-9a-f-]{36}$/), bikeId: BIKE, part: 'brakes', at: expect.any(String) },
    ]);
  });

  it('may say how bad it is: the same report is told again with that, and what was said first stays', async () => {
    const here = await docked();

    here.kiosk.reportDamage(BIKE, { part: 'saddle' });
    await arrived(here);
    here.kiosk.reportDamage(BIKE, { severity: 'hardToRide' });
    here.kiosk.reportDamage(BIKE, { severity: 'rideable' });
    await here.until('it has arrived again', () => here.cloud.reports.length === 2);
    await quiet(here.clock);

    const [first, then] = here.cloud.reports;
    expect(here.cloud.reports).toHaveLength(2);
    expect(first).not.toHaveProperty('severity');
    expect(then).toEqual({ ...first, severity: 'hardToRide' });
  });

  it('cannot say how bad something is, or send a picture, before they have said what', async () => {
    const here = await docked();

    expect(() => here.kiosk.reportDamage(BIKE, { severity: 'dangerous' })).toThrow(NotNow);
    expect(() => here.kiosk.reportDamage(BIKE, { withPhoto: true })).toThrow(NotNow);
  });

  it('is another rider once the screen has forgotten the bike, who says the same anew', async () => {
    const here = await docked();
    here.kiosk.reportDamage(BIKE, { part: 'saddle' });
    await arrived(here);
    here.clock.advance(16_000);
    await here.cloud.send({ kind: 'move', bikeId: BIKE, bay: 2 }, { kind: 'openUntilTaken', bikeId: BIKE, bay: 2 });
    await here.until('it is taken', () => here.machine.take() === BIKE);
    await here.untilFact('BikeTaken');
    here.machine.dock(BIKE);
    await here.until('it is docked', () => here.kiosk.state().returning?.phase === 'docked');

    here.kiosk.reportDamage(BIKE, { part: 'saddle' });
    await here.until('it has arrived', () => here.cloud.reports.length === 2);

    expect(new Set(here.cloud.reports.map(({ reportId }) => reportId)).size).toBe(2);
  });

  it('has the time for the second tap, and to read the thanks', async () => {
    const here = await docked();

    here.clock.advance(14_000);
    here.kiosk.reportDamage(BIKE);
    here.clock.advance(14_000);
    here.kiosk.reportDamage(BIKE, { part: 'chain' });
    here.clock.advance(14_000);

    expect(here.kiosk.state().returning).toMatchObject({ damage: 'chain' });
  });

  it('is heard of one bike when a family brought several', async () => {
    const here = await docked();
    here.machine.dock('bike-8');
    await here.until('both are docked', () => here.kiosk.state().returning?.bikeId === 'bike-8');

    here.kiosk.reportDamage(BIKE, { part: 'lights' });
    await arrived(here);

    expect(here.kiosk.state().returned).toMatchObject([{ bikeId: BIKE, damage: 'lights' }]);
    expect(here.cloud.reports).toMatchObject([{ bikeId: BIKE }]);
  });

  it('cannot speak of a bike that the screen does not show', async () => {
    const here = await docked();
    here.clock.advance(15_000);

    expect(() => here.kiosk.reportDamage(BIKE, { part: 'frame' })).toThrow(NotNow);
    expect(() => here.kiosk.reportDamage('bike-1', { part: 'frame' })).toThrow(NotNow);
  });

  it('is heard once when they tap twice on the same part', async () => {
    const here = await docked();
    here.cloud.control.unreachable = true;

    here.kiosk.reportDamage(BIKE, { part: 'tyres' });
    here.kiosk.reportDamage(BIKE, { part: 'tyres' });
    here.cloud.control.unreachable = false;
    await arrived(here);
    await quiet(here.clock);

    expect(here.cloud.reports).toHaveLength(1);
  });
});

describe('a report of damage', () => {
  it('is kept without a network, also when the power is cut, and sent when there is one, with the moment of the tap', async () => {
    const here = await docked();
    here.cloud.control.unreachable = true;
    here.broker.cut(true);
    here.kiosk.reportDamage(BIKE, { part: 'saddle' });
    const tappedAt = new Date(here.clock.now()).toISOString();
    here.clock.advance(3_600_000);
    await here.powerCycle();

    here.cloud.control.unreachable = false;
    here.broker.cut(false);
    await arrived(here);

    expect(here.cloud.reports).toMatchObject([{ bikeId: BIKE, part: 'saddle', at: tappedAt }]);
  });

  it('is sent again under its id when the answer was lost', async () => {
    const here = await docked();
    here.cloud.control.losing = { path: PATH, times: 6 };

    here.kiosk.reportDamage(BIKE, { part: 'brakes' });
    await here.until('it was sent seven times', () => here.cloud.reports.length === 7);
    await quiet(here.clock);

    expect(new Set(here.cloud.reports.map(({ reportId }) => reportId)).size).toBe(1);
    expect(here.cloud.reports).toHaveLength(7);
  });

  it('does not hold up the ones behind it when the city refuses it for good', async () => {
    const here = await docked();
    here.cloud.control.unreachable = true;
    here.kiosk.reportDamage(BIKE, { part: 'brakes' });
    here.kiosk.reportDamage(BIKE, { part: 'lights' });
    await quiet(here.clock);

    here.cloud.control.next.push({ body: TOKEN }, problem(422));
    here.cloud.control.unreachable = false;
    await arrived(here);
    await quiet(here.clock);

    expect(here.cloud.reports).toMatchObject([{ part: 'lights' }]);
  });

  it('waits while the city does not take this kiosk’s word', async () => {
    const here = await docked();
    here.cloud.control.answers[PATH] = problem(403);
    here.kiosk.reportDamage(BIKE, { part: 'brakes' });
    await quiet(here.clock);

    delete here.cloud.control.answers[PATH];
    await here.until('it has arrived', () => here.cloud.reports.length === 1, 120_000);

    expect(here.cloud.reports).toMatchObject([{ part: 'brakes' }]);
  });
});
