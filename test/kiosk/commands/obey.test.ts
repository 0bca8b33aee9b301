import { describe, expect, it } from '@jest/globals';
import type { CommandParts } from '../support/fake-cloud.ts';
import { rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const MOVE: CommandParts = { kind: 'move', bikeId: 'bike-3', bay: 3 };
const OPEN: CommandParts = { kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 };

/** What must be so after any refusal: every bike where it was, the door closed. */
const UNMOVED = {
  bays: [
    [1, 'bike-1'],
    [2, null],
    [3, 'bike-3'],
    [4, null],
  ],
  hatch: null,
  door: 'closed',
};

async function atHatch() {
  const made = await rig();
  await made.cloud.send(MOVE);
  await made.untilFact('BikeAtHatch');
  return made;
}

describe('a command that is refused', () => {
  it.each<[string, Partial<CommandParts>, string]>([
    ['has expired', { livesMs: -1 }, 'expired'],
    ['was signed by a stranger', { signedBy: 'stranger' }, 'badToken'],
    ['names the key for sealing as its own', { signedBy: 'sealingKey' }, 'badToken'],
    ['is for another kiosk', { claims: { kiosk: 'k2' } }, 'badToken'],
    ['is for another audience', { claims: { aud: 'kiosk:k2' } }, 'badToken'],
    ['comes from another city', { claims: { iss: 'urn:freewheel:elsewhere' } }, 'badToken'],
    ['is for another rental', { claims: { rental: '33333333-3333-4333-8333-333333333333' } }, 'badToken'],
    ['is for another slot', { claims: { slot: 2 } }, 'badToken'],
    ['is for another bike', { claims: { bike: 'bike-1' } }, 'badToken'],
    ['is for another bay', { claims: { bay: 1 } }, 'badToken'],
    ['is for another command', { claims: { commands: ['0'.repeat(32)] } }, 'badToken'],
    ['has another scope', { claims: { scope: 'rental' } }, 'badToken'],
    ['carries a token that has ended', { claims: { exp: 1_000_000_000 } }, 'expired'],
    ['names a bike that stands elsewhere', { bay: 1 }, 'wrongBike'],
    ['opens for a bike that is not in the hatch', { kind: 'openUntilTaken' }, 'wrongBike'],
  ])('moves nothing and says why when it %s', async (_what, parts, reason) => {
    const { cloud, machine, untilFact, kiosk } = await rig();

    await cloud.send({ ...MOVE, ...parts });
    await untilFact('CommandRefused');

    const refusal = cloud.facts().find(({ type }) => type === 'CommandRefused');
    const { bays, hatch, door } = machine.read();
    expect(refusal).toMatchObject({ reason, rentalId: expect.any(String), bikeId: 'bike-3' });
    expect({ bays: [...bays], hatch, door }).toEqual(UNMOVED);
    await kiosk.stop();
  });

  it('says that it is malformed, once, however often the shadow repeats it', async () => {
    const { clock, cloud, broker, untilFact, types } = await rig();
    const command = { ...(await cloud.command(MOVE)), expiresAt: 'soon' };

    broker.desire('k1', 'commands', { [command.commandId]: command });
    await untilFact('CommandRefused');
    broker.desire('k1', 'commands', { [command.commandId]: command, other: null });
    await quiet(clock);

    expect(cloud.facts().at(-1)).toMatchObject({ type: 'CommandRefused', reason: 'malformed' });
    expect(types().filter((type) => type === 'CommandRefused')).toHaveLength(1);
  });

  it('leaves the way free for the true command of the same id', async () => {
    const { cloud, untilFact, types } = await rig();

    await cloud.send({ ...MOVE, signedBy: 'stranger' });
    await untilFact('CommandRefused');
    await cloud.send(MOVE);
    await untilFact('BikeAtHatch');

    expect(types()).toEqual(['KioskStarted', 'CommandRefused', 'CommandBegun', 'BikeAtHatch']);
  });

  it('is judged by the cloud’s time where the kiosk’s own clock is wrong', async () => {
    const { cloud, untilFact } = await rig();
    cloud.control.skewMs = 3_600_000;

    await cloud.send({ ...MOVE, livesMs: 30_000 });
    await untilFact('BikeAtHatch');

    const [fact] = cloud.facts().filter(({ type }) => type === 'BikeAtHatch');
    expect(fact?.at).toMatch(/^2026-06-01T11:00:/);
  });
});

describe('a command that is taken back while it waits', () => {
  it('is refused, and told of, as soon as its time is over in the shadow', async () => {
    const { clock, cloud, broker, machine, untilFact, types } = await atHatch();
    const waiting = { rentalId: '44444444-4444-4444-8444-444444444444', bikeId: 'bike-1', bay: 1 };
    const [command] = await cloud.send({ ...MOVE, ...waiting });
    if (!command) throw new Error('Nothing was sent.');

    broker.desire('k1', 'commands', { [command.commandId]: { ...command, expiresAt: '1970-01-01T00:00:00.000Z' } });
    await untilFact('CommandRefused');
    await quiet(clock);

    expect(cloud.facts().at(-1)).toMatchObject({ commandId: command.commandId, reason: 'expired' });
    expect(types().filter((type) => type === 'CommandBegun')).toHaveLength(1);
    expect(machine.read().hatch).toBe('bike-3');
  });
});

describe('the hatch', () => {
  it('keeps a second rental’s bike waiting until the first has been taken', async () => {
    const { cloud, machine, until, untilFact } = await atHatch();
    const other = { rentalId: '44444444-4444-4444-8444-444444444444', bikeId: 'bike-1', bay: 1 };

    await cloud.send({ ...MOVE, ...other });
    await cloud.send(OPEN);
    await untilFact('DoorOpened');
    machine.take();
    await until('the second bike is at the hatch', () => machine.read().hatch === 'bike-1');

    const told = cloud.facts().flatMap((fact) => ('bikeId' in fact ? [`${fact.type} ${fact.bikeId}`] : []));
    expect(told.slice(-3)).toEqual(['BikeTaken bike-3', 'CommandBegun bike-1', 'BikeAtHatch bike-1']);
  });

  it('refuses a command that waited for it past its expiry', async () => {
    const { cloud, machine, untilFact } = await atHatch();

    await cloud.send({
      ...MOVE,
      rentalId: '44444444-4444-4444-8444-444444444444',
      bikeId: 'bike-1',
      bay: 1,
      livesMs: 20_000,
    });
    await untilFact('CommandRefused');

    expect(cloud.facts().at(-1)).toMatchObject({ bikeId: 'bike-1', reason: 'expired' });
    expect(machine.read().bays.get(1)).toBe('bike-1');
  });

  it('never begins a command that was taken back while it waited', async () => {
    const { cloud, broker, machine, until, untilFact, types } = await atHatch();
    const [waiting] = await cloud.send({
      ...MOVE,
      rentalId: '44444444-4444-4444-8444-444444444444',
      bikeId: 'bike-1',
      bay: 1,
    });

    broker.desire('k1', 'commands', { [waiting?.commandId ?? '']: null });
    await cloud.send(OPEN);
    await untilFact('DoorOpened');
    machine.take();
    await until('the hatch is at rest', () => machine.read().door === 'closed' && machine.motion() === undefined);

    expect(types().filter((type) => type === 'CommandBegun')).toHaveLength(2);
    expect(machine.read().bays.get(1)).toBe('bike-1');
  });

  it('opens for a bike whose fetching it was told of after the opening', async () => {
    const { cloud, untilFact, types } = await rig();

    await cloud.send(OPEN, MOVE);
    await untilFact('DoorOpened');

    expect(types()).not.toContain('CommandRefused');
  });

  it('puts back a bike that no command offers, and says that it was not taken', async () => {
    const { cloud, machine, untilFact } = await atHatch();

    await untilFact('BikeNotTaken');

    expect(cloud.facts().at(-1)).toMatchObject({ type: 'BikeNotTaken', bikeId: 'bike-3', bay: 3 });
    expect(machine.read().bays.get(3)).toBe('bike-3');
  });
});

describe('a kiosk without the city’s keys', () => {
  it('waits for them, and then obeys', async () => {
    const { cloud, until, untilFact, types } = await rig();
    cloud.control.unreachable = true;

    await cloud.send(MOVE);
    await until('the keys were asked for', () => cloud.requests.length > 1);
    cloud.control.unreachable = false;
    await untilFact('BikeAtHatch');

    expect(types()).toEqual(['KioskStarted', 'CommandBegun', 'BikeAtHatch']);
  });

  it('refuses the command as expired when they do not come in time', async () => {
    const { cloud, untilFact } = await rig();
    cloud.control.unreachable = true;

    await cloud.send({ ...MOVE, livesMs: 10_000 });
    await untilFact('CommandRefused');

    expect(cloud.facts().at(-1)).toMatchObject({ reason: 'expired' });
  });
});
