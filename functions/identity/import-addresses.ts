import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type AddressesImported, ImportAddresses } from './contract.ts';
import { identityEnv } from './env.ts';
import { dynamoAddresses, type OpenAddresses } from './open-addresses.ts';

/** Takes the city's addresses in. The same again changes nothing. */
export function importAddresses({ addresses: open }: { addresses: OpenAddresses }) {
  return async ({ addresses }: ImportAddresses): Promise<AddressesImported> => {
    for (const address of addresses) await open.keep(address);
    return { addresses: addresses.length };
  };
}

export const handler = workflowHandler({
  command: ImportAddresses,
  bind: () => {
    const { table } = readEnv({ table: identityEnv.table });
    return importAddresses({ addresses: dynamoAddresses(documentClient(), table) });
  },
});
