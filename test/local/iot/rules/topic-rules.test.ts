import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type IotModule, iotModule } from '../../../../local/iot/module.ts';
import { openStore, type Store } from '../../../../local/store.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { deployRule, hostContext } from '../serve-iot.ts';

let store: Store;
let clock: ManualClock;
let iot: IotModule;
let invoked: Array<{ functionName: string; event: unknown }>;
let log: string[];
let failing: Set<string>;

const FACTS = "SELECT *, topic(4) AS thing FROM 'freewheel/+/kiosks/+/events'";
const lambda = (name: string) => ({
  Lambda: { FunctionArn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}` },
});

beforeEach(async () => {
  store = openStore(':memory:');
  clock = manualClock();
  invoked = [];
  log = [];
  failing = new Set();
  iot = iotModule(
    hostContext({
      store,
      clock,
      log: (line) => log.push(line),
      invoke: async (functionName, event) => {
        invoked.push({ functionName, event });
        if (failing.has(functionName)) throw new Error('The function failed.');
        return {};
      },
    }),
    {},
  );
  await iot.start?.();
});
afterEach(() => iot.close?.());

const publish = (topic: string, payload: string, clientId?: string) =>
  iot.hub.publish({
    topic,
    payload: Buffer.from(payload),
    qos: 1,
    retain: false,
    ...(clientId !== undefined && { clientId }),
  });
async function pass(ms: number, stepMs = 1): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(stepMs);
    await new Promise(setImmediate);
  }
}

describe('a topic rule', () => {
  it('hands what it selects to its function', async () => {
    await deployRule(iot, 'facts', { Sql: FACTS, Actions: [lambda('record-fact')] });

    publish('freewheel/lyon/kiosks/k-1/events', '{"seq":1}', 'k-1');
    publish('freewheel/lyon/kiosks/k-1/other', '{"seq":2}', 'k-1');
    await pass(3);

    expect(invoked).toEqual([{ functionName: 'record-fact', event: { seq: 1, thing: 'k-1' } }]);
  });

  it('keeps the order of a topic', async () => {
    await deployRule(iot, 'facts', { Sql: FACTS, Actions: [lambda('record-fact')] });

    for (let seq = 1; seq <= 20; seq += 1) publish('freewheel/lyon/kiosks/k-1/events', JSON.stringify({ seq }));
    await pass(30);

    expect(invoked.map(({ event }) => (event as { seq: number }).seq)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
  });

  it('passes over messages that WHERE does not hold for, and payloads that are no JSON object', async () => {
    await deployRule(iot, 'facts', { Sql: `${FACTS} WHERE seq > 1`, Actions: [lambda('record-fact')] });

    for (const payload of ['{"seq":1}', 'no JSON', '[1]', '{"seq":2}'])
      publish('freewheel/lyon/kiosks/k-1/events', payload);
    await pass(5);

    expect(invoked.map(({ event }) => event)).toEqual([{ seq: 2, thing: 'k-1' }]);
    expect(log).toHaveLength(2);
    expect(log[0]).toContain("the rule 'facts' passed over a message on 'freewheel/lyon/kiosks/k-1/events'");
  });

  it('republishes under a topic made of the message, also to a shadow', async () => {
    const republish = (Topic: string) => ({ Republish: { RoleArn: 'arn:aws:iam::0:role/r', Topic, Qos: 1 } });
    await deployRule(iot, 'mirror', {
      Sql: "SELECT state FROM 'doors/+'",
      Actions: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of AWS IoT's.
        republish('copies/${topic(2)}'),
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of AWS IoT's.
        republish('$$aws/things/${topic(2)}/shadow/update'),
      ],
    });
    const copies: string[] = [];
    iot.hub.subscribe('copies/+', ({ topic, payload, qos }) => copies.push(`${topic} ${qos} ${payload}`));
    iot.hub.subscribe('$aws/things/+/shadow/update/accepted', ({ topic }) => copies.push(topic));

    publish('doors/k-1', '{"state":{"reported":{"door":"open"}}}');
    await pass(3);

    expect(copies).toEqual([
      'copies/k-1 1 {"state":{"reported":{"door":"open"}}}',
      '$aws/things/k-1/shadow/update/accepted',
    ]);
  });

  it('tells its error action of what it gives up, with the message that came', async () => {
    await deployRule(iot, 'facts', {
      Sql: FACTS,
      Actions: [lambda('record-fact')],
      ErrorAction: lambda('on-lost-fact'),
    });
    failing.add('record-fact');

    publish('freewheel/lyon/kiosks/k-1/events', '{"seq":1}', 'k-1');
    await pass(6 * 3_600_000 + 120_000, 10_000);

    const told = invoked.filter(({ functionName }) => functionName === 'on-lost-fact');
    expect(told).toHaveLength(1);
    expect(told[0]?.event).toMatchObject({
      ruleName: 'facts',
      topic: 'freewheel/lyon/kiosks/k-1/events',
      clientId: 'k-1',
      base64OriginalPayload: Buffer.from('{"seq":1}').toString('base64'),
      failures: [{ failedAction: 'LambdaAction', failedResource: 'record-fact', errorMessage: 'The function failed.' }],
    });
  });

  it('does nothing while it is disabled', async () => {
    await deployRule(iot, 'facts', { Sql: FACTS, Actions: [lambda('record-fact')], RuleDisabled: true });

    publish('freewheel/lyon/kiosks/k-1/events', '{"seq":1}');
    await pass(3);

    expect(invoked).toEqual([]);
  });

  it('is replaced by the rule that takes its name', async () => {
    await deployRule(iot, 'facts', { Sql: FACTS, Actions: [lambda('old')] });
    await deployRule(iot, 'facts', { Sql: FACTS, Actions: [lambda('new')] });

    publish('freewheel/lyon/kiosks/k-1/events', '{"seq":1}');
    await pass(3);

    expect(invoked.map(({ functionName }) => functionName)).toEqual(['new']);
  });

  it.each([
    [
      { Sql: "SELECT seq * 2 AS n FROM 'a'", Actions: [] },
      "The topic rule 'facts' cannot be deployed: '*' at column 12",
    ],
    [{ Sql: FACTS, Actions: [{ S3: { BucketName: 'b' } }] }, "not 'S3'"],
    [{ Sql: FACTS, Actions: [], ErrorAction: { Sqs: {} } }, "not 'Sqs'"],
    [{ Sql: FACTS, Actions: [], AwsIotSqlVersion: '2015-10-08' }, "must be '2016-03-23'"],
  ])('is refused when it asks for what is not done here: %j', async (payload, named) => {
    const deploying = deployRule(iot, 'facts', payload);

    await expect(deploying).rejects.toThrow(named);
  });
});
