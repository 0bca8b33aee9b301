import type { Handler } from './bundle.ts';

/**
 * The instances of one function in one thread. Each takes one invocation at a time; the next one finds its module
 * state as the last one left it, as on Lambda.
 */
export interface InstancePool {
  /** An idle instance, else a new one, else the next that falls idle. Rejects where the code does not load. */
  take(): Promise<Handler>;
  giveBack(handler: Handler): void;
  /** An instance that is not to be used again is gone: another may be loaded in its place. */
  lose(): void;
}

/**
 * Loading takes milliseconds and an instance up to 2 MB, so a burst waits for its turn rather than load hundreds.
 * With two threads, 32 invocations of a function run at once.
 */
const INSTANCES_MAX = 16;

export function createInstancePool(load: () => Handler): InstancePool {
  const idle: Handler[] = [];
  const waiting: Array<() => void> = [];
  let loaded = 0;

  const loadAnother = (): Handler => {
    const handler = load();
    loaded++;
    return handler;
  };

  return {
    take: async () => {
      while (idle.length === 0 && loaded >= INSTANCES_MAX) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      return idle.pop() ?? loadAnother();
    },
    giveBack: (handler) => {
      idle.push(handler);
      waiting.shift()?.();
    },
    lose: () => {
      loaded--;
      waiting.shift()?.();
    },
  };
}
