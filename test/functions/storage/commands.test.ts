import { describe, expect, it } from '@jest/globals';
import { moveBike } from '../../../functions/storage/move-bike.ts';
import { useDynamo } from '../dynamo.ts';
import { desk, idOf, KIOSK, RENTAL, second } from './desk.ts';

const dynamo = useDynamo();

describe('giving a command', () => {
  it('puts it into the shadow of the kiosk, to begin within half a minute', async () => {
    const storage = await desk(dynamo);

    const answer = await storage.move('task-1');

    expect(answer).toEqual({ commandId: idOf('move') });
    expect([...storage.desired.values()]).toEqual([
      {
        commandId: idOf('move'),
        kind: 'move',
        rentalId: RENTAL,
        slot: 1,
        bikeId: 'bike-1',
        bay: 3,
        issuedAt: second(0),
        expiresAt: second(30),
        bikeToken: 'bike.token.signature',
      },
    ]);
    expect(storage.heard).toEqual([]);
  });

  it('gives a command that has not begun a new expiry, and completes the newest task', async () => {
    const storage = await desk(dynamo);
    await storage.move('task-1');
    storage.clock.set(second(20));

    await storage.move('task-2');
    await storage.record(storage.fact('BikeAtHatch', 'move'));

    expect(storage.heard).toEqual([`task-2 succeeded at ${second(1)}`]);
  });

  it('does not put a command that has begun into the shadow again', async () => {
    const storage = await desk(dynamo);
    await storage.move('task-1');
    await storage.record(storage.fact('CommandBegun', 'move'));
    storage.clock.set(second(20));

    await storage.move('task-2');

    expect(storage.desired.get(idOf('move'))).toMatchObject({ issuedAt: second(0) });
  });

  it('completes at once when the fact is there already, and moves nothing', async () => {
    const storage = await desk(dynamo);
    await storage.record(storage.fact('BikeTaken', 'openUntilTaken'));

    await storage.open('task-1');

    expect(storage.heard).toEqual([`task-1 succeeded at ${second(1)}`]);
    expect(storage.desired.size).toBe(0);
  });

  it.each([
    ['for another service', { aud: ['bikes'] }],
    ['for another kiosk', { kiosk: 'harbour' }],
    ['expired', { exp: 1 }],
  ])('refuses a rental token that is %s, and moves nothing', async (_case, claims) => {
    const storage = await desk(dynamo);
    const rentalToken = storage.tokens.mint(RENTAL, KIOSK, claims);

    const moved = moveBike(storage.deps)({ ...storage.given('task-1'), rentalToken });

    await expect(moved).rejects.toMatchObject({ name: 'TokenRefused' });
    expect(storage.desired.size).toBe(0);
  });
});

describe('taking commands back', () => {
  it('clears what the kiosk has not begun, and says which, also when repeated', async () => {
    const storage = await desk(dynamo);
    await storage.move('task-1');

    const first = await storage.cancel();
    const second = await storage.cancel();

    expect(first).toEqual({ commands: [idOf('move')] });
    expect(second).toEqual(first);
    expect(storage.desired.size).toBe(0);
  });

  it('leaves alone what has begun, and still completes its task', async () => {
    const storage = await desk(dynamo);
    await storage.open('task-1');
    await storage.record(storage.fact('CommandBegun', 'openUntilTaken'));

    await expect(storage.cancel()).rejects.toMatchObject({ name: 'HandoverUnsettled' });
    await storage.record(storage.fact('BikeTaken', 'openUntilTaken'));

    expect(await storage.cancel()).toEqual({ commands: [] });
    expect(storage.heard).toEqual(['task-1 lives', `task-1 succeeded at ${second(2)}`]);
  });

  it('has the kiosk refuse an opening, and is not done before the kiosk has said what became of it', async () => {
    const storage = await desk(dynamo);
    await storage.open('task-1');

    await expect(storage.cancel()).rejects.toMatchObject({ name: 'HandoverUnsettled' });
    const [left] = storage.desired.values();
    await expect(storage.cancel()).rejects.toMatchObject({ name: 'HandoverUnsettled' });
    await storage.record(storage.fact('CommandRefused', 'openUntilTaken', { reason: 'expired' }));

    expect(Date.parse(left?.expiresAt ?? '')).toBeLessThan(storage.clock.now());
    expect(await storage.cancel()).toEqual({ commands: [] });
    expect(storage.desired.size).toBe(0);
  });

  it('refuses a command that is given after it was taken back', async () => {
    const storage = await desk(dynamo);
    await storage.cancel();

    await expect(storage.open('task-1')).rejects.toMatchObject({ name: 'CommandCancelled' });

    expect(storage.desired.size).toBe(0);
  });

  it('keeps a command out of the shadow that was registered, and taken back before it went out', async () => {
    const storage = await desk(dynamo);
    const { put } = storage.deps.shadow;
    storage.deps.shadow.put = async (...command) => {
      storage.deps.shadow.put = put;
      await storage.cancel();
      return put(...command);
    };

    await expect(storage.open('task-1')).rejects.toMatchObject({ name: 'CommandCancelled' });

    expect(storage.desired.size).toBe(0);
  });
});
