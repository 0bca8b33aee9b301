import { instant } from '../../seams/clock.ts';
import { keptUntil } from '../shared/retention.ts';
import type { Versioned } from '../shared/table.ts';
import { Action, type NoteAction } from './action-contract.ts';
import { ActionConflict } from './errors.ts';

/** An action as it is kept. */
export interface KeptAction extends Action, Versioned {
  /** The month in which it was asked for, by which it is listed: `2026-06`. */
  month: string;
}

export const actionKey = (requestId: string) => `action#${requestId}`;

function asked({ requestId, kind, operator, reason, details }: NoteAction, nowMs: number): KeptAction {
  const askedAt = instant(nowMs);
  const item = { pk: actionKey(requestId), revision: 0, month: askedAt.slice(0, 7), ttl: keptUntil(nowMs, 'action') };
  return { ...item, requestId, kind, operator, reason, details, askedAt, outcome: 'asked' };
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/** What tells two requests of one id apart: all that was asked, by whom and why, with names in one order. */
function essence({ kind, operator, reason, details }: NoteAction | KeptAction): string {
  return JSON.stringify({ kind, operator, reason, details }, (_, part: unknown) =>
    typeof part === 'object' && part !== null ? Object.fromEntries(Object.entries(part).sort(byName)) : part,
  );
}

/**
 * The action with the note taken in; undefined where that says nothing new. What was made stays made. One that was
 * refused may be asked for again: what stood in its way may be gone.
 *
 * @throws ActionConflict where the request's id stands for another action.
 */
export function noted(found: KeptAction | undefined, note: NoteAction, nowMs: number): KeptAction | undefined {
  if (found && essence(found) !== essence(note))
    throw new ActionConflict(`Request ${note.requestId} was for something else. Another action is another request.`);
  const known = found ?? asked(note, nowMs);
  const { outcome, error } = note;
  const isNews = known.outcome !== 'made' && outcome !== 'asked';
  if (!isNews) return found ? undefined : known;
  if (known.outcome === outcome && known.error === error) return undefined;
  return { ...known, outcome, settledAt: instant(nowMs), error };
}

/** The action as others see it. */
export function actionOf(kept: KeptAction): Action {
  return Action.parse(kept);
}
