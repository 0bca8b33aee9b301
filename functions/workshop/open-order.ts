import type { Checklist, Priority, UsedPart, Verdict, WorkPhoto } from './contract.ts';
import type { AwaitStep } from './repair-contract.ts';

interface Round {
  finishedBy: string;
  finishedAt: string;
  checklist: Checklist;
  note?: string | undefined;
  photoId?: string | undefined;
  noPhotoBecause?: string | undefined;
  inspection?: { by: string; at: string; verdict: Verdict; note?: string | undefined } | undefined;
}

/** A work order that is not closed, as the bike's card holds it. */
export interface OpenOrder {
  repairId: string;
  /** `reported` until its workflow has begun. */
  status: 'reported' | 'open' | 'started' | 'finished' | 'passed';
  priority: Priority;
  openedAt: string;
  dueAt: string;
  /** The times that were up before the work was done. */
  lateSince: string[];
  startedBy?: string | undefined;
  startedAt?: string | undefined;
  parts: UsedPart[];
  /** The photos that mechanics have announced, and in which round of work. */
  photos?: (WorkPhoto & { round: number })[] | undefined;
  rounds: Round[];
  /** The requests that have been seen to. */
  requests: string[];
  /** What its workflow waits for, and by which token. The newest wait counts. */
  wait?: AwaitStep | undefined;
}

export function newOrder(repairId: string, priority: Priority, openedAt: string, dueAt: string): OpenOrder {
  const empty = { lateSince: [], parts: [], rounds: [], requests: [] };
  return { repairId, status: 'reported', priority, openedAt, dueAt, ...empty };
}

/** The number of the round that the work is in, from 1. */
export function roundOf({ rounds }: OpenOrder): number {
  return rounds.filter(({ inspection }) => inspection?.verdict === 'failed').length + 1;
}
