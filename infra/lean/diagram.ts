/**
 * How a client of the SDK finds the endpoint of a call: a binary decision diagram (@smithy/core, `decideEndpoint`).
 * A node holds a condition, and where to go on if it holds and if it does not: another node, or a result.
 */
export interface Diagram {
  /** Three numbers each. They are counted from one, and the first of them is in no use. */
  nodes: ArrayLike<number>;
  root: number;
  /** A function, its arguments, and under which name its answer is kept, if it is. */
  conditions: unknown[][];
  /** An address and what goes with it, or -1 and an error. */
  results: unknown[][];
}

/** Conditions, as they begin in JSON. */
export interface Rules {
  /** Those that would lead to what is not asked for, by its name; behind an exclamation mark, where they do not hold. */
  refused: Record<string, string[]>;
  /** Those that never hold, and whose other side would do if they did. */
  ignored: string[];
}

/** From here on, a number that says where to go on is one of a result. */
const RESULT = 100_000_000;

/** Puts one into a list unless it is there; answers where it is. */
function place<One>(list: One[], one: One): number {
  const known = list.indexOf(one);
  return known >= 0 ? known : list.push(one) - 1;
}

/** The conditions that rules are about, in JSON, each with what it leads to instead; undefined for its other side. */
function ruled(conditions: string[], { refused, ignored }: Rules): Map<string, unknown[] | undefined> {
  const found = (rule: string) => {
    const texts = conditions.filter((text) => text.startsWith(rule.replace(/^!/, '')));
    if (texts.length === 0) throw new Error(`No endpoint depends on ${rule}: see infra/lean/endpoints.ts.`);
    return texts.map((text) => (rule.startsWith('!') ? `!${text}` : text));
  };
  const error = (what: string) => [-1, `Endpoints for ${what} are left out by infra/lean/endpoints.ts.`];
  return new Map([
    ...ignored.flatMap(found).map((text): [string, undefined] => [text, undefined]),
    ...Object.entries(refused).flatMap(([what, rules]) => {
      const said = error(what);
      return rules.flatMap(found).map((text): [string, unknown[]] => [text, said]);
    }),
  ]);
}

/**
 * The diagram that leads to an error where it would lead to what is not asked for, and that has nothing else of it.
 *
 * @throws Error where a rule is about no condition of the diagram: the SDK has changed, and the rules must too.
 */
export function pruned(diagram: Diagram, rules: Rules): Diagram {
  const texts = diagram.conditions.map((condition) => JSON.stringify(condition));
  const leaves = ruled(texts, rules);
  const kept = { nodes: [-1, 1, -1], conditions: [] as unknown[][], results: [] as unknown[][] };
  const places = new Map<number, number>();
  const leaf = (result: unknown[] = []) => RESULT + place(kept.results, result);
  const asked = texts.filter((text) => !leaves.has(text) || leaves.get(text));
  const said = [...asked, JSON.stringify(diagram.results)].join('\n');
  const isSaid = (name: unknown) => said.includes(`"ref":"${name}"`) || said.includes(`{${name}`);
  const add = (condition: unknown[], high: number, low: number) =>
    // A condition that leads to one place either way is needed where others speak of its answer.
    high === low && !isSaid(condition[2]) ? low : kept.nodes.push(place(kept.conditions, condition), high, low) / 3;

  const visit = (at: number): number => {
    if (at >= RESULT) return leaf(diagram.results[at - RESULT]);
    if (at < 2) throw new Error('A diagram of endpoints leads where none has led yet: see infra/lean/endpoints.ts.');
    const [of = 0, high = 0, low = 0] = [0, 1, 2].map((part) => diagram.nodes[3 * (at - 1) + part]);
    const [condition = [], text = ''] = [diagram.conditions[of], texts[of]];
    const [ifHolds, ifNot] = [leaves.get(text), leaves.get(`!${text}`)];
    const toLow = ifNot ? leaf(ifNot) : once(low);
    if (leaves.has(text) && !ifHolds) return toLow;
    return add(condition, ifHolds ? leaf(ifHolds) : once(high), toLow);
  };
  const once = (at: number): number => {
    const placed = places.get(at) ?? visit(at);
    places.set(at, placed);
    return placed;
  };
  return { ...kept, root: once(diagram.root) };
}
