import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importAddresses } from '../../../functions/identity/import-addresses.ts';
import { dynamoAddresses, plainAddress } from '../../../functions/identity/open-addresses.ts';
import { type Dynamo, startDynamo } from '../dynamo.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';

const HOME = { street: '5 Lantern Street', city: 'Havenbrook', state: 'NY', postalCode: '14400' };

describe("the city's open addresses", () => {
  let dynamo: Dynamo;

  beforeAll(async () => {
    dynamo = await startDynamo();
  });
  afterAll(() => dynamo.close());

  it.each([
    [{ street: '5  LANTERN   ST.' }],
    [{ street: '5 Lantern St', city: 'HAVENBROOK', state: 'ny' }],
    [{ postalCode: '14400-0012' }],
  ])('are one address in each spelling: %j', (changes) => {
    expect(plainAddress({ ...HOME, ...changes })).toBe('5 LANTERN STREET/HAVENBROOK/NY/14400');
  });

  it.each([[{ street: '15 Lantern Street' }], [{ street: '5 Lantern Lane' }], [{ postalCode: '14401' }]])(
    'are different ones where anything else differs: %j',
    (changes) => {
      expect(plainAddress({ ...HOME, ...changes })).not.toBe(plainAddress(HOME));
    },
  );

  it('spell out no street that merely begins like a suffix', () => {
    expect(plainAddress({ ...HOME, street: '1 St Mary Rd' })).toBe('1 ST MARY ROAD/HAVENBROOK/NY/14400');
  });

  it('are known once they were taken in, and may be taken in again', async () => {
    const addresses = dynamoAddresses(dynamo.client, await createKeyedTable(dynamo.client, 'id'));
    const take = importAddresses({ addresses });
    const before = await addresses.has(HOME);

    const answers = [await take({ addresses: [HOME] }), await take({ addresses: [HOME] })];

    expect(answers).toEqual([{ addresses: 1 }, { addresses: 1 }]);
    expect([before, await addresses.has(HOME)]).toEqual([false, true]);
  });
});
