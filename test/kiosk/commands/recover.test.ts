import { describe, expect, it } from '@jest/globals';
import type { CommandParts } from '../support/fake-cloud.ts';
import { rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const MOVE: CommandParts = { kind: 'move', bikeId: 'bike-3', bay: 3 };
const OPEN: CommandParts = { kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 };

async function offered() {
  const here = await rig();
  await here.cloud.send(MOVE);
  await here.untilFact('BikeAtHatch');
  await here.cloud.send(OPEN);
  await here.untilFact('DoorOpened');
  return here;
}

describe('after its power was cut, a kiosk', () => {
  it('reports the command that it had begun as failed, and never acts on it again', async () => {
    const here = await rig();
    await here.cloud.send(MOVE);
    await here.untilFact('CommandBegun');

    await here.powerCycle();
    await here.untilFact('CommandFailed');
    await quiet(here.clock);

    expect(here.cloud.facts().find(({ type }) => type === 'CommandFailed')).toMatchObject({ fault: 'powerLoss' });
    expect(here.types().filter((type) => type === 'CommandBegun')).toHaveLength(1);
    expect(here.machine.read().bays.get(3)).toBe('bike-3');
  });

  it('tells that a bike was taken when its door stood open and the bike is gone', async () => {
    const here = await offered();

    await here.kiosk.stop();
    here.machine.take();
    await here.powerCycle();
    await here.untilFact('BikeTaken');
    await here.until('the door is closed', () => here.machine.read().door === 'closed');

    expect(here.types().slice(-2)).toEqual(['KioskStarted', 'BikeTaken']);
  });

  it('tells that a bike was taken also while its door still stood open after that', async () => {
    const here = await offered();
    here.machine.fault('door', 'always');

    await here.powerCycle();
    const isOpen = () => here.machine.read().door === 'open';
    await here.until('it runs again', () => here.kiosk.state().online && isOpen());
    here.machine.take();
    here.machine.fault('door', 'off');
    await here.untilFact('BikeTaken');

    expect(here.types()).not.toContain('CommandFailed');
    expect(here.machine.read().door).toBe('closed');
  });

  it('puts an offered bike that nobody took back into a bay', async () => {
    const here = await offered();

    await here.powerCycle();
    await here.until('the bike is back', () => here.machine.read().bays.get(3) === 'bike-3');

    expect(here.machine.read()).toMatchObject({ hatch: null, door: 'closed' });
    expect(here.types()).not.toContain('BikeTaken');
  });

  it('still offers a bike that had reached the hatch', async () => {
    const here = await rig();
    await here.cloud.send(MOVE);
    await here.untilFact('BikeAtHatch');

    await here.powerCycle();
    await here.cloud.send(OPEN);
    await here.untilFact('DoorOpened');

    expect(here.types()).not.toContain('CommandFailed');
  });
});
