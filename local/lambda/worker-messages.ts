import type { FunctionDefinition, Invocation, Outcome } from './contract.ts';

export interface WorkerData {
  /** Where functions' output goes: a file each. */
  logDir: string;
}

export type ToWorker =
  | { kind: 'run'; definition: FunctionDefinition; invocation: Invocation }
  | { kind: 'abandon'; requestId: string }
  /** Answered as soon as no function keeps the thread busy. */
  | { kind: 'ping' };

export type FromWorker = { kind: 'done'; requestId: string; outcome: Outcome } | { kind: 'pong' };
