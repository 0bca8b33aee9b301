import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { OwnResident, type ResidentDeleted } from './contract.ts';
import { takeOut } from './remove-household-member.ts';
import { type KeptResident, residentKey } from './resident.ts';
import { residentDependencies } from './resident-dependencies.ts';
import { type ResidentDependencies, settleEntry } from './settle-entry.ts';

/** From here on nobody rides by this registration, and what is left of it may be deleted in any number of attempts. */
async function takeLeave(sub: string, { residents }: ResidentDependencies): Promise<KeptResident | 'nobody'> {
  return untilSaved(async () => {
    const found = await residents.read<KeptResident>(residentKey(sub));
    if (!found || found.status === 'leaving') return found ?? 'nobody';
    const next: KeptResident = { ...found, status: 'leaving' };
    return (await residents.save(next)) ? { ...next, revision: next.revision + 1 } : undefined;
  });
}

/**
 * Deletes all that is held of somebody: their entry in the registry first, so that the next scan finds nothing, and
 * their claim to the licence; then their place in a household, and the account. Rides stay on record under references
 * that lead to nobody any more. Who is not registered may have a claim that was left when their registration broke off.
 *
 * @throws ItemContended
 */
export function deleteResident(deps: ResidentDependencies) {
  const { residents } = deps;
  return async ({ sub }: OwnResident): Promise<ResidentDeleted> => {
    const leaving = await takeLeave(sub, deps);
    await settleEntry(deps, sub);
    if (leaving === 'nobody') return { deleted: true };
    await takeOut(deps, leaving);
    await untilSaved(async () => {
      const account = await residents.read<KeptResident>(residentKey(sub));
      return !account || (await residents.remove(account)) ? true : undefined;
    });
    return { deleted: true };
  };
}

export const handler = workflowHandler({
  command: OwnResident,
  bind: () => deleteResident(residentDependencies()),
});
