import { type Clock, systemClock } from '../../seams/clock.ts';
import { NamedError } from '../shared/errors.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { AddHouseholdMember, type HeldResident } from './contract.ts';
import { invitationKey, isGoodFor, type KeptInvitation } from './invitation.ts';
import { activeResident } from './known-resident.ts';
import { takeOut } from './remove-household-member.ts';
import { type Household, held, householdKey, type KeptResident } from './resident.ts';
import { residentDependencies } from './resident-dependencies.ts';
import { HouseholdElsewhere, HouseholdFull, InvitationInvalid } from './resident-errors.ts';
import { type ResidentDependencies, settleHousehold } from './settle-entry.ts';

type Dependencies = ResidentDependencies & { clock: Clock };

/** As many as a party may have bikes out. */
const MEMBERS_MAX = 20;

const invalid = () => new InvitationInvalid('This code is not good any more, or never was. Ask for a new one.');

/** Uses the invitation up; again by the same person, it stays used by them. */
async function useInvitation({ code, sub }: AddHouseholdMember, { residents, clock }: Dependencies): Promise<string> {
  return untilSaved(async () => {
    const invitation = await residents.read<KeptInvitation>(invitationKey(code));
    if (!invitation || !isGoodFor(invitation, sub, clock.now())) throw invalid();
    if (invitation.usedBy === sub) return invitation.householdId;
    const used: KeptInvitation = { ...invitation, usedBy: sub };
    return (await residents.save(used)) ? invitation.householdId : undefined;
  });
}

function checkFits(household: Household | undefined, resident: KeptResident): Household {
  if (!household) throw invalid();
  if (household.addressKey !== resident.addressKey)
    throw new HouseholdElsewhere('A household lives at one address, and you have registered another one.');
  if (resident.householdId !== undefined && resident.householdId !== household.householdId)
    throw new HouseholdElsewhere('You are in another household. Leave that one first.');
  const isThere = household.members.includes(resident.sub);
  if (!isThere && household.members.length >= MEMBERS_MAX)
    throw new HouseholdFull(`A household may have ${MEMBERS_MAX} members.`);
  return household;
}

/** The household has the last word on how many it has, and is written first; the person says which one is theirs. */
async function join(householdId: string, sub: string, deps: Dependencies) {
  const { residents } = deps;
  const household = await untilSaved(async () => {
    const found = await residents.read<Household>(householdKey(householdId));
    const checked = checkFits(found, await activeResident(residents, sub));
    if (checked.members.includes(sub)) return checked;
    const next: Household = { ...checked, members: [...checked.members, sub] };
    return (await residents.save(next)) ? next : undefined;
  });
  return { household, resident: await belong(household, sub, deps) };
}

/** Who cannot come after all, since they do something else meanwhile, is no member either. */
async function belong(household: Household, sub: string, deps: Dependencies): Promise<KeptResident> {
  const { residents } = deps;
  const { householdId } = household;
  try {
    return await untilSaved(async () => {
      const found = await activeResident(residents, sub);
      checkFits(household, found);
      if (found.householdId === householdId) return found;
      const next: KeptResident = { ...found, householdId };
      return (await residents.save(next)) ? next : undefined;
    });
  } catch (error) {
    if (error instanceof NamedError) await takeOut(deps, { sub, householdId });
    throw error;
  }
}

/**
 * Lets somebody who has registered into the household that has invited them. It may have one bike more out at once.
 *
 * @throws ResidentUnknown, ResidentInactive, InvitationInvalid, HouseholdElsewhere, HouseholdFull, ItemContended
 */
export function addHouseholdMember(deps: Dependencies) {
  return async (command: AddHouseholdMember): Promise<HeldResident> => {
    const resident = await activeResident(deps.residents, command.sub);
    const invitation = await deps.residents.read<KeptInvitation>(invitationKey(command.code));
    if (!invitation || !isGoodFor(invitation, command.sub, deps.clock.now())) throw invalid();
    // Looked at before the code is used up: who cannot come leaves it to somebody who can.
    checkFits(await deps.residents.read<Household>(householdKey(invitation.householdId)), resident);
    const joined = await join(await useInvitation(command, deps), command.sub, deps);
    await settleHousehold(deps, joined.household.householdId);
    return held(joined.resident, joined.household);
  };
}

export const handler = workflowHandler({
  command: AddHouseholdMember,
  bind: () => addHouseholdMember({ ...residentDependencies(), clock: systemClock }),
});
