import { describe, expect, it } from '@jest/globals';
import { rig } from './support/rig.ts';

describe('a kiosk', () => {
  it('fetches a bike, opens until it is taken, and tells each step', async () => {
    const { cloud, machine, until, untilFact, types } = await rig();

    await cloud.send({ kind: 'move', bikeId: 'bike-3', bay: 3 });
    await untilFact('BikeAtHatch');
    await cloud.send({ kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 });
    await untilFact('DoorOpened');
    machine.take();
    await untilFact('BikeTaken');
    await until('the door is closed', () => machine.read().door === 'closed');

    expect(types()).toEqual(['KioskStarted', 'CommandBegun', 'BikeAtHatch', 'CommandBegun', 'DoorOpened', 'BikeTaken']);
    expect(cloud.facts().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
