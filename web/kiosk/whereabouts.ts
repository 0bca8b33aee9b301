import type { PageState } from '../../kiosk/web/contract.ts';

export type Motion = NonNullable<PageState['simulation']>['motion'];
/** Where a bike is. */
export type Whereabouts = { where: 'bay'; bay: number } | { where: 'hatch' } | { where: 'street' };

const COMING = new Set(['waiting', 'opening', 'open']);

/** Where each bike is, or where the motor carries it just now. */
export function whereabouts({ machine, returning }: PageState, motion: Motion): Map<string, Whereabouts> {
  const found = new Map<string, Whereabouts>();
  for (const { bay, bikeId } of machine.bays) {
    if (!bikeId) continue;
    const isFetched = motion?.kind === 'fetch' && motion.bay === bay;
    found.set(bikeId, isFetched ? { where: 'hatch' } : { where: 'bay', bay });
  }
  const { hatch } = machine;
  if (hatch) {
    const isStowed = motion?.kind === 'stow' && motion.bay !== undefined;
    found.set(hatch, isStowed ? { where: 'bay', bay: motion.bay ?? 1 } : { where: 'hatch' });
  }
  if (returning && COMING.has(returning.phase) && !found.has(returning.bikeId))
    found.set(returning.bikeId, { where: 'street' });
  return found;
}

/** A rider is at the screen, or has just put a bike into the hatch. Who rides away is drawn on the bike. */
export function somebodyWaits({ screen, returning }: PageState): boolean {
  const returned = returning && !COMING.has(returning.phase);
  return !['idle', 'thanks'].includes(screen.name) || returned === true;
}
