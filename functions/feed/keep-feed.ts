import { LambdaClient } from '@aws-sdk/client-lambda';
import { type Clock, instant, systemClock } from '../../seams/clock.ts';
import { clientSettings } from '../shared/aws.ts';
import { readEnv } from '../shared/env.ts';
import { type Publish, publisher } from '../shared/events.ts';
import { functionCaller } from '../shared/function-caller.ts';
import { withoutSecrets } from '../shared/secrecy.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { FeedPublished, LIVE_TTL_S, type PublishFeed } from './contract.ts';
import { keepFeedEnv } from './env.ts';
import { FEED_EVENTS, type FeedRun, KeepFeed } from './run-contract.ts';

/** Enough for a person to see what it is about; the log has the rest. */
const CAUSE_LENGTH_MAX = 300;

export interface KeepFeedDependencies {
  publishFeed(command: PublishFeed): Promise<FeedPublished>;
  publish: Publish;
  clock: Clock;
}

/**
 * Has the feed published, and tells how that went. It runs beside what it has run, so that a function that was killed, or
 * that does not even load, is told of as well as one that refuses. A run that failed is not tried again but by the next.
 */
export function keepFeed({ publishFeed, publish, clock }: KeepFeedDependencies) {
  const run = async (): Promise<FeedRun> => {
    const at = instant(clock.now());
    try {
      const { asOf } = await publishFeed({});
      return { type: 'FeedKept', at: asOf };
    } catch (fault) {
      const { name, message } = fault instanceof Error ? fault : new Error(String(fault));
      return { type: 'FeedFailed', at, error: name, cause: withoutSecrets(message).slice(0, CAUSE_LENGTH_MAX) };
    }
  };
  return async (_: KeepFeed): Promise<FeedRun> => {
    const detail = await run();
    await publish([{ type: detail.type, detail }]);
    return detail;
  };
}

/** What publishes the feed ends within its minute (infra/services/feed.ts), and Lambda's word of that comes after it. */
const ANSWER_TIMEOUT_MS = LIVE_TTL_S * 1_000 + 5_000;

export const handler = workflowHandler({
  command: KeepFeed,
  bind: () => {
    const env = readEnv(keepFeedEnv);
    const lambda = new LambdaClient(clientSettings({ answerTimeoutMs: ANSWER_TIMEOUT_MS, maxAttempts: 1 }));
    const call = functionCaller(lambda);
    return keepFeed({
      publishFeed: call<PublishFeed, FeedPublished>(env.publishFeed, FeedPublished),
      publish: publisher(env.bus, FEED_EVENTS),
      clock: systemClock,
    });
  },
});
