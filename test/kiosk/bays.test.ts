import { describe, expect, it } from '@jest/globals';
import { BaysReported } from '../../functions/storage/contract.ts';
import { type Rig, rig } from './support/rig.ts';
import { quiet } from './support/virtual-clock.ts';

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
