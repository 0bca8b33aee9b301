import type { JsonObject } from '../../local/states/json.ts';
import { instant } from '../../seams/clock.ts';
import { START } from '../local/states/laboratory.ts';
import { answers, rehearse, reports, type Script } from './rehearsal.ts';

const HOUR = 60 * 60_000;
export const hour = (hours: number) => instant(START + hours * HOUR);

const opened = (priority: string): JsonObject => ({ priority, dueAt: hour(24), turn: 1, round: 1 });
const URGENT = answers(opened('urgent'));
export const SOON = answers(opened('soon'));
export const CLOSED = { repairId: 'bike-1-1', bikeId: 'bike-1', outcome: 'inService', closedAt: hour(3) };
/** What the waits hear, by what they wait for. */
export const STARTED = reports({ priority: 'soon' });
export const FINISHED = reports({ round: 1, dueAt: hour(24) });
export const PASSED = reports({ verdict: 'passed', round: 1, dueAt: hour(24), isHeld: false });
export const FAILED = reports({ verdict: 'failed', round: 2, dueAt: hour(24), isHeld: false });
export const HELD = reports({ verdict: 'passed', round: 1, dueAt: hour(24), isHeld: true });
export const back = (isOutOfService = false) => reports({ turn: 2, isOutOfService });
export const CHANGED = answers({ state: 'non_operational' });
export const nothing = answers(null);
/** The answer of a work order that is late so many hours after its start: it has a day more. */
export const lateAt = (hours: number, priority = 'urgent') => answers({ priority, dueAt: hour(hours + 24) });

/** The edges along which all repairs so far have gone. */
export const went: string[] = [];

/** Mends a bike, with functions that do well unless the script says otherwise. */
export async function repair(script: Script = {}) {
  const rehearsal = rehearse({
    OpenWorkOrder: [URGENT],
    ChangeBike: [CHANGED],
    AwaitStep: [FINISHED, PASSED],
    ReportLate: [lateAt(24)],
    CloseWorkOrder: [answers(CLOSED)],
    ...script,
  });
  await rehearsal.make('repair');
  const ended = await rehearsal.perform('repair', { repairId: 'bike-1-1', bikeId: 'bike-1' }, 'bike-1-1');
  went.push(...ended.went);
  const redrive = async () => {
    const again = await rehearsal.redrive('repair', 'bike-1-1');
    went.push(...again.went);
    return again;
  };
  const lastedMs = () => rehearsal.lab.clock.now() - START;
  /** What was asked of a function, without what is the same each time. */
  const asked = (name: string) =>
    (rehearsal.calls.get(name) ?? []).map(({ repairId: _, bikeId: __, taskToken: ___, ...rest }) => rest);
  return { ...ended, ...rehearsal, redrive, lastedMs, asked };
}
