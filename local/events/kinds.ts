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

/** The name of a bus that a template says by `Ref` or `Fn::GetAtt`, or by what another stack exports of it. */
function referredBus(
  value: unknown,
  { stack, exported }: Pick<DeclaredResource, 'stack' | 'exported'>,
  declaredBuses: Map<string, string>,
): string | undefined {
  const [[intrinsic, argument] = []] = Object.entries(value as Record<string, unknown>);
  if (intrinsic !== 'Fn::ImportValue') return declaredBuses.get(`${stack}/${[argument].flat()[0]}`);
  const found = exported?.(String(argument));
  return found && referredBus(found.value, { stack: found.stack }, declaredBuses);
}

/** The bus of a rule before references are resolved: a rule's ARN holds the name of its bus. */
function busOf(resource: DeclaredResource, declaredBuses: Map<string, string>): string {
  const bus = resource.declared['EventBusName'] ?? DEFAULT_BUS;
  if (typeof bus === 'string') return bus.replace(/^.*:event-bus\//, '');
  const name = referredBus(bus, resource, declaredBuses);
  if (name !== undefined) return name;
  const { logicalId } = resource;
  throw new Error(
    `The rule ${logicalId} needs a bus that stands before it, in its own stack or another, or the default one.`,
  );
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
