import { describe, expect, it } from '@jest/globals';
import { BaysReported, Fact } from '../../../functions/storage/contract.ts';
import type { CommandParts } from '../support/fake-cloud.ts';
import { rig } from '../support/rig.ts';
import { quiet, settle } from '../support/virtual-clock.ts';

const MOVE: CommandParts = { kind: 'move', bikeId: 'bike-3', bay: 3 };

describe('a kiosk that connects', () => {
  it('subscribes to its shadow, its rentals, what its camera is asked, its own station and its neighbours’', async () => {
    const { broker } = await rig();

    const filters = broker.filters('k1');

    expect(filters).toEqual(
      expect.arrayContaining([
        '$aws/things/k1/shadow/name/commands/update/delta',
        '$aws/things/k1/shadow/name/commands/get/accepted',
        'freewheel/testville/kiosks/k1/rentals/+',
        'freewheel/testville/kiosks/k1/photos',
        'freewheel/testville/stations/k1',
        'freewheel/testville/stations/k2',
        'freewheel/testville/stations/k3',
      ]),
    );
  });

  it('obeys a command that came while it was away, and one that came before it ever was', async () => {
    const here = await rig({ start: false });
    await here.cloud.send(MOVE);
    await here.kiosk.start();
    await here.untilFact('BikeAtHatch');
    here.broker.cut(true);

    await here.cloud.send({ kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 });
    here.broker.cut(false);
    await here.untilFact('DoorOpened');

    expect(here.types()).not.toContain('CommandRefused');
  });

  it('mirrors its bays after every change, and leaves nothing behind that has gone', async () => {
    const { broker, cloud, machine, until, untilFact } = await rig();
    const reported = () => BaysReported.parse(broker.reported('k1', 'bays'));
    const atRest = reported();

    await cloud.send(MOVE);
    await until('the shadow says so', () => reported().hatch === 'bike-3');
    const fetched = reported();
    await cloud.send({ kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 });
    await untilFact('DoorOpened');
    machine.take();
    await until('the door is closed', () => machine.read().door === 'closed');
    await until('the shadow says so', () => reported().door === 'closed');

    const always = { capacity: 4, door: 'closed', faults: {} };
    expect(atRest).toEqual({ ...always, bays: { 1: 'bike-1', 3: 'bike-3' } });
    expect(fetched).toEqual({ ...always, bays: { 1: 'bike-1' }, hatch: 'bike-3' });
    expect(reported()).toEqual({ ...always, bays: { 1: 'bike-1' } });
  });

  it('mirrors an empty machine so that it reads as empty, and not as unknown', async () => {
    const { broker } = await rig({ bikes: [null, null, null, null] });

    expect(BaysReported.parse(broker.reported('k1', 'bays'))).toEqual({
      ...{ capacity: 4, door: 'closed', bays: {}, faults: {} },
    });
  });

  it('speaks as the contract says', async () => {
    const { broker, cloud, machine, untilFact } = await rig();

    machine.dock('bike-7');
    await untilFact('BikeDocked');

    for (const fact of cloud.facts()) expect(Fact.safeParse(fact).error).toBeUndefined();
    expect(BaysReported.safeParse(broker.reported('k1', 'bays')).error).toBeUndefined();
  });

  it('drops deltas that are older than the last it saw', async () => {
    const { broker, clock, cloud, types } = await rig();
    const old = await cloud.command(MOVE);
    broker.desire('k1', 'commands', { one: null, other: 1 });
    broker.desire('k1', 'commands', { one: null, other: 2 });
    await settle();

    broker.replayDelta('k1', 'commands', 1, { [old.commandId]: old });
    await quiet(clock);

    expect(types()).not.toContain('CommandBegun');
  });

  it('believes no delta before it has heard the whole document', async () => {
    const here = await rig();
    const stale = await here.cloud.command(MOVE);
    here.broker.cut(true);
    here.broker.desire('k1', 'commands', { [stale.commandId]: stale });
    here.broker.desire('k1', 'commands', { [stale.commandId]: null });

    here.broker.keep('k1', '$aws/things/k1/shadow/name/commands/update/delta', {
      version: 1,
      state: { [stale.commandId]: stale },
    });

    here.broker.cut(false);
    await quiet(here.clock);

    expect(here.cloud.requests).toEqual([]);
    expect(here.types()).not.toContain('CommandBegun');
  });

  it('survives payloads that are not what they should be', async () => {
    const { broker, cloud, kiosk, untilFact } = await rig();

    for (const payload of [
      '',
      'nonsense',
      '[]',
      '{"version":"x","state":{}}',
      '{"version":1,"state":{"a":3,"b":null}}',
    ])
      for (const topic of ['$aws/things/k1/shadow/name/commands/update/delta', 'freewheel/testville/stations/k2'])
        broker.publish(topic, payload);
    broker.publish('freewheel/testville/kiosks/k1/rentals/x', '{"status":"?"}');
    await cloud.send(MOVE);
    await untilFact('BikeAtHatch');

    expect(kiosk.state().online).toBe(true);
  });

  it('sets no timer while nobody is there, but for those by which it says that it is', async () => {
    const { clock, until } = await rig();

    await until('the greeting is over', () => clock.pending() === 2);

    expect(clock.pending()).toBe(2);
  });
});
