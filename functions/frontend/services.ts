import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientSettings } from '../shared/aws.ts';
import { functionCaller } from '../shared/function-caller.ts';

/** The slowest of the services' functions give themselves 28 seconds; an HTTP API waits for 30. */
const ANSWER_TIMEOUT_MS = 28_500;

/**
 * A caller of the services' functions for requests from outside. It makes one attempt: opening a session uses up a
 * scan, and a kiosk that is told to come again knows better what it may repeat.
 */
export function lambdaCaller(
  lambda = new LambdaClient(clientSettings({ answerTimeoutMs: ANSWER_TIMEOUT_MS, maxAttempts: 1 })),
) {
  return functionCaller(lambda);
}
