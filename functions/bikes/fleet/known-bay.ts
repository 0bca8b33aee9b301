import type { Kiosk } from '../items/station.ts';
import type { Inventory } from '../store/inventory.ts';
import { BayUnknown } from './errors.ts';

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
