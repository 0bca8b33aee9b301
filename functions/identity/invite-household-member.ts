import { createHash } from 'node:crypto';
import { type Clock, systemClock } from '../../seams/clock.ts';
import { type Random, systemRandom } from '../../seams/random.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type Invitation, OwnResident } from './contract.ts';
import { residentsEnv } from './env.ts';
import { INVITATION_MS, invitationKey, type KeptInvitation, newCode } from './invitation.ts';
import { activeResident } from './known-resident.ts';
import { type Household, householdKey, type KeptResident } from './resident.ts';
import { dynamoResidents, type ResidentBook } from './resident-book.ts';

const ID_LENGTH = 32;

interface Dependencies {
  residents: ResidentBook;
  clock: Clock;
  random: Random;
}

/** The same for a request that comes again, and another one whenever somebody founds a household anew. */
function idFor({ sub, registeredAt, revision }: KeptResident): string {
  return createHash('sha256').update(`household/${sub}/${registeredAt}/${revision}`).digest('hex').slice(0, ID_LENGTH);
}

/** Their household, founded where they have none: the household first, so that nobody is in one that is not there. */
async function householdOf(sub: string, { residents }: Dependencies): Promise<string> {
  return untilSaved(async () => {
    const resident = await activeResident(residents, sub);
    if (resident.householdId !== undefined) return resident.householdId;
    const householdId = idFor(resident);
    const members = { householdId, members: [sub], addressKey: resident.addressKey };
    const household: Household = { pk: householdKey(householdId), revision: 0, ...members };
    await residents.save(household);
    const next: KeptResident = { ...resident, householdId };
    if (await residents.save(next)) return householdId;
    await residents.remove({ ...household, revision: 1 });
    return undefined;
  });
}

/**
 * Makes a code that lets one more person into the caller's household, for a week. Each request makes another one.
 *
 * @throws ResidentUnknown, ResidentInactive, ItemContended
 */
export function inviteHouseholdMember(deps: Dependencies) {
  const { residents, clock, random } = deps;
  return async ({ sub }: OwnResident): Promise<Invitation> => {
    const householdId = await householdOf(sub, deps);
    const code = newCode(random);
    const untilMs = clock.now() + INVITATION_MS;
    const ttl = Math.ceil(untilMs / 1000);
    const invitation: KeptInvitation = { pk: invitationKey(code), revision: 0, householdId, untilMs, ttl };
    await residents.save(invitation);
    return { code, until: new Date(untilMs).toISOString() };
  };
}

export const handler = workflowHandler({
  command: OwnResident,
  bind: () =>
    inviteHouseholdMember({
      residents: dynamoResidents(documentClient(), readEnv(residentsEnv).table),
      clock: systemClock,
      random: systemRandom,
    }),
});
