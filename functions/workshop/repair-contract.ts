import * as z from 'zod/mini';
import { BikeId, Instant } from '../shared/fields.ts';
import { Outcome, Priority, RepairId, type Verdict } from './contract.ts';

// What the workflow `repair` asks of this service.

/** Input of the workflow `repair`, whose execution is named after the repair. */
export const RepairInput = z.object({ repairId: RepairId, bikeId: BikeId });
export type RepairInput = z.infer<typeof RepairInput>;

export const OpenWorkOrder = z.object(RepairInput.shape);
export type OpenWorkOrder = z.infer<typeof OpenWorkOrder>;
/** `turn` counts what was told of the bike: what is told after a look at it has a higher one. */
export const WorkOrderOpened = z.object({ priority: Priority, dueAt: Instant, turn: z.int(), round: z.int() });
export type WorkOrderOpened = z.infer<typeof WorkOrderOpened>;

/** Waits until a mechanic has started, or until the bike must not be ridden any more. */
const AwaitStart = z.object({ ...RepairInput.shape, taskToken: z.string(), step: z.literal('start') });
/** Waits until something is told of a bike that could not be taken out of service, later than `turn`. */
const AwaitBike = z.object({
  ...RepairInput.shape,
  taskToken: z.string(),
  step: z.literal('bike'),
  turn: z.int(),
});
/** Waits until the work is finished, or inspected, for the `round`th time. */
const AwaitWork = z.object({
  ...RepairInput.shape,
  taskToken: z.string(),
  step: z.enum(['finish', 'inspection']),
  round: z.int(),
});
export const AwaitStep = z.union([AwaitStart, AwaitBike, AwaitWork]);
export type AwaitStep = z.infer<typeof AwaitStep>;

/** What the waiting tasks get, by what they wait for. */
export interface StepResults {
  start: { priority: Priority };
  /** Whether the bike is out of service already: then nothing is left to be asked. */
  bike: { turn: number; isOutOfService: boolean };
  finish: { round: number; dueAt: string };
  /** `isHeld`: an operator keeps the bike back, whatever the workshop finds. */
  inspection: { verdict: Verdict; round: number; dueAt: string; isHeld: boolean };
}
export type StepResult = StepResults[keyof StepResults];

/** The time until `dueAt` is up. Told again of the same time, nothing changes. */
export const ReportLate = z.object({ ...RepairInput.shape, dueAt: Instant });
export type ReportLate = z.infer<typeof ReportLate>;
/** With the priority raised by one, and the time that is given anew. */
export const LateReported = z.object({ priority: Priority, dueAt: Instant });
export type LateReported = z.infer<typeof LateReported>;

export const CloseWorkOrder = z.object({ ...RepairInput.shape, outcome: Outcome });
export type CloseWorkOrder = z.infer<typeof CloseWorkOrder>;
export const WorkOrderClosed = z.object({ repairId: RepairId, bikeId: BikeId, outcome: Outcome, closedAt: Instant });
export type WorkOrderClosed = z.infer<typeof WorkOrderClosed>;

/** Looks once a day for bikes whose inspection has fallen due, and for orders whose repair has not begun. */
export const LookForDue = z.object({});
export type LookForDue = z.infer<typeof LookForDue>;
export const DueFound = z.object({ started: z.int() });
export type DueFound = z.infer<typeof DueFound>;
