import { inOrder, type Network } from '../../local/iot/memory-network.ts';
import type { FunctionDefinition, Invocation, Outcome } from '../../local/lambda/contract.ts';
import type { WireRequest, WireResponse } from '../../local/wire/contract.ts';
import type { Clock } from '../../seams/clock.ts';

type Answering = () => Promise<WireResponse>;

/** One run of a function, and how to end it half way: from then on nothing that it does reaches anybody. */
export interface Attempt {
  outcome: Promise<Outcome>;
  kill(): void;
}

/** What may come between. Nothing does, unless a simulation says so. */
export interface Between {
  /** Carries a call of a function to AWS, and its answer back. */
  call(request: WireRequest, answer: Answering): Promise<WireResponse>;
  /** Runs a function for whoever asked for it. Rejects where the invocation itself failed, with a ServiceError. */
  run(
    definition: FunctionDefinition,
    invocation: Invocation,
    attempt: (invocation: Invocation) => Attempt,
  ): Promise<Outcome>;
  /** Carries a request of a kiosk's to the HTTP API, and its answer back. */
  http(kioskId: string, request: WireRequest, answer: Answering): Promise<WireResponse>;
  /** Carries what goes over MQTT. */
  carry: Network['carry'];
  /** The clock in a kiosk's box, which may be wrong. */
  clockOf(kioskId: string, clock: Clock): Clock;
  /** How long each motion of a kiosk's machine takes of its usual time. */
  paceOf(kioskId: string): () => number;
}

export const NOTHING: Between = {
  call: (_request, answer) => answer(),
  run: (_definition, invocation, attempt) => attempt(invocation).outcome,
  http: (_kioskId, _request, answer) => answer(),
  carry: inOrder.carry,
  clockOf: (_kioskId, clock) => clock,
  paceOf: () => () => 1,
};
