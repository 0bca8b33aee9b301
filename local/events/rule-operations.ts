import { ServiceError } from '../wire/contract.ts';
import { compilePattern } from './pattern.ts';
import type { ReadRule, Rules } from './rules.ts';
import type { Target } from './target.ts';

interface OfBus {
  EventBusName?: string;
}

interface OfRule extends OfBus {
  Name: string;
}

interface OfTargets extends OfBus {
  Rule: string;
}

interface PutRuleInput extends OfRule {
  EventPattern?: string;
  ScheduleExpression?: string;
  State?: string;
  Description?: string;
}

const NO_FAILURES = { FailedEntryCount: 0, FailedEntries: [] };

function parsePattern(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceError('InvalidEventPatternException', 'Event pattern is not valid. Reason: it is not JSON.');
  }
}

function told(rule: ReadRule) {
  const { name, arn, busName, description, enabled, eventPattern, scheduleExpression } = rule;
  return {
    Name: name,
    Arn: arn,
    EventBusName: busName,
    State: enabled ? 'ENABLED' : 'DISABLED',
    ...(description && { Description: description }),
    ...(eventPattern !== undefined && { EventPattern: JSON.stringify(eventPattern) }),
    ...(scheduleExpression !== undefined && { ScheduleExpression: scheduleExpression }),
  };
}

/** The operations that look at rules, targets and buses. */
export function ruleReading(rules: Rules) {
  const found = ({ Name, EventBusName }: OfRule): ReadRule => rules.find(rules.busName(EventBusName), Name);
  const toldBus = (name: string) => ({ Name: name, Arn: rules.busArn(name) });
  return {
    DescribeRule: (input: OfRule) => told(found(input)),
    ListRules: ({ EventBusName, NamePrefix = '' }: OfBus & { NamePrefix?: string }) => ({
      Rules: rules
        .list(rules.busName(EventBusName))
        .filter(({ name }) => name.startsWith(NamePrefix))
        .map(told),
    }),
    ListTargetsByRule: ({ Rule, EventBusName }: OfTargets) => ({
      Targets: rules.find(rules.busName(EventBusName), Rule).targets,
    }),
    ListEventBuses: () => ({ EventBuses: rules.buses().map(toldBus) }),
    DescribeEventBus: ({ Name }: { Name?: string }) => toldBus(rules.busName(Name)),
    TestEventPattern: ({ EventPattern, Event }: { EventPattern: string; Event: string }) => ({
      Result: compilePattern(parsePattern(EventPattern))(JSON.parse(Event)),
    }),
  };
}

/** The operations that change rules and targets. Those of the template return with the next start of the host. */
export function ruleChanging(rules: Rules) {
  const change = (busId: string | undefined, name: string, changes: Partial<ReadRule>): void =>
    rules.put({ ...rules.find(rules.busName(busId), name), ...changes }, true);
  return {
    PutRule: ({ Name, EventBusName, EventPattern, ScheduleExpression, State, Description = '' }: PutRuleInput) => {
      const busName = rules.busName(EventBusName);
      const before = rules.list(busName).find((rule) => rule.name === Name);
      const rule = {
        name: Name,
        busName,
        arn: rules.ruleArn(busName, Name),
        description: Description,
        enabled: State !== 'DISABLED',
        targets: before?.targets ?? [],
        ...(EventPattern && { eventPattern: parsePattern(EventPattern) }),
        ...(ScheduleExpression && { scheduleExpression: ScheduleExpression }),
      };
      rules.put(rule, true);
      return { RuleArn: rule.arn };
    },
    DeleteRule: ({ Name, EventBusName }: OfRule) => {
      const busName = rules.busName(EventBusName);
      const targets = rules.list(busName).find((rule) => rule.name === Name)?.targets ?? [];
      if (targets.length > 0) {
        throw new ServiceError('ValidationException', "Rule can't be deleted since it has targets.");
      }
      rules.remove(busName, Name);
    },
    EnableRule: ({ Name, EventBusName }: OfRule) => change(EventBusName, Name, { enabled: true }),
    DisableRule: ({ Name, EventBusName }: OfRule) => change(EventBusName, Name, { enabled: false }),
    PutTargets: ({ Rule, EventBusName, Targets }: OfTargets & { Targets: Target[] }) => {
      const { targets } = rules.find(rules.busName(EventBusName), Rule);
      const others = targets.filter(({ Id }) => !Targets.some((target) => target.Id === Id));
      change(EventBusName, Rule, { targets: [...others, ...Targets] });
      return NO_FAILURES;
    },
    RemoveTargets: ({ Rule, EventBusName, Ids }: OfTargets & { Ids: string[] }) => {
      const { targets } = rules.find(rules.busName(EventBusName), Rule);
      change(EventBusName, Rule, { targets: targets.filter(({ Id }) => !Ids.includes(Id)) });
      return NO_FAILURES;
    },
  };
}
