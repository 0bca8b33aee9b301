import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type KiosksRegistered, RegisterKiosks } from './contract.ts';
import { orchestrationEnv } from './env.ts';
import { dynamoKiosks, type KioskStore } from './kiosk-store.ts';

/** Makes kiosks known. Registering one again changes nothing, unless its key has changed: then the new one counts. */
export function registerKiosks(deps: { kiosks: KioskStore }) {
  return async ({ kiosks }: RegisterKiosks): Promise<KiosksRegistered> => {
    for (const kiosk of kiosks) await deps.kiosks.keep(kiosk);
    return { kiosks: kiosks.length };
  };
}

export const handler = workflowHandler({
  command: RegisterKiosks,
  bind: () => {
    const { kiosksTable } = orchestrationEnv;
    return registerKiosks({ kiosks: dynamoKiosks(documentClient(), readEnv({ kiosksTable }).kiosksTable) });
  },
});
