import { BayUnknown } from '../fleet/errors.ts';
import type { Inventory } from '../inventory.ts';
import type { Kiosk } from './station.ts';

/**
 * The kiosk that has this bay.
 *
 * @throws BayUnknown
 */
export async function knownBay(
  inventory: Pick<Inventory, 'readKiosk'>,
  { kioskId, bay }: { kioskId: string; bay: number },
): Promise<Kiosk> {
  const kiosk = await inventory.readKiosk(kioskId);
  if (!kiosk || bay > kiosk.bays) throw new BayUnknown(`There is no bay ${bay} at a kiosk ${kioskId}.`);
  return kiosk;
}
