import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * The settings of every SDK client, and with them the one place that every AWS call passes. The endpoint and the
 * credentials come from the environment that Lambda gives.
 *
 * A connection that does not open within a second, or an answer that does not come within three, is a fault to
 * retry: a function of ours has ten seconds.
 */
export function clientSettings() {
  return {
    requestHandler: new NodeHttpHandler({ connectionTimeout: 1_000, requestTimeout: 3_000 }),
    maxAttempts: 3,
    disableHostPrefix: Boolean(process.env['AWS_ENDPOINT_URL']),
  };
}
