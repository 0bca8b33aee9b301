import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type * as z from 'zod/mini';
import { clientSettings } from '../shared/aws.ts';
import { Relayed, ServiceUnavailable } from '../shared/errors.ts';

/** The slowest of the services' functions give themselves 28 seconds; an HTTP API waits for 30. */
const ANSWER_TIMEOUT_MS = 28_500;

const unavailable = (cause?: unknown) =>
  new ServiceUnavailable('The service is busy just now. Please try again in a moment.', { cause });

/** What Lambda reports of a function that failed (Lambda Developer Guide, "Node.js function errors"). */
interface FunctionError {
  errorType?: string;
  errorMessage?: string;
}

/** Lambda ended the function before it could answer; there is no error of the function's own. */
const isCutShort = ({ errorType, errorMessage }: FunctionError) =>
  errorType === 'Sandbox.Timedout' || (!errorType && /Task timed out/.test(errorMessage ?? ''));

/**
 * A caller of the services' functions, by name or ARN. Their refusals come under their own names. It makes one attempt: opening a session uses up a scan, and a kiosk that
 * is told to come again knows better what it may repeat.
 */
export function lambdaCaller(
  lambda = new LambdaClient(clientSettings({ answerTimeoutMs: ANSWER_TIMEOUT_MS, maxAttempts: 1 })),
) {
  return <Command, Answer>(FunctionName: string, answer: z.ZodMiniType<Answer>) =>
    async (command: Command): Promise<Answer> => {
      const invoke = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(command)) });
      const { FunctionError, Payload } = await lambda.send(invoke).catch((cause: unknown) => {
        throw unavailable(cause);
      });
      const payload: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
      if (!FunctionError) return answer.parse(payload);
      const failure = payload as FunctionError;
      if (isCutShort(failure)) throw unavailable();
      throw new Relayed(failure.errorType ?? 'Error', failure.errorMessage ?? '');
    };
}
