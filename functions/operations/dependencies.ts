import { systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { dynamoCases } from './case-store.ts';
import { operationsEnv } from './env.ts';
import { stepFunctions } from './executions.ts';
import type { CaseDependencies } from './follow-execution.ts';

/** What making cases of executions takes, by the function's environment. */
export function caseDependencies(): CaseDependencies {
  const { rentalArn, rideArn, undoArn, reconciliationArn, table } = readEnv(operationsEnv);
  return {
    cases: dynamoCases(documentClient(), table),
    executions: stepFunctions(undoArn),
    workflows: { rental: rentalArn, ride: rideArn, undo: undoArn, reconciliation: reconciliationArn },
    clock: systemClock,
  };
}
