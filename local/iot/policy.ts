import { isObject } from './json.ts';

/** What the broker asks policies about (AWS IoT Core, "AWS IoT Core policy actions"). */
export type IotAction = 'iot:Connect' | 'iot:Publish' | 'iot:RetainPublish' | 'iot:Subscribe' | 'iot:Receive';

/** What a connection is known by; `undefined` is known of no connection, and what speaks of it matches nothing. */
export interface PolicyVariables {
  'iot:ClientId': string;
  'iot:Connection.Thing.ThingName': string | undefined;
}

/** Whether a connection may do this to a resource, given as an ARN. */
export type Decide = (action: IotAction, resource: string) => boolean;

interface Statement {
  effect: 'Allow' | 'Deny';
  actions: string[];
  resources: string[];
}

/** `${*}`, `${?}` and `${$}` stand for the character itself (IAM User Guide, "Policy variables"). */
const variable = /\$\{([^}]*)\}/;
const KNOWN = ['iot:ClientId', 'iot:Connection.Thing.ThingName', '*', '?', '$'];

function texts(value: unknown, what: string): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every((text) => typeof text === 'string')) return list;
  throw new Error(`A statement of an IoT policy needs '${what}': a text, or a list of texts.`);
}

function readStatement(statement: unknown): Statement {
  if (!isObject(statement)) throw new Error('A statement of an IoT policy is not an object.');
  const { Effect, Action, Resource, Sid: _, ...rest } = statement;
  const [unknown] = Object.keys(rest);
  if (unknown) throw new Error(`The embedded host evaluates no '${unknown}' of an IoT policy.`);
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`'${String(Effect)}' is no effect of an IoT policy.`);
  const resources = texts(Resource, 'Resource');
  for (const resource of resources)
    for (const [, name = ''] of resource.matchAll(new RegExp(variable, 'g')))
      if (!KNOWN.includes(name)) throw new Error(`The embedded host knows no IoT policy variable '${name}'.`);
  return { effect: Effect, actions: texts(Action, 'Action'), resources };
}

/**
 * Reads the document of an IoT policy, as JSON text.
 *
 * @throws Error that names what the embedded host does not evaluate, so that nothing is allowed by oversight.
 */
export function readPolicy(document: string): Statement[] {
  const parsed: unknown = JSON.parse(document);
  const statements = isObject(parsed) ? parsed['Statement'] : undefined;
  if (statements === undefined) throw new Error('An IoT policy needs a Statement.');
  return (Array.isArray(statements) ? statements : [statements]).map(readStatement);
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** `*` is any text and `?` any character, across levels; MQTT's own `+` and `#` are letters like others here. */
const wild = (text: string) => literal(text).replaceAll('\\*', '.*').replaceAll('\\?', '.');

/** What a resource matches on this connection; what fills a variable in is text, whatever characters it has. */
function resourcePattern(resource: string, variables: PolicyVariables): RegExp | undefined {
  const values: Record<string, string | undefined> = { ...variables, '*': '*', '?': '?', $: '$' };
  // Split at its variables, every second part is the name of one.
  const parts = resource.split(variable).map((part, at) => {
    const value = values[part];
    if (at % 2 === 0) return wild(part);
    return value === undefined ? undefined : literal(value);
  });
  return parts.includes(undefined) ? undefined : new RegExp(`^${parts.join('')}$`, 's');
}

/**
 * Compiles policies for one connection. As on AWS, whatever no statement allows is refused, and a statement that
 * denies stands above all that allow.
 */
export function compilePolicies(documents: readonly string[], variables: PolicyVariables): Decide {
  const statements = documents.flatMap(readPolicy).map(({ effect, actions, resources }) => ({
    effect,
    actions: actions.map((action) => new RegExp(`^${wild(action)}$`, 'i')),
    resources: resources.map((resource) => resourcePattern(resource, variables)),
  }));
  return (action, resource) => {
    const effects = statements
      .filter(({ actions }) => actions.some((pattern) => pattern.test(action)))
      .filter(({ resources }) => resources.some((pattern) => pattern?.test(resource)))
      .map(({ effect }) => effect);
    return effects.includes('Allow') && !effects.includes('Deny');
  };
}
