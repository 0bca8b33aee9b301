import { arnPattern, type Pattern, textPattern } from './pattern.ts';

/** What is known of a call, by condition key in lower case. What is absent does not apply to this call. */
export type Facts = Partial<Record<Key, string>>;

/** Which keys the host can tell of every call ("AWS global condition context keys"). */
const KEYS = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
] as const;
type Key = (typeof KEYS)[number];

/** Whether the facts fulfil a statement's conditions. */
export type Condition = (facts: Facts) => boolean;

const ignoringCase = (text: string): Pattern => {
  const lower = text.toLowerCase();
  return { text, matches: (value) => value.toLowerCase() === lower };
};
const exactly = (text: string): Pattern => ({ text, matches: (value) => value === text });

/** How an operator compares; each has a negation ("IAM JSON policy elements: Condition operators"). */
const COMPARISONS: Record<string, (text: string) => Pattern> = {
  StringEquals: exactly,
  StringEqualsIgnoreCase: ignoringCase,
  StringLike: textPattern,
  ArnEquals: arnPattern,
  ArnLike: arnPattern,
  Bool: ignoringCase,
};
const NEGATIONS: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

interface Operator {
  compare: (text: string) => Pattern;
  isNegated: boolean;
  /** Whether a fact that is absent fulfils the condition. */
  takesAbsent: boolean;
}

function operatorOf(name: string): Operator {
  const bare = name.replace(/IfExists$/, '');
  const isNegated = Object.hasOwn(NEGATIONS, bare);
  const positive = (isNegated && NEGATIONS[bare]) || bare;
  const compare = Object.hasOwn(COMPARISONS, positive) ? COMPARISONS[positive] : undefined;
  if (compare) return { compare, isNegated, takesAbsent: isNegated || bare !== name };
  throw new Error(`the embedded host does not judge conditions by '${name}'`);
}

function keyOf(name: string): Key {
  const key = KEYS.find((known) => known === name.toLowerCase());
  if (key) return key;
  throw new Error(`the embedded host does not know the condition key '${name}'`);
}

/** Several values of one key are alternatives; for a negation, none of them may be the fact. */
function test(operator: Operator, key: Key, values: string[]): Condition {
  const patterns = values.map(operator.compare);
  return (facts) => {
    const fact = facts[key];
    if (fact === undefined) return operator.takesAbsent;
    return patterns.some(({ matches }) => matches(fact)) !== operator.isNegated;
  };
}

function absence(key: Key, values: string[]): Condition {
  return (facts) => values.some((value) => (value === 'true') === (facts[key] === undefined));
}

/**
 * Reads the element `Condition` of a statement. All of its operators and keys must be fulfilled.
 *
 * @throws Error that names an operator or key that the host cannot judge: ignored, it would let through or keep out
 * whom the template does not mean.
 */
export function readCondition(declared: Record<string, Record<string, unknown>> = {}): Condition {
  const conditions = Object.entries(declared).flatMap(([name, keys]) =>
    Object.entries(keys).map(([key, value]) => {
      const values = [value].flat().map(String);
      const variable = values.find((one) => one.includes('${'));
      if (variable !== undefined) throw new Error(`the embedded host fills in no policy variables ('${variable}')`);
      return name === 'Null' ? absence(keyOf(key), values) : test(operatorOf(name), keyOf(key), values);
    }),
  );
  return (facts) => conditions.every((fulfilled) => fulfilled(facts));
}
