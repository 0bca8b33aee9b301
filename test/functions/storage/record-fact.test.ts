import { describe, expect, it } from '@jest/globals';
import { Fact } from '../../../functions/storage/contract.ts';
import { useDynamo } from '../dynamo.ts';
import { desk, idOf, second } from './desk.ts';

const dynamo = useDynamo();

describe('recording a fact', () => {
  it('completes the waiting task, clears the command, and tells the others', async () => {
    const storage = await desk(dynamo);
    await storage.move('task-1');

    await storage.record(storage.fact('BikeAtHatch', 'move'));

    expect(storage.heard).toEqual([`task-1 succeeded at ${second(1)}`]);
    expect(storage.desired.size).toBe(0);
    expect(storage.told).toEqual(['BikeAtHatch']);
  });

  it.each([
    ['CommandRefused', { reason: 'expired' }, 'CommandRefused'],
    ['CommandFailed', { fault: 'jam' }, 'HardwareFault'],
    ['CommandFailed', { fault: 'powerLoss' }, 'PowerLost'],
    ['BikeNotTaken', {}, 'BikeNotTaken'],
  ] as const)('fails the task by name on %s', async (type, other, error) => {
    const storage = await desk(dynamo);
    await storage.open('task-1');
    const fact = storage.fact(type, 'openUntilTaken', other);

    await storage.record(fact);

    expect(Fact.safeParse(fact).success).toBe(true);
    expect(storage.heard).toEqual([`task-1 failed with ${error}`]);
    expect(storage.desired.size).toBe(0);
  });

  it('has a name of its own for a bike that is not where it should be, and only there', async () => {
    const storage = await desk(dynamo);
    await storage.move('task-1');
    await storage.open('task-2');

    await storage.record(storage.fact('CommandRefused', 'move', { reason: 'wrongBike' }));
    await storage.record(storage.fact('CommandRefused', 'openUntilTaken', { reason: 'wrongBike' }));

    expect(storage.heard).toEqual(['task-1 failed with BikeMisplaced', 'task-2 failed with CommandRefused']);
  });

  it('keeps the task alive while the kiosk works, and the command in the shadow', async () => {
    const storage = await desk(dynamo);
    await storage.open('task-1');

    await storage.record(storage.fact('CommandBegun', 'openUntilTaken'));
    await storage.record(storage.fact('CommandProgressed', 'openUntilTaken'));
    await storage.record(storage.fact('DoorOpened', 'openUntilTaken'));

    expect(storage.heard).toEqual(['task-1 lives', 'task-1 lives', 'task-1 lives']);
    expect([...storage.desired.keys()]).toEqual([idOf('openUntilTaken')]);
    expect(storage.told).toEqual(['CommandBegun', 'CommandProgressed', 'DoorOpened']);
  });

  it('tells of a bike that came back, which no command had asked for', async () => {
    const storage = await desk(dynamo);
    const { type, seq, at, kioskId, thing } = storage.fact('BikeDocked', 'move');

    await storage.record({ type, seq, at, kioskId, thing, bikeId: 'bike-9', bay: 2 } as Parameters<
      typeof storage.record
    >[0]);

    expect(storage.told).toEqual(['BikeDocked']);
    expect(storage.heard).toEqual([]);
  });

  it('stays with the first fact of a number when another comes under the same', async () => {
    const storage = await desk(dynamo);
    await storage.open('task-1');
    const first = storage.fact('BikeNotTaken', 'openUntilTaken');
    await storage.record(first);

    await storage.record({ ...storage.fact('BikeTaken', 'openUntilTaken'), seq: first.seq });

    expect(storage.told).toEqual(['BikeNotTaken', 'BikeNotTaken']);
    expect(storage.heard).toEqual(['task-1 failed with BikeNotTaken', 'task-1 failed with BikeNotTaken']);
  });

  it('forwards a bike that was taken although its command was said to have failed', async () => {
    const storage = await desk(dynamo);
    await storage.open('task-1');
    await storage.record(storage.fact('CommandFailed', 'openUntilTaken', { fault: 'sensorFailure' }));

    await storage.record(storage.fact('BikeTaken', 'openUntilTaken'));
    await storage.open('task-2');

    expect(storage.told).toEqual(['CommandFailed', 'BikeTaken']);
    expect(storage.heard.at(-1)).toBe(`task-2 succeeded at ${second(2)}`);
  });

  it('refuses a kiosk that speaks for another', async () => {
    const storage = await desk(dynamo);
    await storage.open('task-1');
    const forged = { ...storage.fact('BikeTaken', 'openUntilTaken'), thing: 'harbour' };

    await expect(storage.record(forged)).rejects.toMatchObject({ name: 'FactRefused' });
    await expect(storage.record({ ...forged, kioskId: 'harbour' })).rejects.toMatchObject({ name: 'FactRefused' });

    expect(storage.heard).toEqual([]);
    expect(storage.told).toEqual([]);
  });

  it.each(['keepFact', 'saveHandover', 'succeed', 'clear', 'publish'] as const)(
    'heals on redelivery when it crashed after %s',
    async (step) => {
      const storage = await desk(dynamo);
      await storage.open('task-1');
      const { book, shadow, task } = storage.deps;
      const owner: Record<string, unknown> = [book, shadow, task, storage.deps].find((one) => step in one) as never;
      const work = owner[step] as (...given: unknown[]) => Promise<unknown>;
      owner[step] = async (...given: unknown[]) => {
        owner[step] = work;
        await work(...given);
        throw new Error('The function was stopped.');
      };
      const fact = storage.fact('BikeTaken', 'openUntilTaken');
      await expect(storage.record(fact)).rejects.toThrow('stopped');

      await storage.record(fact);

      expect(new Set(storage.heard)).toEqual(new Set([`task-1 succeeded at ${second(1)}`]));
      expect(storage.desired.size).toBe(0);
      expect(new Set(storage.told)).toEqual(new Set(['BikeTaken']));
    },
  );
});
