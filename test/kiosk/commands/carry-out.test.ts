import { describe, expect, it } from '@jest/globals';
import type { CommandParts } from '../support/fake-cloud.ts';
import { rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const MOVE: CommandParts = { kind: 'move', bikeId: 'bike-3', bay: 3 };
const OPEN: CommandParts = { kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 };

async function atHatch() {
  const made = await rig();
  await made.cloud.send(MOVE);
  await made.untilFact('BikeAtHatch');
  return made;
}

/** A bike is offered, nobody takes it, and the door does not close. */
async function stuckOpen() {
  const made = await atHatch();
  const { store, cloud, machine, until, untilFact } = made;
  await cloud.send(OPEN);
  await untilFact('DoorOpened');
  machine.fault('door', 'always');
  await until('the door has failed', () => (store.get<object[]>('failedOffers') ?? []).length > 0);
  return made;
}

describe('hardware that fails', () => {
  it('tells of a jam, and leaves the bike where it is', async () => {
    const { cloud, machine, untilFact } = await rig();
    machine.fault('jam', 'once');

    await cloud.send(MOVE);
    await untilFact('CommandFailed');

    expect(cloud.facts().at(-1)).toMatchObject({ fault: 'jam' });
    expect(machine.read().bays.get(3)).toBe('bike-3');
  });

  it('tells of a sensor that does not see the bike come, and puts it back', async () => {
    const { cloud, machine, until, untilFact } = await rig();
    machine.fault('sensor', 'once');

    await cloud.send(MOVE);
    await untilFact('CommandFailed');
    await until('the bike is back', () => machine.read().bays.get(3) === 'bike-3');

    expect(cloud.facts().at(-1)).toMatchObject({ fault: 'sensorFailure' });
  });

  it('tells of another bike than was meant, and puts it back', async () => {
    const swapped = await rig();
    const { cloud, machine, until, untilFact } = swapped;
    // The bay's tag reader is right about the bike; somebody exchanges the two while the carousel is on its way.
    const read = machine.read;
    machine.read = () => (read().hatch === 'bike-3' ? { ...read(), hatch: 'bike-9' } : read());

    await swapped.kiosk.stop();
    await swapped.powerCycle();
    await cloud.send(MOVE);
    await untilFact('CommandFailed');
    await until('the hatch is empty', () => machine.read().hatch === null);

    expect(cloud.facts().find(({ type }) => type === 'CommandFailed')).toMatchObject({ fault: 'otherBike' });
  });

  it('tells of a door that does not open, and puts the bike back', async () => {
    const { cloud, machine, until, untilFact } = await atHatch();
    machine.fault('door', 'once');

    await cloud.send(OPEN);
    await untilFact('CommandFailed');
    await until('the bike is back', () => machine.read().bays.get(3) === 'bike-3');

    expect(cloud.facts().at(-1)).toMatchObject({ fault: 'doorFailure' });
  });

  it('tells of a bike that is taken through a door that would not close', async () => {
    const { cloud, machine, types, untilFact } = await stuckOpen();
    const before = types();

    machine.take();
    await untilFact('BikeTaken');

    expect(before).not.toContain('CommandFailed');
    expect(cloud.facts().at(-1)).toMatchObject({ type: 'BikeTaken', bikeId: 'bike-3' });
  });

  it('says that a door failed once the hatch is shut, and the bike can no longer be taken', async () => {
    const { cloud, machine, types, untilFact } = await stuckOpen();
    const before = types();

    machine.fault('door', 'off');
    await untilFact('CommandFailed');

    expect(before).not.toContain('CommandFailed');
    expect(cloud.facts().at(-1)).toMatchObject({ fault: 'doorFailure' });
    expect(machine.read()).toMatchObject({ door: 'closed', hatch: null });
  });

  it('fetches nothing to a door that is stuck open, and goes on once it closes', async () => {
    const { clock, cloud, machine, until, untilFact } = await atHatch();
    await cloud.send(OPEN);
    await untilFact('DoorOpened');
    machine.fault('door', 'always');
    machine.take();
    await untilFact('BikeTaken');

    await cloud.send({ ...MOVE, slot: 2, bikeId: 'bike-1', bay: 1, livesMs: 280_000 });
    await quiet(clock);
    const standing = machine.read().bays.get(1);
    machine.fault('door', 'off');
    await until('the next bike is at the hatch', () => machine.read().hatch === 'bike-1');

    expect(standing).toBe('bike-1');
    expect(machine.read().door).toBe('closed');
  });
});
