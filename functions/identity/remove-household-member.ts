import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type HeldResident, OwnResident } from './contract.ts';
import { knownResident } from './known-resident.ts';
import { type Household, held, householdKey, type KeptResident } from './resident.ts';
import { residentDependencies } from './resident-dependencies.ts';
import { type ResidentDependencies, settleEntry, settleHousehold } from './settle-entry.ts';

/** Takes somebody out of a household, and lowers what its other members may have out. An empty one is deleted. */
export async function takeOut(
  deps: ResidentDependencies,
  { sub, householdId }: Pick<KeptResident, 'sub' | 'householdId'>,
): Promise<void> {
  const { residents } = deps;
  if (householdId === undefined) return;
  await untilSaved(async () => {
    const household = await residents.read<Household>(householdKey(householdId));
    const members = (household?.members ?? []).filter((member) => member !== sub);
    if (!household || members.length === household.members.length) return true;
    const next: Household = { ...household, members };
    const isDone = members.length === 0 ? await residents.remove(household) : await residents.save(next);
    return isDone ? true : undefined;
  });
  await settleHousehold(deps, householdId);
}

/**
 * Somebody leaves their household. Who is in none is out already. The others are looked at once more after the
 * person's own word on where they belong has changed, also by a request that is repeated.
 *
 * @throws ResidentUnknown, ItemContended
 */
export function removeHouseholdMember(deps: ResidentDependencies) {
  const { residents } = deps;
  return async ({ sub }: OwnResident): Promise<HeldResident> => {
    await takeOut(deps, await knownResident(residents, sub));
    const resident = await untilSaved(async () => {
      const { householdId, ...found } = await knownResident(residents, sub);
      if (householdId === undefined) return found;
      const next: KeptResident = { ...found, leftHouseholdId: householdId };
      return (await residents.save(next)) ? next : undefined;
    });
    await settleEntry(deps, sub);
    if (resident.leftHouseholdId !== undefined) await settleHousehold(deps, resident.leftHouseholdId);
    return held(resident, undefined);
  };
}

export const handler = workflowHandler({
  command: OwnResident,
  bind: () => removeHouseholdMember(residentDependencies()),
});
