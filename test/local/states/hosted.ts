import { DescribeExecutionCommand, type DescribeExecutionCommandOutput, SFNClient } from '@aws-sdk/client-sfn';
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnThing } from 'aws-cdk-lib/aws-iot';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type Host, startHost } from '../../../local/host.ts';
import { systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';
import { addFunction, folder, synthesize } from '../sample-app.ts';
import { ROLE } from './laboratory.ts';

/** Says what it was given; fails under the name that it is told; hands its token to the table. */
const ECHO = `
  import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({});
  export const handler = async (event) => {
    if (event.fail) throw Object.assign(new Error('as it was told'), { name: event.fail });
    if (event.note) await client.send(new PutItemCommand({
      TableName: 'Sample-Notes', Item: { name: { S: event.note }, text: { S: event.text } },
    }));
    return { echo: event };
  };`;

/** What state machines try here. One that may do less is tried with the roles. */
const ALLOWED = new PolicyStatement({
  actions: ['dynamodb', 'events', 'iot', 'kms', 'lambda', 's3', 'states'].map((service) => `${service}:*`),
  resources: ['*'],
});

/** A host with one of each service that a state machine may call. */
function assembly(): string {
  return synthesize((stack) => {
    const table = new TableV2(stack, 'Notes', { partitionKey: { name: 'name', type: AttributeType.STRING } });
    const echo = addFunction(stack, 'Echo', ECHO);
    table.grantReadWriteData(echo);
    new Role(stack, 'Rental', {
      roleName: ROLE.split('/').at(-1) ?? '',
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: { whatIsTried: new PolicyDocument({ statements: [ALLOWED] }) },
    });
    new Bucket(stack, 'Photos', { bucketName: 'photos', removalPolicy: RemovalPolicy.DESTROY });
    new Key(stack, 'Key', { alias: 'fares' });
    new CfnThing(stack, 'Kiosk', { thingName: 'kiosk-1', attributePayload: { attributes: { Quarter: 'harbour' } } });
    const note = { note: EventField.fromPath('$.detail.note'), text: EventField.fromPath('$.source') };
    new Rule(stack, 'WhenToNote', {
      eventPattern: { source: ['rental'] },
      targets: [new LambdaFunction(echo, { event: RuleTargetInput.fromObject(note) })],
    });
  });
}

export interface Hosted {
  host: Host;
  states: SFNClient;
  /** Settings for any other client. */
  settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  close(): Promise<void>;
}

/** The real host on a free port, and the real SDK. */
export async function hosted(): Promise<Hosted> {
  const host = await startHost({
    ...{ assemblyDir: assembly(), dataDir: folder(), ports: { aws: 0 }, apiEndpoint: 'http://localhost:8080' },
    ...{ clock: systemClock, random: systemRandom, log: () => undefined },
  });
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'any' };
  const settings = { endpoint: host.awsEndpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const states = new SFNClient({ ...settings, disableHostPrefix: true });
  return {
    ...{ host, states, settings },
    close: async () => {
      states.destroy();
      await host.close();
    },
  };
}

/** A state machine's text, of states in JSONata of which the first is the start. */
export function machineOf(states: object, more: object = {}): string {
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more });
}

export const role = ROLE;

/** Looks until the execution has the status that is waited for; the test's own time-out ends it. */
export async function untilStatus(
  states: SFNClient,
  executionArn: string | undefined,
  isAwaited = (status: string | undefined) => status !== 'RUNNING',
): Promise<DescribeExecutionCommandOutput> {
  for (;;) {
    const described = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (isAwaited(described.status)) return described;
  }
}
