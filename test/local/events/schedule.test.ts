import { describe, expect, it } from '@jest/globals';
import { readSchedule } from '../../../local/events/schedule.ts';

const after = '2026-02-27T09:59:30Z';

function nextRun(expression: string): string | undefined {
  const next = readSchedule(expression)(Date.parse(after));
  return next === undefined ? undefined : new Date(next).toISOString();
}

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', '2026-02-27T10:00:30.000Z'],
    ['rate(5 hours)', '2026-02-27T14:59:30.000Z'],
    ['rate(2 days)', '2026-03-01T09:59:30.000Z'],
    ['cron(0 10 * * ? *)', '2026-02-27T10:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-02-27T10:00:00.000Z'],
    ['cron(5,35 8-17 ? * MON-FRI *)', '2026-02-27T10:05:00.000Z'],
    ['cron(0 8 ? * MON *)', '2026-03-02T08:00:00.000Z'],
    ['cron(0 8 1 * ? *)', '2026-03-01T08:00:00.000Z'],
    ['cron(0 0 1 JAN ? *)', '2027-01-01T00:00:00.000Z'],
    ['cron(59 9 27 2 ? *)', '2027-02-27T09:59:00.000Z'],
    ['cron(0 12 29 2 ? *)', '2028-02-29T12:00:00.000Z'],
    ['cron(0 12 1 1 ? 2025)', undefined],
  ])('%s runs next at %s', (expression, expected) => {
    const next = nextRun(expression);

    expect(next).toBe(expected);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 10 * * *)',
    'cron(0 10 * * * *)',
    'cron(61 10 * * ? *)',
    'cron(0 10 L * ? *)',
    'at(2026-01-01T00:00:00)',
  ])('%s is refused', (expression) => {
    const read = () => readSchedule(expression);

    expect(read).toThrow(expect.objectContaining({ code: 'ValidationException' }));
  });
});
