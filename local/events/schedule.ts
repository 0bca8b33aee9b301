import { ServiceError } from '../wire/contract.ts';
import { cron } from './cron.ts';

/** The first time after `afterMs` that a rule runs, in milliseconds since the epoch; none where it never will. */
export type NextRun = (afterMs: number) => number | undefined;

const UNIT_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function rate(expression: string): NextRun {
  const [, value = '', unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(expression) ?? [];
  const everyMs = Number(value) * (UNIT_MS[unit] ?? 0);
  if (!(everyMs > 0) || (Number(value) === 1) === Boolean(plural)) {
    throw new Error("a rate is a number and a unit: '1 minute', '5 minutes', '1 day'");
  }
  return (afterMs) => afterMs + everyMs;
}

/** Reads `rate(5 minutes)` or `cron(0 6 * * ? *)`, in UTC. Throws `ValidationException`. */
export function readSchedule(expression: string): NextRun {
  const [, kind, inner = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  try {
    if (kind === 'rate') return rate(inner);
    if (kind === 'cron') return cron(inner);
    throw new Error('it is neither rate(…) nor cron(…)');
  } catch (cause) {
    const message = `Parameter ScheduleExpression '${expression}' is not valid: ${(cause as Error).message}.`;
    throw new ServiceError('ValidationException', message);
  }
}
