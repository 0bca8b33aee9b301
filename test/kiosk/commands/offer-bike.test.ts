import { describe, expect, it } from '@jest/globals';
import type { CommandParts } from '../support/fake-cloud.ts';
import { rig } from '../support/rig.ts';

const MOVE: CommandParts = { kind: 'move', bikeId: 'bike-3', bay: 3 };
const OPEN: CommandParts = { kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 };

async function atHatch() {
  const made = await rig();
  await made.cloud.send(MOVE);
  await made.untilFact('BikeAtHatch');
  return made;
}

describe('a bike that is offered', () => {
  async function offered() {
    const made = await atHatch();
    await made.cloud.send(OPEN);
    await made.untilFact('DoorOpened');
    return made;
  }

  it('counts as taken at the moment the sensor lost it, not when the door has closed', async () => {
    const { cloud, clock, machine, untilFact } = await offered();

    const takenAt = clock.now();
    machine.take();
    await untilFact('BikeTaken');

    expect(cloud.facts().at(-1)?.at).toBe(new Date(takenAt).toISOString());
  });

  it('returns to its bay when nobody takes it', async () => {
    const { machine, untilFact } = await offered();

    await untilFact('BikeNotTaken');

    expect(machine.read()).toMatchObject({ hatch: null, door: 'closed' });
    expect(machine.read().bays.get(3)).toBe('bike-3');
  });

  it('returns to its bay sooner when its rider walks away', async () => {
    const { clock, machine, untilFact } = await offered();

    const leftAt = clock.now();
    machine.leave();
    await untilFact('BikeNotTaken');

    expect(clock.now() - leftAt).toBeLessThan(20_000);
  });

  it('returns to its bay as soon when its rider walks away while the door still opens', async () => {
    const { clock, cloud, machine, until, untilFact } = await atHatch();
    await cloud.send(OPEN);
    await until('the door is opening', () => machine.motion()?.kind === 'openDoor');

    const leftAt = clock.now();
    machine.leave();
    await untilFact('BikeNotTaken');

    expect(clock.now() - leftAt).toBeLessThan(20_000);
  });

  it('counts as taken also when it is pulled out while the door still opens', async () => {
    const { cloud, machine, types, until, untilFact } = await atHatch();
    await cloud.send(OPEN);
    await until('the door is opening', () => machine.motion()?.kind === 'openDoor');

    machine.take();
    await untilFact('BikeTaken');
    await until('the door is closed', () => machine.read().door === 'closed' && machine.motion() === undefined);

    expect(types().slice(-2)).toEqual(['DoorOpened', 'BikeTaken']);
  });

  it('is reported as in progress at least every ten seconds', async () => {
    const { cloud, untilFact } = await offered();

    await untilFact('BikeNotTaken');

    const times = cloud
      .facts()
      .slice(3)
      .map(({ at }) => Date.parse(at));
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
  });
});
