import * as eventbridge from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientOf, deploy, type Served, serve } from '../serve.ts';
import { type Bench, bodyOf, docked, FUNCTION, makeBench, toFunction } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = makeBench();
});

const deployRule = (logicalId: string, properties: Record<string, unknown>) =>
  deploy(bench.events, 'AWS::Events::Rule', logicalId, properties);

describe('over the wire', () => {
  let served: Served;
  let client: eventbridge.EventBridgeClient;
  beforeEach(async () => {
    served = await serve(bench.events);
    client = new eventbridge.EventBridgeClient(clientOf(served) as eventbridge.EventBridgeClientConfig);
  });
  afterEach(async () => {
    client.destroy();
    await served.close();
  });

  it('takes good entries and tells what is wrong with each of the others', async () => {
    await deployRule('Follow', toFunction);
    bench.events.start?.();
    const good = { Source: 'freewheel.storage', DetailType: 'BikeDocked', Detail: '{"bikeId":"bike-7"}' };

    const { FailedEntryCount, Entries } = await client.send(
      new eventbridge.PutEventsCommand({
        Entries: [
          good,
          { ...good, Detail: 'no JSON' },
          { ...good, Source: 'aws.s3' },
          { ...good, EventBusName: 'none' },
        ],
      }),
    );
    bench.clock.advance(0);
    const call = await bench.target.next();

    expect(FailedEntryCount).toBe(3);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'NotAuthorizedForSource',
      'ResourceNotFoundException',
    ]);
    expect(bodyOf(call)).toMatchObject({ id: Entries?.[0]?.EventId });
  });

  it('answers only once the disk has what it took', async () => {
    await deployRule('Follow', toFunction);
    const disk = Promise.withResolvers<void>();
    bench.store.settled = () => disk.promise;
    const order: string[] = [];
    const entry = { Source: 'freewheel.storage', DetailType: 'BikeDocked', Detail: '{}' };

    const answered = client
      .send(new eventbridge.PutEventsCommand({ Entries: [entry] }))
      .then(() => void order.push('answered'));
    // Another call is answered meanwhile: the first one has been read by then.
    await client.send(new eventbridge.ListRulesCommand({}));
    order.push('on disk');
    disk.resolve();
    await answered;

    expect(order).toEqual(['on disk', 'answered']);
  });

  it.each([
    ['eleven entries', Array.from({ length: 11 }, () => ({ Source: 's', DetailType: 'd', Detail: '{}' }))],
    ['256 KB', [{ Source: 's', DetailType: 'd', Detail: JSON.stringify({ text: 'x'.repeat(256 * 1024) }) }]],
  ])('refuses %s', async (_, Entries) => {
    const putting = client.send(new eventbridge.PutEventsCommand({ Entries }));

    await expect(putting).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('makes, shows and removes rules and their targets, which outlive the process', async () => {
    const Name = 'watch';
    const EventPattern = JSON.stringify({ source: ['freewheel.storage'] });
    await client.send(new eventbridge.PutRuleCommand({ Name, EventPattern }));
    await client.send(new eventbridge.PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'f', Arn: FUNCTION }] }));

    const rules = await client.send(new eventbridge.ListRulesCommand({}));
    const deleting = client.send(new eventbridge.DeleteRuleCommand({ Name }));
    await expect(deleting).rejects.toThrow(/has targets/);
    bench.restart();
    bench.events.start?.();
    bench.events.put(docked);
    bench.clock.advance(0);
    const call = await bench.target.next();
    await client.send(new eventbridge.RemoveTargetsCommand({ Rule: Name, Ids: ['f'] }));
    await client.send(new eventbridge.DeleteRuleCommand({ Name }));

    expect(rules.Rules).toEqual([expect.objectContaining({ Name, State: 'ENABLED', EventPattern })]);
    expect(bodyOf(call)).toMatchObject({ source: 'freewheel.storage' });
    expect((await client.send(new eventbridge.ListRulesCommand({}))).Rules).toEqual([]);
  });
});
