import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { OpenedSession } from '../../../functions/orchestration/contract.ts';
import { openSession } from '../../../functions/orchestration/open-session.ts';
import { Relayed } from '../../../functions/shared/errors.ts';
import { useDynamo } from '../dynamo.ts';
import { CREDENTIAL, RESIDENT, setUpExchange } from './exchange.ts';

const dynamo = useDynamo();

async function setUp() {
  const exchange = await setUpExchange(dynamo.client);
  const open = openSession(exchange);
  return { ...exchange, open: () => open({ kioskId: 'harbour', credential: CREDENTIAL }) };
}

describe('opening a session', () => {
  it('tells the kiosk what the rider is offered, for five minutes', async () => {
    const { open } = await setUp();

    const session = await open();

    expect(OpenedSession.parse(session)).toEqual(session);
    expect(session).toMatchObject({
      expiresAt: '2026-05-01T12:05:00.000Z',
      rider: { kind: 'resident', partyLimit: 3 },
      offer: RESIDENT.offer,
    });
  });

  it("keeps the rider's references to itself", async () => {
    const { open } = await setUp();

    const told = JSON.stringify(await open());

    expect(told).not.toContain(RESIDENT.rider.riderRef);
    expect(told).not.toContain(RESIDENT.rider.partyRef);
  });

  it('has the credential checked for this very session and kiosk', async () => {
    const { open, admission } = await setUp();

    const { sessionId } = await open();

    const input = { credential: CREDENTIAL, kioskId: 'harbour', sessionId };
    expect(admission.asked).toEqual([{ name: sessionId, input }]);
  });

  it('keeps the sealed credential where it is swept with the session', async () => {
    const { open, sessionsTable } = await setUp();

    await open();

    const { Items } = await dynamo.client.send(new ScanCommand({ TableName: sessionsTable }));
    expect(Items).toHaveLength(1);
    expect(Items?.[0]).toMatchObject({
      credential: CREDENTIAL,
      expiresAt: Date.parse('2026-05-01T12:05:00.000Z') / 1000,
    });
  });

  it('opens none when admission refuses the rider, and says why under the same name', async () => {
    const { open, admission, sessionsTable } = await setUp();
    admission.says(new Relayed('DocumentExpired', 'Your ID has expired.'));

    const opened = open();

    await expect(opened).rejects.toMatchObject({ name: 'DocumentExpired', message: 'Your ID has expired.' });
    expect((await dynamo.client.send(new ScanCommand({ TableName: sessionsTable }))).Items).toEqual([]);
  });
});
