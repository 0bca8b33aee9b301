import { instant } from '../../seams/clock.ts';
import { keptUntil } from '../shared/retention.ts';
import type { Versioned } from '../shared/table.ts';
import { Case } from './contract.ts';

/** A case as it is kept. Its key is the case's id. */
export interface KeptCase extends Case, Versioned {
  /** Of the news that the case is made of, the newest. News come in any order, and an older one says nothing. */
  turn: number;
  /** How often its execution had been redriven by then. */
  redrives?: number;
}

/** What is told of some trouble: that it is there, or that it is over. */
export interface News extends Omit<Case, 'status' | 'openedAt' | 'changedAt' | 'log'> {
  /** Orders the news of one trouble: a redrive's end comes after the failure that it mends. */
  turn: number;
  redrives?: number;
  isOver: boolean;
  /** That it is over is told again and again, and is worth a note only where there is a case. */
  isRoutine?: boolean;
  /** What happened, for the log. */
  did: string;
}

/** Who has done what no person has done. */
const FREEWHEEL = 'freewheel';

/** A workflow that runs on a schedule may fail all night: what happened last counts, and items end at 400 KB. */
const LOG_KEPT = 100;

function withLog({ log }: Pick<Case, 'log'>, nowMs: number, operator: string, did: string): Case['log'] {
  return [...log, { at: instant(nowMs), operator, did }].slice(-LOG_KEPT);
}

/** The case with the news taken in; undefined where they say nothing that is not known. */
export function takeIn(found: KeptCase | undefined, news: News, nowMs: number): KeptCase | undefined {
  if (found && found.turn >= news.turn) return undefined;
  const { isOver, isRoutine, did, ...told } = news;
  const isOpen = found !== undefined && found.status !== 'closed';
  if (isOver && isRoutine && !isOpen) return undefined;
  const changedAt = instant(nowMs);
  const log = withLog(found ?? { log: [] }, nowMs, FREEWHEEL, did);
  const ttl = isOver ? keptUntil(nowMs, 'case') : undefined;
  if (found && isOver) return { ...found, turn: news.turn, status: 'closed', changedAt, log, ttl };
  return {
    ...told,
    pk: news.caseId,
    revision: found?.revision ?? 0,
    status: isOver ? 'closed' : 'open',
    openedAt: isOpen ? found.openedAt : changedAt,
    changedAt,
    log,
    ttl,
  };
}

/** The case redriven by an operator; undefined where there are newer news of it, or somebody has redriven it. */
export function redriven(found: KeptCase, turn: number, operator: string, nowMs: number): KeptCase | undefined {
  if (found.turn !== turn || found.status !== 'open') return undefined;
  const log = withLog(found, nowMs, operator, 'redrove the workflow');
  return { ...found, status: 'redriven', changedAt: instant(nowMs), log };
}

const closing = (note: string) => `closed the case: ${note}`;

/** Whether this very request has closed the case already. */
export function wasClosedBy({ status, log }: KeptCase, operator: string, note: string): boolean {
  const last = log.at(-1);
  return status === 'closed' && last?.operator === operator && last.did === closing(note);
}

/** The case closed by an operator, who says why. */
export function closed(found: KeptCase, operator: string, note: string, nowMs: number): KeptCase {
  const log = withLog(found, nowMs, operator, closing(note));
  return { ...found, status: 'closed', changedAt: instant(nowMs), log, ttl: keptUntil(nowMs, 'case') };
}

/** The case as others see it. */
export function caseOf(kept: KeptCase): Case {
  return Case.parse(kept);
}
