import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type HeldResident, OwnResident } from './contract.ts';
import { residentsEnv } from './env.ts';
import { held } from './resident.ts';
import { dynamoResidents, type ResidentBook } from './resident-book.ts';
import { ResidentUnknown } from './resident-errors.ts';
import { readWithHousehold } from './settle-entry.ts';

/**
 * Everything that is held of somebody who has registered.
 *
 * @throws ResidentUnknown
 */
export function readResident({ residents }: { residents: ResidentBook }) {
  return async ({ sub }: OwnResident): Promise<HeldResident> => {
    const { resident, household } = await readWithHousehold(residents, sub);
    if (!resident) throw new ResidentUnknown('You have not registered as a resident.');
    return held(resident, household);
  };
}

export const handler = workflowHandler({
  command: OwnResident,
  bind: () => readResident({ residents: dynamoResidents(documentClient(), readEnv(residentsEnv).table) }),
});
