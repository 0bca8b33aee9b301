import type { Activity, Execution, Thread } from './execution.ts';

/** When the thread has something to do by itself. */
function dueAt({ status, activity }: Thread): number {
  if (status !== 'running' || !activity || activity.kind === 'fan') return Number.POSITIVE_INFINITY;
  if (activity.kind !== 'task') return activity.dueAt;
  return Math.min(activity.timeoutAt ?? Number.POSITIVE_INFINITY, activity.heartbeatAt ?? Number.POSITIVE_INFINITY);
}

/** When the execution next has something to do by itself; infinity when it only waits for others. */
export function nextDueAt(execution: Execution): number {
  if (execution.status !== 'RUNNING') return Number.POSITIVE_INFINITY;
  let due = execution.timeoutAt ?? Number.POSITIVE_INFINITY;
  for (const thread of execution.threads.values()) due = Math.min(due, dueAt(thread));
  return due;
}

/** A thread that has something to do, and what it was waiting for when it fell due. */
export interface DueThread {
  id: number;
  activity: Activity | null;
}

/** The threads that have something to do by `now`, the longest overdue first. */
export function dueThreads(execution: Execution, now: number): DueThread[] {
  return [...execution.threads.values()]
    .filter((thread) => dueAt(thread) <= now)
    .sort((one, other) => dueAt(one) - dueAt(other) || one.id - other.id)
    .map(({ id, activity }) => ({ id, activity }));
}
