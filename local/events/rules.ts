import type { HostContext } from '../module.ts';
import { ServiceError } from '../wire/contract.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import { type NextRun, readSchedule } from './schedule.ts';
import { type Target, validTarget } from './target.ts';

export const DEFAULT_BUS = 'default';

interface Rule {
  name: string;
  busName: string;
  arn: string;
  description: string;
  enabled: boolean;
  eventPattern?: unknown;
  scheduleExpression?: string;
  targets: Target[];
}

/** A rule that has been read: what it matches, and when it runs by itself. */
export interface ReadRule extends Rule {
  matches: Matcher;
  nextRun?: NextRun;
}

export interface Rules {
  buses(): string[];
  addBus(name: string): void;
  /** Takes a name or an ARN, and nothing for the default bus. Throws `ResourceNotFoundException`. */
  busName(id?: string): string;
  busArn(name: string): string;
  ruleArn(busName: string, name: string): string;
  list(busName: string): ReadRule[];
  all(): ReadRule[];
  /** Throws `ResourceNotFoundException`. */
  find(busName: string, name: string): ReadRule;
  /** Rules of the template are deployed anew on each start; those made by a call must be `kept`. */
  put(rule: Rule, kept: boolean): void;
  remove(busName: string, name: string): void;
}

const SPACE = 'events/rules';

function read(rule: Rule): ReadRule {
  const { eventPattern, scheduleExpression } = rule;
  if (eventPattern === undefined && scheduleExpression === undefined) {
    const message = `The rule ${rule.name} needs an event pattern or a schedule expression.`;
    throw new ServiceError('ValidationException', message);
  }
  for (const target of rule.targets) validTarget(target, rule);
  return {
    ...rule,
    matches: eventPattern === undefined ? () => false : compilePattern(eventPattern),
    ...(scheduleExpression !== undefined && { nextRun: readSchedule(scheduleExpression) }),
  };
}

/** The rules of all buses. `onChange` hears of each that was put or removed. */
export function rules(context: HostContext, onChange: () => void): Rules {
  const { store, region, account } = context;
  const prefix = `arn:aws:events:${region}:${account}`;
  const busNames = new Set([DEFAULT_BUS]);
  const known = new Map<string, ReadRule>();
  for (const { key, value } of store.list<Rule>(SPACE)) known.set(key, read(value));

  const missing = (what: string): ServiceError =>
    new ServiceError('ResourceNotFoundException', `${what} does not exist.`);

  return {
    buses: () => [...busNames],
    addBus: (name) => void busNames.add(name),
    busName: (id = DEFAULT_BUS) => {
      const name = id.replace(`${prefix}:event-bus/`, '');
      if (busNames.has(name)) return name;
      throw missing(`Event bus ${id}`);
    },
    busArn: (name) => `${prefix}:event-bus/${name}`,
    ruleArn: (busName, name) => `${prefix}:rule/${busName === DEFAULT_BUS ? '' : `${busName}/`}${name}`,
    list: (busName) => [...known.values()].filter((rule) => rule.busName === busName),
    all: () => [...known.values()],
    find: (busName, name) => {
      const rule = known.get(`${busName}/${name}`);
      if (rule) return rule;
      throw missing(`Rule ${name} on EventBus ${busName}`);
    },
    put: (rule, kept) => {
      const key = `${rule.busName}/${rule.name}`;
      const { name, busName, arn, description, enabled, eventPattern, scheduleExpression, targets } = rule;
      const bare = { name, busName, arn, description, enabled, eventPattern, scheduleExpression, targets };
      known.set(key, read(rule));
      if (kept) store.put(SPACE, key, bare);
      else store.delete(SPACE, key);
      onChange();
    },
    remove: (busName, name) => {
      known.delete(`${busName}/${name}`);
      store.delete(SPACE, `${busName}/${name}`);
      onChange();
    },
  };
}
