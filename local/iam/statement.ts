import { type Condition, type Facts, readCondition } from './condition.ts';
import { actionPattern, type Pattern, resourcePattern } from './pattern.ts';
import { type PrincipalElement, readPrincipal } from './principal.ts';

/** One thing that a call is about to do, in the words of AWS's "Service Authorization Reference". */
export interface Asked {
  /** `dynamodb:GetItem` */
  action: string;
  /** An ARN, or `*` for an action that has no resource; undefined where the resource that is named cannot exist. */
  resource: string | undefined;
}

/** What a statement is about: what one of the patterns matches or, by `NotAction` and its like, what none does. */
interface Selection {
  patterns: Pattern[];
  isNegated: boolean;
}

export interface Statement {
  effect: 'Allow' | 'Deny';
  action: Selection;
  resource: Selection;
  /** In the policies of resources alone. */
  principal?: PrincipalElement;
  isFulfilled: Condition;
}

/** An action and a resource, as a statement writes them. */
export interface Grant {
  action: string;
  resource: string;
}

type Declared = Record<string, unknown>;

const ELEMENTS = 'Sid Effect Action NotAction Resource NotResource Principal Condition'.split(' ');

function selection(declared: Declared, element: string, read: (text: string) => Pattern): Selection {
  const isNegated = declared[element] === undefined;
  const values = [declared[isNegated ? `Not${element}` : element] ?? []].flat().map(String);
  const variable = values.find((value) => value.includes('${'));
  if (variable !== undefined) throw new Error(`the embedded host fills in no policy variables ('${variable}')`);
  if (values.length === 0) throw new Error(`a statement has neither ${element} nor Not${element}`);
  return { patterns: values.map(read), isNegated };
}

function readStatement(declared: Declared, kind: 'identity' | 'resource' | 'trust'): Statement {
  const unknown = Object.keys(declared).find((element) => !ELEMENTS.includes(element));
  if (unknown) throw new Error(`the embedded host does not judge the policy element '${unknown}'`);
  const { Effect: effect, Condition: condition, Principal: principal } = declared;
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error(`a statement's Effect is '${String(effect)}'`);
  if (kind === 'identity' && principal !== undefined) throw new Error('a policy of a role names a Principal');
  // A role is what its own trust policy is about: it does not say so.
  const resource = kind === 'trust' ? { Resource: '*' } : declared;
  return {
    effect,
    action: selection(declared, 'Action', actionPattern),
    resource: selection(resource, 'Resource', resourcePattern),
    ...(kind !== 'identity' && { principal: readPrincipal(principal) }),
    isFulfilled: readCondition(condition as Parameters<typeof readCondition>[0]),
  };
}

/**
 * Reads a policy document whose references are resolved.
 *
 * @param kind whose policy it is: a role's own, a resource's, or one that says who may assume a role
 * @throws Error that names what in it the host cannot judge
 */
export function readPolicy(document: unknown, kind: 'identity' | 'resource' | 'trust'): Statement[] {
  const { Version: version, Statement: statements } = (document ?? {}) as Declared;
  if (version !== '2012-10-17')
    throw new Error(`the embedded host reads policies of the version 2012-10-17, not ${version}`);
  return [statements ?? []].flat().map((statement) => readStatement(statement as Declared, kind));
}

function selects({ patterns, isNegated }: Selection, value: string): boolean {
  return patterns.some(({ matches }) => matches(value)) !== isNegated;
}

/** What names nothing that exists is allowed where anything is, and denied where everything is. */
function concerns({ effect, resource }: Statement, asked: string | undefined): boolean {
  if (asked !== undefined) return selects(resource, asked);
  return effect === 'Allow' || (!resource.isNegated && resource.patterns.some(({ text }) => text === '*'));
}

/** Whether a statement is about what is asked, whoever asks. */
export function applies(statement: Statement, { action, resource }: Asked, facts: Facts): boolean {
  return selects(statement.action, action) && concerns(statement, resource) && statement.isFulfilled(facts);
}

const written = (selection: Selection): string[] =>
  selection.isNegated
    ? [`all but ${selection.patterns.map(({ text }) => text).join(', ')}`]
    : selection.patterns.map(({ text }) => text);

/** Each action of a statement on each of its resources. */
export function grantsOf({ action, resource }: Statement): Grant[] {
  return written(action).flatMap((one) => written(resource).map((other) => ({ action: one, resource: other })));
}

/** Those of a statement's grants that cover what is asked; the statement must apply to it. */
export function coveringGrants({ action, resource }: Statement, asked: Asked): Grant[] {
  const covering = (selection: Selection, value: string | undefined): Selection =>
    selection.isNegated || value === undefined
      ? selection
      : { ...selection, patterns: selection.patterns.filter(({ matches }) => matches(value)) };
  const narrowed = { action: covering(action, asked.action), resource: covering(resource, asked.resource) };
  return written(narrowed.action).flatMap((one) =>
    written(narrowed.resource).map((other) => ({ action: one, resource: other })),
  );
}
