import type { Boot } from './cloud/boot.ts';
import type { Stations } from './cloud/stations.ts';

/** Whether a kiosk rents and takes returns. `notInService`: the city has not taken it in, or turned it away. */
export type Service = 'open' | 'returnsOnly' | 'closed' | 'notInService';

/**
 * What the city last said of this kiosk: by the answer to its boot, or since then by push. That it is out of contact is
 * said of it while it is away, and it knows better. One of which nothing was ever said is open: it has bikes for nobody
 * without the city, and a bike that comes to it is taken in.
 */
export function serviceOf(kioskId: string, { boot, stations }: { boot: Boot; stations: Stations }): Service {
  const booted = boot.answer();
  if (booted && booted.status !== 'accepted') return 'notInService';
  const status = stations.status(kioskId);
  const isOwnWord = status?.is_installed === true && status.is_in_contact !== false;
  const isNewer = status !== undefined && (status.as_of ?? '') >= (booted?.currentTime ?? '');
  const { is_renting = true, is_returning = true } = isOwnWord && isNewer ? status : (booted ?? {});
  if (is_renting) return 'open';
  return is_returning ? 'returnsOnly' : 'closed';
}
