import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * The settings of every SDK client, and with them the one place that every AWS call passes. The endpoint and the
 * credentials come from the environment that Lambda gives.
 *
 * A connection that does not open within a second, or an answer that does not come within three, is a fault to
 * retry: a function of ours has ten seconds. A call that waits for other functions takes longer, and one that
 * must not happen twice gets a single attempt: those say so.
 */
export function clientSettings({ answerTimeoutMs = 3_000, maxAttempts = 3 } = {}) {
  return {
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1_000,
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
    }),
    maxAttempts,
    disableHostPrefix: Boolean(process.env['AWS_ENDPOINT_URL']),
  };
}
