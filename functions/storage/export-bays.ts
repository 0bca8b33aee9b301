import { workflowHandler } from '../shared/workflow-handler.ts';
import { type BayShadow, iotBayShadow } from './bay-shadow.ts';
import { type BaysExported, ExportBays } from './contract.ts';

/** What the sensors of some kiosks see, as they last reported. */
export function exportBays({ shadow }: { shadow: BayShadow }) {
  return async ({ kioskIds }: ExportBays): Promise<BaysExported> => {
    const kiosks = await Promise.all(kioskIds.map((kioskId) => shadow.read(kioskId)));
    return { kiosks: kiosks.filter((kiosk) => kiosk !== undefined) };
  };
}

export const handler = workflowHandler({
  command: ExportBays,
  bind: () => exportBays({ shadow: iotBayShadow() }),
});
