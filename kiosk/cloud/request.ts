import type * as z from 'zod/mini';
import { Problem } from '../../functions/frontend/contract.ts';
import type { CorrectedClock } from './corrected-clock.ts';
import type { HttpAnswer, HttpRequest, HttpSend } from './http.ts';
import { parseJson } from './json.ts';

/** No usable answer: the network, a time-out, or a fault in the cloud. The same request may be sent again. */
export class CloudUnreachable extends Error {
  override readonly name = 'CloudUnreachable';
  /** How long the cloud asks to be left alone; 0 where it said nothing of that. */
  readonly retryAfterMs: number;

  constructor(message: string, { retryAfterMs = 0, ...options }: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The cloud answered, and refused. Sending the same again cannot help. */
export class CloudRefused extends Error {
  override readonly name = 'CloudRefused';
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(`${status} ${problem.title}: ${problem.detail}`);
    this.status = status;
    this.problem = problem;
  }
}

/** The city has read what was sent and will never take it. A refusal of the kiosk itself (401, 403) may pass. */
export function isHopeless(error: unknown): boolean {
  return error instanceof CloudRefused && error.status !== 401 && error.status !== 403;
}

/**
 * Sends one request and reads its answer against the contract.
 *
 * @throws CloudUnreachable, CloudRefused
 */
export type Ask = <Answer>(request: Omit<HttpRequest, 'signal'>, schema: z.ZodMiniType<Answer>) => Promise<Answer>;

/** The functions behind the API have ten seconds; two more are for the network. */
const ANSWER_WITHIN_MS = 12_000;

export function asker(send: HttpSend, clock: CorrectedClock, deviceNow: () => number): Ask {
  const sendInTime = (request: Omit<HttpRequest, 'signal'>) =>
    new Promise<HttpAnswer>((resolve, reject) => {
      const abort = new AbortController();
      const timer = clock.after(ANSWER_WITHIN_MS, () => {
        reject(new CloudUnreachable(`${request.url} gave no answer within ${ANSWER_WITHIN_MS / 1000} s.`));
        abort.abort();
      });
      send({ ...request, signal: abort.signal })
        .then(resolve, (cause) => reject(new CloudUnreachable(`${request.url} cannot be reached.`, { cause })))
        .finally(() => timer.cancel());
    });
  return async (request, schema) => {
    const sentAt = deviceNow();
    const answer = await sendInTime(request);
    clock.learn(answer.headers['date'], sentAt, deviceNow());
    if (answer.status >= 500 || isThrottled(answer))
      throw new CloudUnreachable(`${request.url} answered ${answer.status}.`, { retryAfterMs: retryAfterMs(answer) });
    if (answer.status >= 400) throw new CloudRefused(answer.status, problemOf(answer));
    const body = schema.safeParse(parseJson(answer.body));
    if (!body.success) throw new CloudUnreachable(`${request.url} gave an answer that is not as agreed.`);
    return body.data;
  };
}

/** Too many scans are the riders' to hear of; whatever else is asked too often is over in a moment. */
function isThrottled(answer: HttpAnswer): boolean {
  return answer.status === 429 && problemOf(answer).type !== 'urn:freewheel:problem:too-many-attempts';
}

/** `Retry-After` in seconds, as the API says it; a date (RFC 9110, section 10.2.3) it never says. */
function retryAfterMs({ headers }: HttpAnswer): number {
  const seconds = /^\d{1,5}$/.exec(headers['retry-after'] ?? '')?.[0];
  return Number(seconds ?? 0) * 1000;
}

function problemOf(answer: HttpAnswer): Problem {
  const problem = Problem.safeParse(parseJson(answer.body));
  if (problem.success) return problem.data;
  return { type: 'about:blank', title: 'Refused', status: answer.status, detail: 'The request was refused.' };
}
