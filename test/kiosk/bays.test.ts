import { describe, expect, it } from '@jest/globals';
import { BaysReported } from '../../functions/storage/contract.ts';
import { instant } from '../../seams/clock.ts';
import { type Rig, rig } from './support/rig.ts';
import { quiet } from './support/virtual-clock.ts';

const FULL_BUT_ONE = ['bike-1', 'bike-2', 'bike-3', null];

/** The city says which bays operators keep from riders. */
async function quarantine(here: Rig, ...bays: number[]): Promise<void> {
  here.clock.advance(1_000);
  here.cloud.station('k1', 2, 1, { as_of: instant(here.clock.now()), bays_quarantined: bays });
  await quiet(here.clock);
}

const dockings = (here: Rig) => here.cloud.facts().filter(({ type }) => type === 'BikeDocked');
const told = (here: Rig) =>
  here.cloud.facts().flatMap((fact) => (fact.type === 'BayStatusChanged' ? [[fact.bay, fact.status]] : []));

describe('a bay that is not well', () => {
  it('is told of as a fact, and in the mirror, and once more when it is mended', async () => {
    const here = await rig();

    here.machine.bayFault(3, 'lockFailure');
    await quiet(here.clock);
    const mirrored = BaysReported.parse(here.broker.reported('k1', 'bays')).faults;
    here.machine.bayFault(3, 'ok');
    await quiet(here.clock);

    expect(told(here)).toEqual([
      [3, 'lockFailure'],
      [3, 'ok'],
    ]);
    expect(mirrored).toEqual({ 3: 'lockFailure' });
    expect(BaysReported.parse(here.broker.reported('k1', 'bays')).faults).toEqual({});
  });

  it('is told of once, also across a power cut, and what broke meanwhile is told at the start', async () => {
    const here = await rig();
    here.machine.bayFault(3, 'lockFailure');
    await quiet(here.clock);
    await here.kiosk.stop();
    here.machine.bayFault(2, 'noPower');

    await here.powerCycle();
    await quiet(here.clock);

    expect(told(here)).toEqual([
      [3, 'lockFailure'],
      [2, 'noPower'],
    ]);
  });

  it('counts neither as a bike nor as a place, and no bike is brought there', async () => {
    const here = await rig();
    here.machine.bayFault(1, 'lockFailure');
    here.machine.bayFault(2, 'lockFailure');

    const before = here.kiosk.state().here;
    here.machine.dock('bike-7');
    await here.untilFact('BikeDocked');

    expect(before).toMatchObject({ bikes: 1, docks: 1 });
    expect(here.cloud.facts().find(({ type }) => type === 'BikeDocked')).toMatchObject({ bay: 4 });
  });

  it('turns a rider away where it is the last place, with minutes that cost nothing', async () => {
    const here = await rig({ bikes: ['bike-1', 'bike-2', 'bike-3', null] });
    here.machine.bayFault(4, 'outOfService');

    here.machine.dock('bike-7');
    await here.untilFact('NoDockFree');

    expect(here.kiosk.state().returning?.phase).toBe('full');
  });

  it('whose reader fails reads as empty, and is not taken for a place', async () => {
    const here = await rig({ bikes: ['bike-1', 'bike-2', 'bike-3', 'bike-4'] });

    here.machine.bayFault(2, 'readerFailure');

    expect(here.machine.read().bays.get(2)).toBeNull();
    expect(here.kiosk.state().here).toMatchObject({ bikes: 3, docks: 0 });
  });
});

describe('a bay that an operator has quarantined', () => {
  it('is no place, and no bike is brought there, until it is back in service', async () => {
    const here = await rig();
    await quarantine(here, 2);
    const during = here.kiosk.state();
    here.machine.dock('bike-7');
    await here.until('it is docked', () => dockings(here).length === 1);

    await quarantine(here);
    here.machine.dock('bike-8');
    await here.until('the other is docked', () => dockings(here).length === 2);

    expect(during.here).toMatchObject({ docks: 1 });
    expect(during.machine.bays).toContainEqual({ bay: 2, bikeId: null, isQuarantined: true });
    expect(dockings(here)).toMatchObject([
      { bikeId: 'bike-7', bay: 4 },
      { bikeId: 'bike-8', bay: 2 },
    ]);
  });

  it('is known also without a network, and after a power cut', async () => {
    const here = await rig();
    await quarantine(here, 2);
    here.broker.cut(true);
    await here.powerCycle();

    here.machine.dock('bike-7');
    await here.until('it is docked', () => here.kiosk.state().returning?.phase === 'docked');

    expect(here.kiosk.state().returning).toMatchObject({ bikeId: 'bike-7', bay: 4 });
  });

  it('turns a rider away where it is the last place, with minutes that cost nothing and the nearest docks', async () => {
    const here = await rig({ bikes: FULL_BUT_ONE });
    here.cloud.station('k2', 1, 3);
    await quarantine(here, 4);

    here.machine.dock('bike-7');
    await here.untilFact('NoDockFree');

    expect(here.kiosk.state()).toMatchObject({ returning: { phase: 'full' }, here: { docks: 0 } });
    expect(here.kiosk.state().nearby[0]).toMatchObject({ kioskId: 'k2', docks: 3 });
    expect(here.machine.read().door).toBe('closed');
  });

  it('takes a bike that its rider has put into the hatch already, rather than to keep the ride open', async () => {
    const here = await rig({ bikes: FULL_BUT_ONE });
    here.machine.dock('bike-7');
    await here.until('the bike is in', () => here.kiosk.state().returning?.phase === 'stowing');

    await quarantine(here, 4);
    await here.untilFact('BikeDocked');

    expect(dockings(here)).toMatchObject([{ bikeId: 'bike-7', bay: 4 }]);
  });

  it('does not get a bike back that was fetched from it and that nobody took', async () => {
    const here = await rig();
    await here.cloud.send({ kind: 'move', bikeId: 'bike-3', bay: 3 });
    await here.untilFact('BikeAtHatch');
    await quarantine(here, 3);

    here.clock.advance(130_000);
    await here.untilFact('BikeNotTaken');

    expect(here.machine.read().bays.get(2)).toBe('bike-3');
    expect(here.machine.read().bays.get(3)).toBeNull();
  });
});
