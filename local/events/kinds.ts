import type { DeclaredResource, ResourceKind } from '../module.ts';
import { DEFAULT_BUS, type Rules } from './rules.ts';
import type { Target } from './target.ts';

interface RuleProperties {
  EventPattern?: unknown;
  ScheduleExpression?: string;
  State?: string;
  Description?: string;
  EventBusName?: string;
  Targets?: Target[];
}

function nameOf({ declared, physicalName, logicalId }: DeclaredResource): string {
  const name = declared['Name'] ?? physicalName;
  if (typeof name === 'string') return name;
  throw new Error(`${logicalId} needs a name that is plain text, or none, to be served on this machine.`);
}

function busKind(rules: Rules, declaredBuses: Map<string, string>): ResourceKind {
  return {
    identify: (resource) => {
      const name = nameOf(resource);
      declaredBuses.set(`${resource.stack}/${resource.logicalId}`, name);
      return { ref: name, attributes: { Arn: rules.busArn(name), Name: name } };
    },
    deploy: ({ ref }) => rules.addBus(ref),
  };
}

/**
 * The bus of a rule before references are resolved: a rule's ARN holds the name of its bus, which a template says by
 * `Ref` or `Fn::GetAtt` of a bus in the same stack.
 */
function busOf({ declared, stack, logicalId }: DeclaredResource, declaredBuses: Map<string, string>): string {
  const bus = declared['EventBusName'] ?? DEFAULT_BUS;
  if (typeof bus === 'string') return bus.replace(/^.*:event-bus\//, '');
  const [referred] = [Object.values(bus)[0]].flat();
  const name = declaredBuses.get(`${stack}/${referred}`);
  if (name !== undefined) return name;
  throw new Error(`The rule ${logicalId} needs a bus that stands before it in its own stack, or the default one.`);
}

function ruleKind(rules: Rules, declaredBuses: Map<string, string>): ResourceKind {
  return {
    identify: (resource) => {
      const [name, busName] = [nameOf(resource), busOf(resource, declaredBuses)];
      const ref = busName === DEFAULT_BUS ? name : `${busName}|${name}`;
      return { ref, attributes: { Arn: rules.ruleArn(busName, name) } };
    },
    deploy: (resource) => {
      const properties: RuleProperties = resource.properties;
      const { EventPattern, ScheduleExpression, State, Description = '', EventBusName, Targets = [] } = properties;
      const [name, busName] = [nameOf(resource), rules.busName(EventBusName)];
      const rule = {
        name,
        busName,
        arn: rules.ruleArn(busName, name),
        description: Description,
        enabled: State !== 'DISABLED',
        targets: Targets,
        ...(EventPattern !== undefined && { eventPattern: EventPattern }),
        ...(ScheduleExpression !== undefined && { scheduleExpression: ScheduleExpression }),
      };
      rules.put(rule, false);
    },
  };
}

/** The resource types of EventBridge. */
export function eventKinds(rules: Rules): Record<string, ResourceKind> {
  const declaredBuses = new Map<string, string>();
  return {
    'AWS::Events::EventBus': busKind(rules, declaredBuses),
    'AWS::Events::Rule': ruleKind(rules, declaredBuses),
  };
}
