import { describe, expect, it } from '@jest/globals';
import { compactVerify } from 'jose';
import { type Rig, rig } from '../support/rig.ts';

const phaseIs = (here: Rig, phase: string) =>
  here.until(`the return is ${phase}`, () => here.kiosk.state().returning?.phase === phase);
const dockings = (here: Rig) => here.cloud.facts().filter(({ type }) => type === 'BikeDocked');

describe('a bike that comes back', () => {
  it('is taken in later where the sensor was blind as it came', async () => {
    const { clock, cloud, machine, until, untilFact } = await rig();
    machine.fault('sensor', 'always');
    machine.dock('bike-9');
    await until('it stands in the hatch', () => machine.inHatch() === 'bike-9');
    await until('the hatch is shut', () => machine.read().door === 'closed' && machine.motion() === undefined);

    const seenAt = clock.now();
    machine.fault('sensor', 'off');
    await untilFact('BikeDocked');

    expect(cloud.facts().at(-1)).toMatchObject({ bikeId: 'bike-9', at: new Date(seenAt).toISOString() });
    expect(machine.inHatch()).toBeNull();
  });

  it('is carried to the nearest free bay, and counts as back from the moment the sensor read it', async () => {
    const here = await rig();
    let sensedAt = 0;
    here.machine.listen((event) => {
      if (event.type === 'hatchChanged' && event.bikeId) sensedAt = event.at;
    });

    here.machine.dock('bike-7');
    await here.untilFact('BikeDocked');

    expect(dockings(here)).toMatchObject([{ bikeId: 'bike-7', bay: 2, at: new Date(sensedAt).toISOString() }]);
    expect(here.machine.read().bays.get(2)).toBe('bike-7');
    expect(here.machine.read()).toMatchObject({ hatch: null, door: 'closed' });
  });

  it('is accepted without a network, and told of when there is one', async () => {
    const here = await rig();
    here.broker.cut(true);
    here.machine.dock('bike-7');
    await phaseIs(here, 'docked');
    const waiting = here.kiosk.state().factsWaiting;

    here.broker.cut(false);
    await here.untilFact('BikeDocked');

    expect(waiting).toBe(1);
  });

  it('gives its rider a receipt that this kiosk signed', async () => {
    const here = await rig();

    here.machine.dock('bike-7');
    await here.until('there is a receipt', () => here.kiosk.state().returning?.receipt !== undefined);
    const { payload } = await compactVerify(here.kiosk.state().returning?.receipt ?? '', here.cloud.devicePublicKey);

    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({ iss: 'k1', bike: 'bike-7', bay: 2 });
  });

  it('waits while the hatch is busy with somebody else’s', async () => {
    const here = await rig();
    await here.cloud.send({ kind: 'move', bikeId: 'bike-3', bay: 3 });
    await here.untilFact('BikeAtHatch');

    here.machine.dock('bike-7');
    await phaseIs(here, 'waiting');
    await here.cloud.send({ kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 });
    await here.until('the first is taken', () => here.machine.take() !== undefined);
    await phaseIs(here, 'docked');

    expect(here.types().slice(-2)).toEqual(['BikeTaken', 'BikeDocked']);
  });

  it('is taken in also when it is held to the reader in the moment in which the one before has docked', async () => {
    const here = await rig();
    const stop = here.kiosk.onChange(() => {
      if (here.kiosk.state().returning?.phase !== 'docked') return;
      stop();
      here.machine.dock('bike-8');
    });

    here.machine.dock('bike-7');
    await here.until('both are back', () => dockings(here).length === 2);

    expect(dockings(here)).toMatchObject([{ bikeId: 'bike-7' }, { bikeId: 'bike-8' }]);
  });

  it('is taken in one after another where a family brings three, and each gets a receipt to read', async () => {
    const here = await rig({ bikes: [null, null, null, null] });

    for (const bikeId of ['bike-6', 'bike-7', 'bike-8']) here.machine.dock(bikeId);
    await here.until('all are back', () => dockings(here).length === 3);
    await here.until('the last receipt is there', () => here.kiosk.state().returning?.receipt !== undefined);

    const { returning, returned } = here.kiosk.state();
    expect(dockings(here)).toMatchObject([{ bikeId: 'bike-6' }, { bikeId: 'bike-7' }, { bikeId: 'bike-8' }]);
    expect(returning).toMatchObject({ bikeId: 'bike-8', phase: 'docked' });
    expect(returned).toMatchObject([
      { bikeId: 'bike-6', phase: 'docked', receipt: expect.any(String) },
      { bikeId: 'bike-7', phase: 'docked', receipt: expect.any(String) },
    ]);
  });

  it('is called up again when another went in before it', async () => {
    const here = await rig();
    here.machine.fault('door', 'once');
    here.machine.dock('bike-8');
    await phaseIs(here, 'fault');

    // The rider of bike-8 has not gone: they use the door that opens for bike-7.
    here.machine.dock('bike-7');
    await here.until('both are back', () => dockings(here).length === 2);

    expect(dockings(here)).toMatchObject([{ bikeId: 'bike-8' }, { bikeId: 'bike-7' }]);
  });

  it('leaves the screen some seconds after it has docked', async () => {
    const here = await rig();
    here.machine.dock('bike-7');
    await phaseIs(here, 'docked');

    here.clock.advance(15_000);

    expect(here.kiosk.state()).toMatchObject({ returned: [] });
    expect(here.kiosk.state().returning).toBeUndefined();
  });

  it('is turned away when every bay is full, with the door closed', async () => {
    const here = await rig({ bikes: ['bike-1', 'bike-2', 'bike-3', 'bike-4'] });

    here.machine.dock('bike-7');
    await phaseIs(here, 'full');

    expect(here.machine.read().door).toBe('closed');
    expect(dockings(here)).toEqual([]);
  });

  it('leaves no trace when its rider changes their mind', async () => {
    const here = await rig();
    here.machine.dock('bike-7');
    await phaseIs(here, 'open');

    here.machine.leave();
    await phaseIs(here, 'notReturned');
    await here.until('the door is closed', () => here.machine.read().door === 'closed');

    expect(dockings(here)).toEqual([]);
  });

  it('is not waited for when its rider walks away while the door still opens', async () => {
    const here = await rig();
    here.machine.dock('bike-7');
    await here.until('the door is opening', () => here.machine.motion()?.kind === 'openDoor');
    const leftAt = here.clock.now();

    here.machine.leave();
    await phaseIs(here, 'notReturned');

    expect(here.clock.now() - leftAt).toBeLessThan(5_000);
  });

  it('gives up its place in the queue when its rider walks away', async () => {
    const here = await rig();
    await here.cloud.send({ kind: 'move', bikeId: 'bike-3', bay: 3 });
    await here.untilFact('BikeAtHatch');
    here.machine.dock('bike-7');
    await phaseIs(here, 'waiting');

    here.machine.leave();

    expect(here.kiosk.state().returning).toBeUndefined();
  });

  it('is back, at its own time, also when the carousel jams first', async () => {
    const here = await rig();
    here.machine.fault('jam', 'once');

    here.machine.dock('bike-7');
    await phaseIs(here, 'fault');
    await here.untilFact('BikeDocked');

    expect(dockings(here)).toMatchObject([{ bikeId: 'bike-7', bay: 2 }]);
  });

  it('is back, at its own time and once, also when the power is cut while it is put away', async () => {
    const here = await rig();
    here.machine.dock('bike-7');
    await phaseIs(here, 'stowing');
    const sensedBy = here.clock.now();

    await here.powerCycle();
    here.clock.advance(30_000);
    await here.untilFact('BikeDocked');

    const [docking] = dockings(here);
    expect(dockings(here)).toHaveLength(1);
    expect(Date.parse(docking?.at ?? '')).toBeLessThanOrEqual(sensedBy);
  });
});
