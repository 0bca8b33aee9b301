import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Clock, Timer } from '../../seams/clock.ts';
import { ServiceError, type WireRequest, type WireResponse } from '../wire/contract.ts';
import type { FunctionDefinition, Invocation, Outcome, Runner } from './contract.ts';
import { type FromWorker, type ToWorker, withBuffer } from './worker-messages.ts';

export interface WorkerPoolOptions {
  /** Threads. Two keep a function that computes from holding up all others, and cost 68 MB with 25 functions. */
  size: number;
  logDir: string;
  clock: Clock;
  /** Answers what functions ask of the host's services. Never rejects. */
  answer: (request: WireRequest) => Promise<WireResponse>;
  log: (line: string) => void;
}

/** A thread that does not answer for so long, after one of its functions was given up, is taken to be stuck. */
const STUCK_MS = 1_000;

interface Waiting {
  resolve: (outcome: Outcome) => void;
  reject: (fault: Error) => void;
}

const lost = () =>
  new ServiceError('ServiceException', 'The thread that ran the function had to be ended. Try again.', 500);

/** One worker thread, and the invocations that it is busy with. */
class Thread {
  readonly running = new Map<string, Waiting>();
  private readonly worker: Worker;
  private readonly clock: Clock;
  private readonly answer: WorkerPoolOptions['answer'];
  /** One for each ping that has not been answered, in their order. */
  private readonly unanswered: Timer[] = [];

  constructor({ logDir, clock, answer, log }: WorkerPoolOptions, onExit: (thread: Thread) => void) {
    this.clock = clock;
    this.answer = answer;
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { logDir }, env: {} });
    this.worker.on('message', (message: FromWorker) => this.hear(message));
    this.worker.on('error', (fault) => log(`A thread that runs functions failed: ${fault.message}`));
    this.worker.on('exit', () => {
      for (const timer of this.unanswered) timer.cancel();
      onExit(this);
      for (const { reject } of this.running.values()) reject(lost());
      this.running.clear();
    });
  }

  private tell(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromWorker): void {
    if (message.kind === 'pong') {
      this.unanswered.shift()?.cancel();
      return;
    }
    if (message.kind === 'call') {
      const { call, request } = message;
      void this.answer(withBuffer(request)).then((response) => this.tell({ kind: 'answer', call, response }));
      return;
    }
    const waiting = this.running.get(message.requestId);
    this.running.delete(message.requestId);
    waiting?.resolve(message.outcome);
  }

  /** How little it is to be preferred: one that may be stuck comes after all others. */
  get load(): number {
    return this.unanswered.length > 0 ? Number.POSITIVE_INFINITY : this.running.size;
  }

  run(definition: FunctionDefinition, invocation: Invocation): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.running.set(invocation.requestId, { resolve, reject });
      this.tell({ kind: 'run', definition, invocation });
    });
  }

  /** A function that merely waits is left behind; one that keeps the thread busy takes the thread with it. */
  abandon(requestId: string): void {
    this.running.delete(requestId);
    this.tell({ kind: 'abandon', requestId });
    this.tell({ kind: 'ping' });
    this.unanswered.push(this.clock.after(STUCK_MS, () => void this.end()));
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}

/**
 * Runs functions in worker threads. All of them are loaded in each thread, lazily.
 *
 * A function that computes beyond its time-out is stopped by ending its thread. Other invocations in that thread
 * fail with `ServiceException`, as they do on AWS when a machine is lost: workflows and asynchronous invocations
 * try again. A function that only waits beyond its time-out keeps waiting, unheard; on AWS it would be frozen.
 */
export function createWorkerPool(options: WorkerPoolOptions): Runner {
  mkdirSync(options.logDir, { recursive: true });
  let closed = false;
  const threads = new Set<Thread>();
  const start = () => {
    threads.add(
      new Thread(options, (thread) => {
        threads.delete(thread);
        if (!closed) start();
      }),
    );
  };
  for (let count = 0; count < options.size; count++) start();
  return {
    run: (definition, invocation) => {
      const [first, ...others] = threads;
      const least = others.reduce((best, thread) => (best && best.load <= thread.load ? best : thread), first);
      return least ? least.run(definition, invocation) : Promise.reject(lost());
    },
    abandon: (requestId) => {
      for (const thread of threads) if (thread.running.has(requestId)) thread.abandon(requestId);
    },
    close: async () => {
      closed = true;
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}
