import type { WireRequest, WireResponse } from '../wire/contract.ts';
import type { FunctionDefinition, Invocation, Outcome } from './contract.ts';

export interface WorkerData {
  /** Where functions' output goes: a file each. */
  logDir: string;
}

export type ToWorker =
  | { kind: 'run'; definition: FunctionDefinition; invocation: Invocation }
  | { kind: 'abandon'; requestId: string }
  /** To the call of that number. */
  | { kind: 'answer'; call: number; response: WireResponse }
  /** Answered as soon as no function keeps the thread busy. */
  | { kind: 'ping' };

export type FromWorker =
  | { kind: 'done'; requestId: string; outcome: Outcome }
  /** A function calls a service of the host. */
  | { kind: 'call'; call: number; request: WireRequest }
  | { kind: 'pong' };

/** A buffer arrives as bare bytes. */
export function withBuffer<Message extends { body: Uint8Array }>(message: Message): Message & { body: Buffer } {
  const { buffer, byteOffset, byteLength } = message.body;
  return { ...message, body: Buffer.from(buffer, byteOffset, byteLength) };
}
