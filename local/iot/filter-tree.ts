interface Node<Value> {
  values: Set<Value>;
  children: Map<string, Node<Value>>;
}

/** Values under topic filters, found by topic without asking each filter: thousands of kiosks bring several each. */
export interface FilterTree<Value> {
  add(filter: string, value: Value): void;
  remove(filter: string, value: Value): void;
  /** Each value once, however many of its filters match. */
  match(topic: string): Set<Value>;
}

const emptyNode = <Value>(): Node<Value> => ({ values: new Set(), children: new Map() });

function collect<Value>(node: Node<Value>, levels: string[], at: number, found: Set<Value>): void {
  const take = (from: Node<Value> | undefined) => {
    for (const value of from?.values ?? []) found.add(value);
  };
  const wildcardsReach = at > 0 || !levels[0]?.startsWith('$');
  // `a/#` also matches `a` itself (MQTT 3.1.1, section 4.7.1.2).
  if (wildcardsReach) take(node.children.get('#'));
  const level = levels[at];
  if (level === undefined) {
    take(node);
    return;
  }
  for (const name of wildcardsReach ? [level, '+'] : [level]) {
    const child = node.children.get(name);
    if (child) collect(child, levels, at + 1, found);
  }
}

function prune<Value>(node: Node<Value>, levels: string[], value: Value): void {
  const [level, ...rest] = levels;
  if (level === undefined) {
    node.values.delete(value);
    return;
  }
  const child = node.children.get(level);
  if (!child) return;
  prune(child, rest, value);
  if (child.values.size === 0 && child.children.size === 0) node.children.delete(level);
}

export function filterTree<Value>(): FilterTree<Value> {
  const root = emptyNode<Value>();
  return {
    add(filter, value) {
      let node = root;
      for (const level of filter.split('/')) {
        const child = node.children.get(level) ?? emptyNode<Value>();
        node.children.set(level, child);
        node = child;
      }
      node.values.add(value);
    },
    remove: (filter, value) => prune(root, filter.split('/'), value),
    match(topic) {
      const found = new Set<Value>();
      collect(root, topic.split('/'), 0, found);
      return found;
    },
  };
}
