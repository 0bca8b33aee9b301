import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paginateGetExecutionHistory, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { CASE_FUNCTIONS, type CaseRequest, workOnCases } from '../cities/cases.ts';
import { pickOutputs } from '../cities/outputs.ts';
import { sleep, systemClock } from '../seams/clock.ts';
import type { OpenCity } from './open-city.ts';

/** An operator of the city, who watches executions and works on cases as they would on AWS. */
export interface Operator {
  /** The states through which an execution went, in order, each with the seconds since its start. */
  history(workflow: string, name: string): Promise<Array<{ seconds: number; state: string }>>;
  stop(workflow: string, name: string, cause: string): Promise<void>;
  /** What `npm run cases` would print. Asked again until there is a case, for some seconds. */
  cases(request: CaseRequest): Promise<string[]>;
  /** Has the public feed made anew, without waiting for its minute. */
  publishFeed(): Promise<void>;
  leave(): void;
}

const ANY_CREDENTIALS = { accessKeyId: 'laptop', secretAccessKey: 'laptop' };
/** Events reach the operators within a second or so. */
const TRIES = 40;
const BETWEEN_MS = 250;

export function operatorOf({ city, host }: OpenCity): Operator {
  const client = { endpoint: host.awsEndpoint, region: host.region, credentials: ANY_CREDENTIALS };
  const [states, lambda] = [new SFNClient(client), new LambdaClient(client)];
  const functions = pickOutputs(host.outputs, city.id, 'dev', CASE_FUNCTIONS);
  const { PublishFeed: feed } = pickOutputs(host.outputs, city.id, 'dev', ['PublishFeed']);
  const arnOf = (workflow: string, name: string) =>
    `arn:aws:states:${host.region}:000000000000:execution:${city.id}-dev-${workflow}:${name}`;
  return {
    async history(workflow, name) {
      const executionArn = arnOf(workflow, name);
      const entered: Array<{ seconds: number; state: string }> = [];
      let startMs: number | undefined;
      for await (const { events = [] } of paginateGetExecutionHistory({ client: states }, { executionArn })) {
        for (const { timestamp, stateEnteredEventDetails } of events) {
          startMs ??= timestamp?.getTime() ?? 0;
          const seconds = ((timestamp?.getTime() ?? 0) - startMs) / 1000;
          if (stateEnteredEventDetails?.name) entered.push({ seconds, state: stateEnteredEventDetails.name });
        }
      }
      return entered;
    },
    async stop(workflow, name, cause) {
      await states.send(new StopExecutionCommand({ executionArn: arnOf(workflow, name), cause }));
    },
    async cases(request) {
      for (let tries = 1; ; tries++) {
        const lines = await workOnCases(request, { lambda, functions, operator: 'operator' });
        if (lines[0] !== 'No cases.' || tries === TRIES) return lines;
        await sleep(systemClock, BETWEEN_MS);
      }
    },
    async publishFeed() {
      const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: feed }));
      if (FunctionError) throw new Error(`The feed was not published: ${Buffer.from(Payload ?? []).toString()}`);
    },
    leave() {
      states.destroy();
      lambda.destroy();
    },
  };
}
