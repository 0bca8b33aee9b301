import { ServiceError, type WireRequest, type WireResponse } from '../../../local/wire/contract.ts';
import { answerFault } from '../../../local/wire/fault-answer.ts';
import { readSignature } from '../../../local/wire/signature.ts';
import type { Between } from '../between.ts';
import type { World } from './world.ts';

/** How each service says that it was asked too much, where it is not as most say it ("Common errors" of each API). */
const THROTTLED: Record<string, [code: string, status: number]> = {
  dynamodb: ['ProvisionedThroughputExceededException', 400],
  lambda: ['TooManyRequestsException', 429],
  s3: ['SlowDown', 503],
};

const FAILED: Record<string, string> = { dynamodb: 'InternalServerError', s3: 'InternalError' };

/** So long a call that is slow takes, each way, in milliseconds: longer than some functions have. */
const SLOW_MS = 8_000;
/** And so long the others, at the most. */
const USUAL_MS = 40;

function isPutEvents({ headers }: WireRequest): boolean {
  return headers['x-amz-target'] === 'AWSEvents.PutEvents';
}

/** EventBridge answers 200 to events that it has not taken, and says so for each ("PutEvents"). */
function noneTaken({ body }: WireRequest): WireResponse {
  const { Entries } = JSON.parse(body.toString()) as { Entries: unknown[] };
  const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
  const answer = { FailedEntryCount: Entries.length, Entries: Entries.map(() => refused) };
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status: 200, headers, body: Buffer.from(JSON.stringify(answer)) };
}

/** What may become of a function's call to AWS. The SDK asks again, by its own rules. */
export function faultyCalls({ profile, dice, wait, strike }: World): Between['call'] {
  const chance = dice('calls');
  const refused = (request: WireRequest, service: string, [code, status]: [string, number]): WireResponse =>
    answerFault(service, request, new ServiceError(code, 'Broken on purpose.', status));

  return async (request, answer) => {
    const { throttled, failed, lost, slow } = profile().calls;
    const service = readSignature(request)?.service ?? '';
    const what = request.headers['x-amz-target'] ?? `${request.method} ${request.path}`;
    const most = chance.happens(slow) ? SLOW_MS : USUAL_MS;
    if (most === SLOW_MS) strike('calls.slow', `    ${what} is slow`);
    await wait(chance.between(0, most));
    if (chance.happens(throttled)) {
      strike('calls.throttled', `    ${what} is throttled`);
      if (isPutEvents(request)) return noneTaken(request);
      return refused(request, service, THROTTLED[service] ?? ['ThrottlingException', 400]);
    }
    if (chance.happens(failed)) {
      strike('calls.failed', `    ${what} fails before it has done anything`);
      return refused(request, service, [FAILED[service] ?? 'InternalFailure', 500]);
    }
    const response = await answer();
    const isLost = chance.happens(lost);
    await wait(chance.between(0, most));
    if (!isLost) return response;
    strike('calls.lost', `    ${what} is done, and its answer lost`);
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  };
}
