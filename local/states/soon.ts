/**
 * A value, or a promise of it where it takes time. Most expressions are evaluated at once; what follows from them is
 * then done at once too, in the same call. Only where an expression takes time does everything after it wait.
 */
export type Soon<Value> = Value | Promise<Value>;

/** Goes on with a value: at once where it is there. */
export function onceKnown<Value, Result>(value: Soon<Value>, next: (value: Value) => Soon<Result>): Soon<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Takes a step, and hands over what it throws or rejects with. */
export function rescued<Value>(step: () => Soon<Value>, onFault: (fault: unknown) => Soon<Value>): Soon<Value> {
  try {
    const done = step();
    return done instanceof Promise ? done.catch(onFault) : done;
  } catch (fault) {
    return onFault(fault);
  }
}

/** Visits one after the other, beginning at `from`. Only from one on that takes time is it waited for. */
export function inTurn<Item>(items: readonly Item[], visit: (item: Item) => Soon<void>, from = 0): Soon<void> {
  for (let at = from; at < items.length; at++) {
    const done = visit(items[at] as Item);
    if (done instanceof Promise) return done.then(() => inTurn(items, visit, at + 1));
  }
}
