import { type Definition, type State, waysOut } from './definition.ts';

/** States that refer to each other: a definition's own, or a Map's. */
type Block = Pick<Definition, 'StartAt' | 'States'>;

/** A definition's block of states and those of the Maps in it. */
export function blocksOf(block: Block): Block[] {
  const inner = Object.values(block.States).flatMap(({ ItemProcessor }) => (ItemProcessor ? [ItemProcessor] : []));
  return [block, ...inner.flatMap(blocksOf)];
}

/** Every state that can be entered after one of these, by any way. */
function reachedFrom(states: Record<string, State>, names: string[]): Set<string> {
  const reached = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const fresh = waysOut(states[name] ?? { Type: 'unknown' }).filter((next) => !reached.has(next));
    for (const next of fresh) reached.add(next);
    open.push(...fresh);
  }
  return reached;
}

/** The states that no way leads to. */
export function unreached({ StartAt, States }: Block): string[] {
  const reached = reachedFrom(States, [StartAt]).add(StartAt);
  return Object.keys(States).filter((name) => !reached.has(name));
}

const isEnd = ({ Next, Type }: State) => Next === undefined && Type !== 'Choice';

/** The states from which no way leads to an end. */
export function deadEnds({ States }: Block): string[] {
  const ends = (name: string) => isEnd(States[name] ?? { Type: 'unknown' });
  return Object.keys(States).filter((name) => ![name, ...reachedFrom(States, [name])].some(ends));
}

/** The states that can be entered again, each group of which lies on one loop. */
export function loopsIn({ States }: Block): string[][] {
  const onLoop = Object.keys(States).filter((name) => reachedFrom(States, [name]).has(name));
  const groups = Map.groupBy(onLoop, (name) =>
    onLoop.filter((other) => reachedFrom(States, [name]).has(other) && reachedFrom(States, [other]).has(name)).join(),
  );
  return [...groups.values()];
}
