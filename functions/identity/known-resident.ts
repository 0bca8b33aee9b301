import { type KeptResident, residentKey } from './resident.ts';
import type { ResidentBook } from './resident-book.ts';
import { ResidentInactive, ResidentUnknown } from './resident-errors.ts';

/** @throws ResidentUnknown */
export async function knownResident(residents: ResidentBook, sub: string): Promise<KeptResident> {
  const resident = await residents.read<KeptResident>(residentKey(sub));
  if (!resident) throw new ResidentUnknown('You have not registered as a resident.');
  return resident;
}

/** @throws ResidentUnknown, ResidentInactive */
export async function activeResident(residents: ResidentBook, sub: string): Promise<KeptResident> {
  const resident = await knownResident(residents, sub);
  if (resident.status === 'active') return resident;
  throw new ResidentInactive('A household is for residents whose registration is complete. Yours is not yet.');
}
