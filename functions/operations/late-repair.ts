import type { WorkOrderEvent } from '../workshop/contract.ts';
import type { News } from './case.ts';

/** Closing comes after any number of times that a work order is late: it is late a few times a day, for a year. */
const CLOSED_TURN = 1_000_000;

/** A work order that is late, as a case; it is over when the order is closed. */
export function lateRepairNews({ type, at, repairId, bikeId, timesLate }: WorkOrderEvent): News {
  const isOver = type === 'WorkOrderClosed';
  return {
    caseId: `repair/${repairId}`,
    kind: 'repairLate',
    owner: 'fleet',
    summary: `Bike ${bikeId} has waited in vain for its work order ${repairId}, which was due at ${at}.`,
    remedy: 'Send a mechanic, or see what they lack; when the work order is closed, the case closes by itself.',
    bikeId,
    turn: isOver ? CLOSED_TURN : timesLate,
    isOver,
    isRoutine: true,
    did: isOver ? 'heard that the work order is closed' : `heard that the work order is late, ${timesLate} so far`,
  };
}
