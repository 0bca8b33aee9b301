import { type Clock, systemClock } from '../../seams/clock.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type HeldResident, ReviewResident } from './contract.ts';
import { knownResident } from './known-resident.ts';
import { held, reviewed } from './resident.ts';
import { residentDependencies } from './resident-dependencies.ts';
import { type ResidentDependencies, settleEntry } from './settle-entry.ts';

/**
 * An operator has looked at somebody's papers, and says whether they ride as a resident. The next scan knows it.
 *
 * @throws ResidentUnknown, ReviewClosed, ItemContended
 */
export function reviewResident(deps: ResidentDependencies & { clock: Clock }) {
  const { residents, clock } = deps;
  return async (command: ReviewResident): Promise<HeldResident> => {
    const resident = await untilSaved(async () => {
      const found = await knownResident(residents, command.residentId);
      const next = reviewed(found, command, clock.now());
      if (!next) return found;
      return (await residents.save(next)) ? next : undefined;
    });
    await settleEntry(deps, resident.sub);
    return held(resident, undefined);
  };
}

export const handler = workflowHandler({
  command: ReviewResident,
  bind: () => reviewResident({ ...residentDependencies(), clock: systemClock }),
});
