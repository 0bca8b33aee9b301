/** What has to be closed, in the reverse of the order in which it was opened. */
export interface Closing {
  add(close: () => Promise<void> | void): void;
  /** Closes everything, also where one of them fails to. A second call does what the first one left, which is nothing. */
  run(): Promise<void>;
}

export function createClosing(log: (line: string) => void): Closing {
  const open: Array<() => Promise<void> | void> = [];
  return {
    add: (close) => void open.push(close),
    run: async () => {
      for (let close = open.pop(); close; close = open.pop()) {
        try {
          await close();
        } catch (fault) {
          log(`Something did not close: ${fault instanceof Error ? fault.message : String(fault)}`);
        }
      }
    },
  };
}
