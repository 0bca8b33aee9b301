import { ServiceUnavailable } from '../shared/errors.ts';
import { entryOf, type Household, householdKey, isMember, type KeptResident, residentKey } from './resident.ts';
import type { ResidentBook } from './resident-book.ts';
import type { ResidentEntries } from './resident-entries.ts';

export interface ResidentDependencies {
  residents: ResidentBook;
  entries: ResidentEntries;
}

/** Somebody with the household that they are in. */
export async function readWithHousehold(residents: ResidentBook, sub: string) {
  const resident = await residents.read<KeptResident>(residentKey(sub));
  const { householdId } = resident ?? {};
  const household = householdId ? await residents.read<Household>(householdKey(householdId)) : undefined;
  return { resident, household };
}

/** How many are members on both sides. */
async function membersOf(residents: ResidentBook, household: Household | undefined): Promise<number> {
  const members = (household?.members ?? []).map((sub) => residents.read<KeptResident>(residentKey(sub)));
  const read = await Promise.all(members);
  return read.filter((resident) => resident !== undefined && isMember(resident, household)).length;
}

const ATTEMPTS_MAX = 20;

/**
 * Brings what a scan finds in line with what is kept of somebody. Others may change that meanwhile: it is read again
 * after the entry was written, and the entry is written anew until both agree. Whoever writes last has read last.
 *
 * @param documentKey of somebody whose account may be gone
 * @throws ServiceUnavailable
 */
export async function settleEntry(
  { residents, entries }: ResidentDependencies,
  { sub, documentKey }: Pick<KeptResident, 'sub' | 'documentKey'>,
): Promise<void> {
  const wanted = async () => {
    const { resident, household } = await readWithHousehold(residents, sub);
    if (resident?.documentKey !== documentKey) return undefined;
    return entryOf(resident, household, await membersOf(residents, household));
  };
  let want = await wanted();
  for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts++) {
    if (want) await entries.keep(documentKey, want);
    else await entries.forget(documentKey);
    const now = await wanted();
    if (JSON.stringify(now) === JSON.stringify(want)) return;
    want = now;
  }
  throw new ServiceUnavailable('Others kept changing the same household. Please try again.');
}

/**
 * The same for all members of a household: each may have as many bikes out as it has members. Who changes it does so
 * after the last write, and for those who are members then: of two changes at once, the later one finds both.
 */
export async function settleHousehold(deps: ResidentDependencies, householdId: string): Promise<void> {
  const household = await deps.residents.read<Household>(householdKey(householdId));
  for (const sub of household?.members ?? []) {
    const resident = await deps.residents.read<KeptResident>(residentKey(sub));
    if (resident) await settleEntry(deps, resident);
  }
}
