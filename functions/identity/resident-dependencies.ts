import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { identityEnv, residentsEnv } from './env.ts';
import { dynamoResidents } from './resident-book.ts';
import { dynamoEntries } from './resident-entries.ts';
import type { ResidentDependencies } from './settle-entry.ts';

/** What changing a registration takes, by the function's environment. */
export function residentDependencies(): ResidentDependencies {
  const env = readEnv({ table: identityEnv.table, residents: residentsEnv.table });
  const client = documentClient();
  return { residents: dynamoResidents(client, env.residents), entries: dynamoEntries(client, env.table) };
}
