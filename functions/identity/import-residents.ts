import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ImportResidents, type ResidentsImported } from './contract.ts';
import { identityEnv } from './env.ts';
import { kmsPepper, type Pepper } from './keys.ts';
import { dynamoRegistry, type Registry } from './registry.ts';
import { documentHash, householdRef, riderRefOf } from './rider-refs.ts';

/** Residents taken in at a time: far below the MACs that KMS makes in a second. */
const AT_ONCE = 20;

/** Takes residents into the registry. Taking the same ones in again changes nothing. */
export function importResidents(deps: { registry: Registry; pepper: Pepper }) {
  const keep = async ({ iin, number, household, householdSize }: ImportResidents['residents'][number]) => {
    const hash = await documentHash(deps.pepper, { iin, number });
    const partyRef = await householdRef(deps.pepper, household);
    await deps.registry.keepResident(hash, { riderRef: riderRefOf(hash), partyRef, partyLimit: householdSize });
  };
  return async ({ residents }: ImportResidents): Promise<ResidentsImported> => {
    for (let start = 0; start < residents.length; start += AT_ONCE)
      await Promise.all(residents.slice(start, start + AT_ONCE).map(keep));
    return { residents: residents.length };
  };
}

export const handler = workflowHandler({
  command: ImportResidents,
  bind: () => {
    const { table, pepperKeyId } = identityEnv;
    const env = readEnv({ table, pepperKeyId });
    return importResidents({
      registry: dynamoRegistry(documentClient(), env.table),
      pepper: kmsPepper(env.pepperKeyId),
    });
  },
});
