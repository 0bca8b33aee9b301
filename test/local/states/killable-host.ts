import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A call of a function, as the process under test makes it. */
export interface Call {
  key: string;
  stage: string;
  token?: string;
}

interface Message {
  ready?: true;
  log?: string;
  ask?: number;
  answer?: Record<string, unknown>;
  call?: number;
  event?: Call & { Payload?: Call };
  name?: string;
  status?: string;
}

/** What the process tells its parent, who plays its functions. */
export interface Listener {
  called(call: Call): void;
  told(name: string, status: string): void;
  logged(line: string): void;
}

export type Answer = Record<string, unknown> | undefined;

/** Step Functions in a process of its own; what is asked of it dies with it, and is answered by nothing then. */
export interface KillableHost {
  /** Resolves once the process serves; rejects where it ends before. */
  ready: Promise<void>;
  ask(operation: string, input: object): Promise<Answer>;
  kill(): Promise<void>;
  /** Resolves once the condition holds, or the process has ended; it is looked at after each message. */
  until(condition: () => boolean): Promise<void>;
}

/** Starts `program` (host-process.ts) on the folder. A function gives back the key that it was called with. */
export function startKillable(program: string, dataDir: string, listener: Listener): KillableHost {
  const asks = new Map<number, (answer: Answer) => void>();
  const waiting = new Set<() => void>();
  let lastAsk = 0;
  let isOver = false;
  const child = fork(program, [dataDir], { execArgv: [] });
  const exited = once(child, 'exit').then(() => {
    isOver = true;
    for (const resolve of asks.values()) resolve(undefined);
    for (const look of waiting) look();
  });
  const send = (message: object): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  let serves = () => {};
  const ready = Promise.race([
    new Promise<void>((resolve) => {
      serves = resolve;
    }),
    exited.then(() => Promise.reject(new Error('The process ended before it served.'))),
  ]);
  ready.catch(() => undefined);
  child.on('message', ({ ready, log, ask, answer, call, event, name, status }: Message) => {
    if (ready) serves();
    if (log !== undefined) listener.logged(log);
    if (ask !== undefined) asks.get(ask)?.(answer);
    if (name !== undefined && status !== undefined) listener.told(name, status);
    const made = event?.Payload ?? event;
    if (made) listener.called(made);
    if (call !== undefined) send({ call, output: made?.key });
    for (const look of waiting) look();
  });
  return {
    ready,
    ask: (operation, input) =>
      new Promise((resolve) => {
        const ask = ++lastAsk;
        asks.set(ask, resolve);
        if (isOver || !child.connected) resolve(undefined);
        else send({ ask, operation, input });
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    until: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (!isOver && !condition()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
