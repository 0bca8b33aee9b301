import { ServiceUnavailable } from '../shared/errors.ts';
import type { Entry } from './account-items.ts';
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

interface Wanted {
  documentKey: string;
  entry: Entry | undefined;
}

/** Undefined for whom nothing is to be found of. */
async function wantedOf(residents: ResidentBook, sub: string): Promise<Wanted | undefined> {
  const { resident, household } = await readWithHousehold(residents, sub);
  if (!resident || resident.status === 'leaving') return undefined;
  const entry = entryOf(resident, household, await membersOf(residents, household));
  return { documentKey: resident.documentKey, entry };
}

/** Somebody who deleted what is held, and came back at once, may find that a late deletion took the new claim too. */
async function write(entries: ResidentEntries, sub: string, want: Wanted | undefined): Promise<boolean> {
  if (!want) {
    await entries.release(sub);
    return false;
  }
  if (await entries.keep(sub, want.entry)) return true;
  if ((await entries.claim(sub, [want.documentKey])) !== 'claimed') return false;
  return entries.keep(sub, want.entry);
}

/**
 * Brings what a scan finds in line with what is kept of somebody. Others may change that meanwhile: it is read again
 * after the entry was written, and the entry is written anew until both agree. Whoever writes last has read last.
 *
 * @returns whether the licence is theirs
 * @throws ServiceUnavailable, ItemContended
 */
export async function settleEntry({ residents, entries }: ResidentDependencies, sub: string): Promise<boolean> {
  let want = await wantedOf(residents, sub);
  for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts++) {
    const isTheirs = await write(entries, sub, want);
    const now = await wantedOf(residents, sub);
    if (JSON.stringify(now) === JSON.stringify(want)) return isTheirs;
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
  for (const sub of household?.members ?? []) await settleEntry(deps, sub);
}
