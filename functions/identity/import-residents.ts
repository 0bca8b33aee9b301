import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ImportResidents, type ResidentsImported } from './contract.ts';
import { identityEnv } from './env.ts';
import { findParty, findResident } from './find-resident.ts';
import { kmsPeppers, type Peppers } from './keys.ts';
import { dynamoRegistry, type Registry } from './registry.ts';
import { documentHashes, householdHashes, lastingHash, partyRefOf, riderRefOf } from './rider-refs.ts';

/** Residents taken in at a time: far below the MACs that KMS makes in a second. */
const AT_ONCE = 20;

async function inParts<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE)
    await Promise.all(items.slice(start, start + AT_ONCE).map(work));
}

/**
 * Takes residents into the registry, under the newest pepper. Taking the same ones in again changes nothing, and nobody
 * who is known gets another reference.
 */
export function importResidents({ registry, peppers }: { registry: Registry; peppers: Peppers }) {
  const partyOf = async (household: string): Promise<string> => {
    const hashes = await householdHashes(peppers, household);
    const [newest = '', ...older] = hashes;
    const known = (await findParty(registry, hashes)) ?? partyRefOf(lastingHash(hashes));
    const standing = await registry.keepHousehold(newest, known);
    for (const hash of older) await registry.forgetHousehold(hash);
    return standing;
  };
  const keep = async ({ iin, number, householdSize }: ImportResidents['residents'][number], partyRef: string) => {
    const hashes = await documentHashes(peppers, { iin, number });
    const known = await findResident(registry, hashes);
    const riderRef = known?.riderRef ?? riderRefOf(lastingHash(hashes));
    await registry.keepResident(hashes[0] ?? '', { riderRef, partyRef, partyLimit: householdSize });
  };
  return async ({ residents }: ImportResidents): Promise<ResidentsImported> => {
    const parties = new Map<string, string>();
    await inParts([...new Set(residents.map(({ household }) => household))], async (household) => {
      parties.set(household, await partyOf(household));
    });
    await inParts(residents, (resident) => keep(resident, parties.get(resident.household) ?? ''));
    return { residents: residents.length };
  };
}

export const handler = workflowHandler({
  command: ImportResidents,
  bind: () => {
    const { table, pepperKeyIds } = identityEnv;
    const env = readEnv({ table, pepperKeyIds });
    return importResidents({
      registry: dynamoRegistry(documentClient(), env.table),
      peppers: kmsPeppers(env.pepperKeyIds),
    });
  },
});
