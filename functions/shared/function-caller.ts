import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type * as z from 'zod/mini';
import { Relayed, ServiceUnavailable } from './errors.ts';

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

/** A caller of the services' functions, by name or ARN. Their refusals come under their own names. */
export function functionCaller(lambda: LambdaClient) {
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
