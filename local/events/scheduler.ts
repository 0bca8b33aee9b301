import type { Timer } from '../../seams/clock.ts';
import type { HostContext } from '../module.ts';
import type { Bus } from './bus.ts';
import type { ReadRule, Rules } from './rules.ts';

export interface Scheduler {
  start(): void;
  /** Looks at the rules again: some may have come, gone, or changed. */
  refresh(): void;
  close(): void;
}

interface Due {
  expression: string;
  /** Milliseconds since the epoch. */
  atMs: number;
}

const SPACE = 'events/schedules';

/** Runs the rules that have a schedule. A run that fell due while the host was off is made up for, once, at start. */
export function scheduler({ store, clock }: HostContext, rules: Rules, bus: Bus): Scheduler {
  const timers = new Map<string, Timer>();
  let running = false;

  /** When a rule runs next: as remembered, unless its expression has changed since. */
  const dueOf = (key: string, rule: ReadRule): number | undefined => {
    const expression = rule.scheduleExpression ?? '';
    const remembered = store.get<Due>(SPACE, key);
    if (remembered?.expression === expression) return remembered.atMs;
    const atMs = rule.nextRun?.(clock.now());
    if (atMs !== undefined) store.put(SPACE, key, { expression, atMs });
    return atMs;
  };

  const run = (key: string, rule: ReadRule): void => {
    bus.run(rule, { source: 'aws.events', detailType: 'Scheduled Event', detail: {}, resources: [rule.arn] });
    const atMs = rule.nextRun?.(clock.now());
    if (atMs === undefined) store.delete(SPACE, key);
    else store.put(SPACE, key, { expression: rule.scheduleExpression, atMs });
    arm(rule);
  };

  const arm = (rule: ReadRule): void => {
    if (!running || !rule.enabled || !rule.nextRun) return;
    const key = `${rule.busName}/${rule.name}`;
    const atMs = dueOf(key, rule);
    if (atMs !== undefined)
      timers.set(
        key,
        clock.after(atMs - clock.now(), () => run(key, rule)),
      );
  };

  const stop = (): void => {
    for (const timer of timers.values()) timer.cancel();
    timers.clear();
  };

  const refresh = (): void => {
    stop();
    for (const rule of rules.all()) arm(rule);
  };

  return {
    start: () => {
      running = true;
      refresh();
    },
    refresh,
    close: () => {
      running = false;
      stop();
    },
  };
}
