import { describe, expect, it } from '@jest/globals';
import { type CommandKind, commandId, type RecordFact } from '../../../functions/storage/contract.ts';
import { useDynamo } from '../dynamo.ts';
import { desk, idOf, KIOSK, RENTAL, second } from './desk.ts';

const dynamo = useDynamo();

type Desk = Awaited<ReturnType<typeof desk>>;

/** A fact about an attempt of a command, told. */
function tell(storage: Desk, type: RecordFact['type'], kind: CommandKind, attempt: number, other: object = {}) {
  return storage.record(storage.fact(type, kind, { commandId: idOf(kind, attempt), ...other }));
}

/** A desk whose first attempt to move the bike has jammed. */
async function jammed(): Promise<Desk> {
  const storage = await desk(dynamo);
  await storage.move('task-1');
  await tell(storage, 'CommandBegun', 'move', 1);
  await tell(storage, 'CommandFailed', 'move', 1, { fault: 'jam' });
  storage.heard.length = 0;
  return storage;
}

describe('a further attempt', () => {
  it('is a command of its own, beside the one that failed', async () => {
    const storage = await jammed();

    const answer = await storage.move('task-2', 2);

    expect(answer).toEqual({ commandId: idOf('move', 2) });
    expect(idOf('move', 2)).not.toBe(idOf('move', 1));
    expect([...storage.desired.keys()]).toEqual([idOf('move', 2)]);
    expect(storage.heard).toEqual([]);
  });

  it('succeeds although the first failed, and goes on to its own opening', async () => {
    const storage = await jammed();
    await storage.move('task-2', 2);

    await tell(storage, 'BikeAtHatch', 'move', 2);
    await storage.open('task-3', 2);
    await tell(storage, 'BikeTaken', 'openUntilTaken', 2);

    expect(storage.heard).toEqual([`task-2 succeeded at ${second(3)}`, `task-3 succeeded at ${second(4)}`]);
    expect(storage.desired.size).toBe(0);
  });

  it('stands when the failure of the first is told once more', async () => {
    const storage = await jammed();
    await storage.move('task-2', 2);
    await tell(storage, 'BikeAtHatch', 'move', 2);

    await tell(storage, 'CommandFailed', 'move', 1, { fault: 'jam' });
    await storage.move('task-2 again', 2);

    expect(storage.heard).toEqual([
      `task-2 succeeded at ${second(3)}`,
      'task-1 failed with HardwareFault',
      `task-2 again succeeded at ${second(3)}`,
    ]);
  });

  it('is kept alive by its own progress, and not by that of the one that failed', async () => {
    const storage = await jammed();
    await storage.move('task-2', 2);

    await tell(storage, 'CommandProgressed', 'move', 1);
    await tell(storage, 'CommandBegun', 'move', 2);
    await tell(storage, 'CommandProgressed', 'move', 2);

    expect(storage.heard).toEqual(['task-2 lives', 'task-2 lives']);
  });

  it('is taken back alone, with all that might follow it', async () => {
    const storage = await jammed();
    await storage.move('task-2', 2);

    const { commands } = await storage.cancel();

    expect(commands).toEqual([idOf('move', 2)]);
    expect(storage.desired.size).toBe(0);
    await expect(storage.move('task-2', 2)).rejects.toMatchObject({ name: 'CommandCancelled' });
    await expect(storage.move('task-3', 3)).rejects.toMatchObject({ name: 'CommandCancelled' });
  });

  it('finds its fact there already when the kiosk was faster than its registration', async () => {
    const storage = await jammed();
    await tell(storage, 'BikeAtHatch', 'move', 4);

    await storage.move('task-4', 4);

    expect(storage.heard).toEqual([`task-4 succeeded at ${second(3)}`]);
    expect(storage.desired.size).toBe(0);
  });
});

describe('a fact', () => {
  it('that comes twice tells the task and the others the same', async () => {
    const storage = await desk(dynamo);
    await storage.open('task-1');
    const taken = storage.fact('BikeTaken', 'openUntilTaken');

    await storage.record(taken);
    await storage.record(taken);

    expect(storage.heard).toEqual([`task-1 succeeded at ${second(1)}`, `task-1 succeeded at ${second(1)}`]);
    expect(storage.told).toEqual(['BikeTaken', 'BikeTaken']);
  });

  it('that comes after its command was taken back is told all the same', async () => {
    const storage = await desk(dynamo);
    await storage.open('task-1');
    await storage.cancel().catch(() => undefined);

    await tell(storage, 'BikeTaken', 'openUntilTaken', 1);

    expect(storage.told).toEqual(['BikeTaken']);
    expect(storage.heard).toEqual([`task-1 succeeded at ${second(1)}`]);
  });

  it.each([
    ['another rental', commandId('00000000-0000-4000-8000-000000000002', 1, 'openUntilTaken')],
    ['another slot', commandId(RENTAL, 2, 'openUntilTaken')],
    ['an attempt that nobody makes', commandId(RENTAL, 1, 'openUntilTaken', 5)],
    ['nothing at all', 'f'.repeat(32)],
  ])('under a command of %s is refused, and nobody is told', async (_case, forged) => {
    const storage = await desk(dynamo);
    await storage.open('task-1');

    const told = storage.record(storage.fact('BikeTaken', 'openUntilTaken', { commandId: forged }));

    await expect(told).rejects.toMatchObject({ name: 'FactRefused' });
    expect(storage.heard).toEqual([]);
    expect(storage.told).toEqual([]);
    expect([...storage.desired.keys()]).toEqual([idOf('openUntilTaken')]);
  });

  it('of a full kiosk, or of a photo that failed, is told to the others and to no command', async () => {
    const storage = await desk(dynamo);
    await storage.move('task-1');
    const about = { at: second(0), kioskId: KIOSK, thing: KIOSK, bikeId: 'bike-1' };

    await storage.record({ ...about, seq: 1, type: 'NoDockFree' });
    await storage.record({
      ...about,
      seq: 2,
      type: 'PhotoFailed',
      photoId: '0'.repeat(32),
      rentalId: RENTAL,
      slot: 1,
    });

    expect(storage.told).toEqual(['NoDockFree', 'PhotoFailed']);
    expect(storage.heard).toEqual([]);
  });
});
