import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { type Publish, publisher } from '../shared/events.ts';
import { documentClient } from '../shared/table.ts';
import { stepFunctionsTask, type WaitingTask } from '../shared/waiting-task.ts';
import { WORKSHOP_EVENTS, WorkshopRules } from './contract.ts';
import { workshopEnv } from './env.ts';
import type { StepResult } from './repair-contract.ts';
import { type Repairs, stepFunctionsRepairs } from './repairs.ts';
import { dynamoWorkshop, type WorkshopStore } from './workshop-store.ts';

/** What all that looks at work orders needs. */
export interface WorkshopDependencies {
  workshop: WorkshopStore;
  rules: WorkshopRules;
  clock: Clock;
}

/** What may fulfil what a workflow waits for. */
export interface WorkDependencies extends WorkshopDependencies {
  task: WaitingTask<StepResult>;
}

/** What takes in news of bikes, and starts repairs. */
export interface FollowDependencies extends WorkDependencies {
  repairs: Repairs;
}

/** What tells others of work orders. */
export interface TellingDependencies extends WorkshopDependencies {
  publish: Publish;
}

/** By the function's environment, as the three that follow. */
export function workshopDependencies(): WorkshopDependencies {
  const { table, rules } = readEnv({ table: workshopEnv.table, rules: workshopEnv.rules });
  return {
    workshop: dynamoWorkshop(documentClient(), table),
    rules: WorkshopRules.parse(JSON.parse(rules)),
    clock: systemClock,
  };
}

export function workDependencies(): WorkDependencies {
  return { ...workshopDependencies(), task: stepFunctionsTask() };
}

export function repairStarter(): Repairs {
  return stepFunctionsRepairs(readEnv({ arn: workshopEnv.repairArn }).arn);
}

export function tellingDependencies(): TellingDependencies {
  const { bus } = readEnv({ bus: workshopEnv.bus });
  return { ...workshopDependencies(), publish: publisher(bus, WORKSHOP_EVENTS) };
}
