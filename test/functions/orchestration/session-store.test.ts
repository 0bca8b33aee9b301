import { describe, expect, it } from '@jest/globals';
import { dynamoSessions } from '../../../functions/orchestration/session-store.ts';
import { useDynamo } from '../dynamo.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { CREDENTIAL, RESIDENT } from './exchange.ts';

const session = { ...RESIDENT, sessionId: 's-1', kioskId: 'harbour', credential: CREDENTIAL, expiresAt: 1000 };

const dynamo = useDynamo();

async function setUp() {
  const sessions = dynamoSessions(dynamo.client, await createKeyedTable(dynamo.client, 'id'));
  await sessions.open(session);
  return sessions;
}

describe('the store of sessions', () => {
  it('gives back the session that was opened, and no other', async () => {
    const sessions = await setUp();

    expect(await sessions.read('s-1')).toMatchObject(session);
    expect(await sessions.read('s-2')).toBeUndefined();
  });

  it('prolongs a session that is not over', async () => {
    const sessions = await setUp();

    expect(await sessions.spend('s-1', 'r-1', 2000, 999)).toBe(true);
    expect((await sessions.read('s-1'))?.expiresAt).toBe(2000);
  });

  it('prolongs none that is over or gone', async () => {
    const sessions = await setUp();

    expect(await sessions.spend('s-1', 'r-1', 2000, 1000)).toBe(false);
    expect(await sessions.spend('s-2', 'r-1', 2000, 999)).toBe(false);
    expect((await sessions.read('s-1'))?.expiresAt).toBe(1000);
    expect(await sessions.read('s-2')).toBeUndefined();
  });

  it('spends a session on one rental, however often that asks, and on no second one', async () => {
    const sessions = await setUp();

    const spent = [];
    for (const rentalId of ['r-1', 'r-1', 'r-2']) spent.push(await sessions.spend('s-1', rentalId, 2000, 999));

    expect(spent).toEqual([true, true, false]);
  });

  it('closes a session for good, also twice', async () => {
    const sessions = await setUp();

    await sessions.close('s-1');
    await sessions.close('s-1');

    expect(await sessions.read('s-1')).toBeUndefined();
  });
});
