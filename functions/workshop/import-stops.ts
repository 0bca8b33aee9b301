import { readEnv } from '../shared/env.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ImportStops, type StopsImported } from './contract.ts';
import { workshopEnv } from './env.ts';
import { stopKey } from './stop.ts';
import { dynamoWorkshop, type WorkshopStore } from './workshop-store.ts';

/**
 * Learns where kiosks are, so that mechanics can walk from one to the next. What is known already is not written again.
 *
 * @throws ItemContended
 */
export function importStops({ workshop }: { workshop: WorkshopStore }) {
  const learn = (told: ImportStops['kiosks'][number]) =>
    untilSaved<number>(async () => {
      const { kioskId, name, position } = told;
      const known = await workshop.readStop(kioskId);
      const isSame = known?.name === name && known.position.lat === position.lat && known.position.lon === position.lon;
      if (isSame) return 0;
      const stop = { pk: stopKey(kioskId), revision: known?.revision ?? 0, kioskId, name, position };
      return (await workshop.save(stop)) ? 1 : undefined;
    });
  return async ({ kiosks }: ImportStops): Promise<StopsImported> => {
    const learned = await Promise.all(kiosks.map(learn));
    return { kiosks: learned.reduce((sum, one) => sum + one, 0) };
  };
}

export const handler = workflowHandler({
  command: ImportStops,
  bind: () => {
    const { table } = readEnv({ table: workshopEnv.table });
    return importStops({ workshop: dynamoWorkshop(documentClient(), table) });
  },
});
