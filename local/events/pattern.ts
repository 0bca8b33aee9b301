import { ServiceError } from '../wire/contract.ts';

/**
 * Event patterns (Amazon EventBridge User Guide, "Comparison operators for use in event patterns"). A field of the
 * event that is an array matches when one of its elements does; an empty one counts as absent.
 */
export type Matcher = (event: unknown) => boolean;

/** Whether one value of the event, none of them an object, is what the pattern asks for. */
type Test = (value: unknown) => boolean;
type LeafMatcher = (values: unknown[]) => boolean;
type Fields = Record<string, unknown>;

const invalid = (reason: string): ServiceError =>
  new ServiceError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const onText =
  (test: (text: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value);

/** `{"prefix": "a"}` and the like; `{"prefix": {"equals-ignore-case": "a"}}` leaves case aside. */
function affix(operand: unknown, operator: string, has: (text: string, part: string) => boolean): Test {
  if (typeof operand === 'string') return onText((text) => has(text, operand));
  const inner = isObject(operand) ? operand['equals-ignore-case'] : undefined;
  if (typeof inner !== 'string') throw invalid(`'${operator}' takes text.`);
  return onText((text) => has(text.toLowerCase(), inner.toLowerCase()));
}

/** `*` stands for any characters, `\*` for a star. */
function wildcard(operand: string): Test {
  const source = operand.replace(/\\([*\\])|\*|[^*\\]+|\\/g, (part, escaped?: string) =>
    part === '*' ? '.*' : (escaped ?? part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const expression = new RegExp(`^${source}$`, 's');
  return onText((text) => expression.test(text));
}

const COMPARISONS: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

function numeric(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 === 1) {
    throw invalid("'numeric' takes a list of operators, each with a number.");
  }
  const tests = Array.from({ length: operand.length / 2 }, (_, at) => {
    const [operator, limit] = operand.slice(at * 2, at * 2 + 2);
    const compare = COMPARISONS[String(operator)];
    if (!compare || typeof limit !== 'number') throw invalid(`'numeric' does not know '${operator} ${limit}'.`);
    return (value: number) => compare(value, limit);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

const OPERATORS: Record<string, (operand: unknown) => Test> = {
  prefix: (operand) => affix(operand, 'prefix', (text, part) => text.startsWith(part)),
  suffix: (operand) => affix(operand, 'suffix', (text, part) => text.endsWith(part)),
  'equals-ignore-case': (operand) => {
    if (typeof operand !== 'string') throw invalid("'equals-ignore-case' takes text.");
    return onText((text) => text.toLowerCase() === operand.toLowerCase());
  },
  wildcard: (operand) => {
    if (typeof operand !== 'string') throw invalid("'wildcard' takes text.");
    return wildcard(operand);
  },
  numeric,
  'anything-but': (operand) => {
    const excluded = isObject(operand) ? nestedTests(operand) : [operand].flat().map(equals);
    return (value) => !excluded.some((test) => test(value));
  },
};

function equals(wanted: unknown): Test {
  if (isObject(wanted) || Array.isArray(wanted)) throw invalid('A list holds values, not objects or lists.');
  return (value) => value === wanted;
}

function only(operators: Fields): [name: string, operand: unknown] {
  const [first, ...others] = Object.entries(operators);
  if (!first || others.length > 0) throw invalid('An operator stands alone in its object.');
  return first;
}

/** What `anything-but` excludes by an operator, whose operand may be a list there. */
function nestedTests(operators: Fields): Test[] {
  const [name, operand] = only(operators);
  const make = name === 'anything-but' || name === 'numeric' ? undefined : OPERATORS[name];
  if (!make) throw invalid(`'anything-but' does not take '${name}'.`);
  return [operand].flat().map(make);
}

function compileLeaf(wanted: unknown): LeafMatcher {
  if (!isObject(wanted)) {
    const test = equals(wanted);
    return (values) => values.some(test);
  }
  const [name, operand] = only(wanted);
  if (name === 'exists') {
    if (typeof operand !== 'boolean') throw invalid("'exists' takes true or false.");
    return (values) => values.length > 0 === operand;
  }
  const make = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!make) throw invalid(`The embedded host does not know the operator '${name}'.`);
  const test = make(operand);
  return (values) => values.some(test);
}

function leafValues(value: unknown): unknown[] {
  const values = value === undefined ? [] : [value].flat(Number.POSITIVE_INFINITY);
  return values.filter((each) => !isObject(each));
}

function compileField(name: string, wanted: unknown): Matcher {
  if (Array.isArray(wanted)) {
    if (wanted.length === 0) throw invalid(`The list of '${name}' is empty.`);
    const matchers = wanted.map(compileLeaf);
    return (value) => {
      const values = leafValues(value);
      return matchers.some((matches) => matches(values));
    };
  }
  if (!isObject(wanted)) throw invalid(`"${name}" must be an object or an array`);
  const matches = compileFields(wanted);
  return (value) => (Array.isArray(value) && value.length > 0 ? value.some(matches) : matches(value));
}

function compileAlternatives(alternatives: unknown): Matcher {
  if (!Array.isArray(alternatives) || alternatives.length === 0) throw invalid("'$or' takes a list of patterns.");
  const matchers = alternatives.map(compileFields);
  return (event) => matchers.some((matches) => matches(event));
}

function compileFields(pattern: unknown): Matcher {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) throw invalid('A pattern is an object with fields.');
  const matchers = Object.entries(pattern).map(([name, wanted]): Matcher => {
    if (name === '$or') return compileAlternatives(wanted);
    const matches = compileField(name, wanted);
    return (event) => matches(isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined);
  });
  return (event) => matchers.every((matches) => matches(event));
}

/** Makes a pattern a function of events. Throws `InvalidEventPatternException`, also for operators not served. */
export function compilePattern(pattern: unknown): Matcher {
  return compileFields(pattern);
}
