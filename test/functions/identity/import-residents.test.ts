import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { ImportResidents } from '../../../functions/identity/contract.ts';
import { importResidents } from '../../../functions/identity/import-residents.ts';
import type { Peppers } from '../../../functions/identity/keys.ts';
import { dynamoRegistry } from '../../../functions/identity/registry.ts';
import { documentHash } from '../../../functions/identity/rider-refs.ts';
import { useDynamo } from '../dynamo.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { testPepper } from './identity-keys.ts';

const dynamo = useDynamo();

async function setUp() {
  const table = await createKeyedTable(dynamo.client, 'id');
  const registry = dynamoRegistry(dynamo.client, table);
  const pepper = testPepper();
  const peppers: Peppers = [pepper];
  return {
    registry,
    pepper,
    run: importResidents({ registry, peppers }),
    items: async () => (await dynamo.client.send(new ScanCommand({ TableName: table }))).Items ?? [],
  };
}

const person = (number: string, household = 'blum', householdSize = 2) => ({
  iin: '636001',
  number,
  household,
  householdSize,
});

describe('importing residents', () => {
  it('changes nothing when the same ones come again', async () => {
    const { run, items } = await setUp();
    const residents = Array.from({ length: 45 }, (_, index) => person(`NUMBER${index}`, `house-${index % 7}`));

    const answer = await run({ residents });
    const first = await items();
    await run({ residents });

    expect(answer).toEqual({ residents: 45 });
    // And an item for each of seven households.
    expect(first).toHaveLength(45 + 7);
    expect(await items()).toEqual(first);
  });

  it('moves a resident to another household', async () => {
    const { run, registry, pepper } = await setUp();
    await run({ residents: [person('N1'), person('N2', 'okafor', 4)] });
    const find = async (number: string) => (await registry.look(await documentHash(pepper, person(number))))?.resident;
    const before = await find('N1');

    await run({ residents: [person('N1', 'okafor', 4)] });

    const after = await find('N1');
    expect(after).toMatchObject({ partyLimit: 4, partyRef: (await find('N2'))?.partyRef });
    expect(after?.riderRef).toBe(before?.riderRef);
    expect(after?.partyRef).not.toBe(before?.partyRef);
  });

  it('takes only what a scan could match', () => {
    const fits = (change: object) =>
      ImportResidents.safeParse({ residents: [{ ...person('AB12'), ...change }] }).success;

    expect(fits({})).toBe(true);
    for (const bad of [
      { iin: '63600' },
      { number: 'ab12' },
      { number: 'A B12' },
      { household: '' },
      { householdSize: 0 },
    ])
      expect(fits(bad)).toBe(false);
  });
});
