/** Many writes, and one wait for the disk that they share. */
export interface SharedSync {
  wrote(): void;
  /** Resolves once everything written so far is on the disk. Rejects as `sync` does; who asks again has it tried again. */
  settled(): Promise<void>;
}

/** What is written while the disk is at work waits for the next time, together with all else that is. */
export function sharedSync(sync: () => Promise<void>): SharedSync {
  let written = 0;
  let safe = 0;
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = () => {
    next = undefined;
    const upTo = written;
    last = sync().then(() => {
      safe = upTo;
    });
    return last;
  };
  return {
    wrote: () => {
      written += 1;
    },
    settled: async () => {
      if (safe === written) return;
      next ??= last.then(begin, begin);
      await next;
    },
  };
}
