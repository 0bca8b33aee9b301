import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { RegisterKiosks } from '../../../functions/orchestration/contract.ts';
import { dynamoKiosks } from '../../../functions/orchestration/kiosk-store.ts';
import { registerKiosks } from '../../../functions/orchestration/register-kiosks.ts';
import { useDynamo } from '../dynamo.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';

const key = (x: string) => ({ kty: 'EC' as const, crv: 'P-256' as const, x, y: 'y' });
const kiosk = (kioskId: string, x = 'x') => ({ kioskId, thing: kioskId, publicKey: key(x) });

const dynamo = useDynamo();

async function setUp() {
  const table = await createKeyedTable(dynamo.client, 'kioskId');
  const kiosks = dynamoKiosks(dynamo.client, table);
  const count = async () => (await dynamo.client.send(new ScanCommand({ TableName: table }))).Count;
  return { kiosks, count, register: registerKiosks({ kiosks }) };
}

describe('registering kiosks', () => {
  it('changes nothing when the same ones come again', async () => {
    const { register, kiosks, count } = await setUp();

    const answer = await register({ kiosks: [kiosk('harbour'), kiosk('station')] });
    await register({ kiosks: [kiosk('harbour'), kiosk('station')] });

    expect(answer).toEqual({ kiosks: 2 });
    expect(await count()).toBe(2);
    expect(await kiosks.find('harbour')).toEqual(kiosk('harbour'));
  });

  it('replaces a key that has changed, and no other', async () => {
    const { register, kiosks } = await setUp();
    await register({ kiosks: [kiosk('harbour'), kiosk('station')] });

    await register({ kiosks: [kiosk('harbour', 'new')] });

    expect((await kiosks.find('harbour'))?.publicKey).toEqual(key('new'));
    expect((await kiosks.find('station'))?.publicKey).toEqual(key('x'));
  });

  it('takes no private key, by dropping it', () => {
    const withPrivate = { ...kiosk('harbour'), publicKey: { ...key('x'), d: 'secret' } };

    expect(JSON.stringify(RegisterKiosks.parse({ kiosks: [withPrivate] }))).not.toContain('secret');
  });
});
