import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { type CaseStore, dynamoCases } from './case-store.ts';
import { operationsEnv } from './env.ts';
import { type Executions, stepFunctions } from './executions.ts';
import type { WorkflowArns } from './status-change.ts';

/** What telling operators of trouble takes. */
export interface CaseDependencies {
  cases: CaseStore;
  clock: Clock;
}

/** What an operator's actions take, who redrives workflows and has rentals undone. */
export interface ActionDependencies extends CaseDependencies {
  executions: Executions;
}

/** What following workflows takes. */
export interface FollowDependencies extends ActionDependencies {
  workflows: WorkflowArns;
}

/** By the function's environment, as the two that follow. */
export function caseDependencies(): CaseDependencies {
  const { table } = readEnv({ table: operationsEnv.table });
  return { cases: dynamoCases(documentClient(), table), clock: systemClock };
}

export function actionDependencies(): ActionDependencies {
  const { undoArn } = readEnv({ undoArn: operationsEnv.undoArn });
  return { ...caseDependencies(), executions: stepFunctions(undoArn) };
}

export function followDependencies(): FollowDependencies {
  const { rentalArn, rideArn, undoArn, reservationArn, reconciliationArn, repairArn } = readEnv(operationsEnv);
  const ofRentals = { rental: rentalArn, ride: rideArn, undo: undoArn };
  const workflows = { ...ofRentals, reservation: reservationArn, reconciliation: reconciliationArn, repair: repairArn };
  return { ...actionDependencies(), workflows };
}
