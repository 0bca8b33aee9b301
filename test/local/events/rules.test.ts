import { beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../serve.ts';
import { type Bench, bodyOf, docked, FUNCTION, MACHINE, makeBench, settled, toFunction } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = makeBench();
});

const deployRule = (logicalId: string, properties: Record<string, unknown>) =>
  deploy(bench.events, 'AWS::Events::Rule', logicalId, properties);

describe('a rule with a pattern', () => {
  it('invokes its function as EventBridge, with the whole event', async () => {
    await deployRule('Follow', toFunction);
    bench.events.start?.();

    bench.events.put(docked);
    bench.clock.advance(0);
    const call = await bench.target.next();

    expect(call.request.path).toBe(`/2015-03-31/functions/${encodeURIComponent(FUNCTION)}/invocations`);
    const sourceArn = 'arn:aws:events:eu-west-1:000000000000:rule/Stack-Follow';
    expect(call.caller).toEqual({ kind: 'service', name: 'events.amazonaws.com', sourceArn });
    expect(bodyOf(call)).toMatchObject({
      version: '0',
      source: 'freewheel.storage',
      'detail-type': 'BikeDocked',
      time: '2026-04-01T00:00:00Z',
      detail: { bikeId: 'bike-7' },
    });
  });

  it('starts its state machine under the role of the target', async () => {
    await deployRule('Undo', {
      EventPattern: { 'detail-type': ['BikeDocked'] },
      Targets: [{ Id: 's', Arn: MACHINE, RoleArn: 'arn:aws:iam::000000000000:role/start', InputPath: '$.detail' }],
    });
    bench.events.start?.();

    bench.events.put(docked);
    bench.clock.advance(0);
    const call = await bench.target.next();

    expect(call.service).toBe('states');
    expect(call.caller.roleArn).toBe('arn:aws:iam::000000000000:role/start');
    expect(bodyOf(call)).toMatchObject({ stateMachineArn: MACHINE, input: '{"bikeId":"bike-7"}' });
  });

  it('leaves alone what it does not match, what is on another bus, and everything while it is disabled', async () => {
    await deploy(bench.events, 'AWS::Events::EventBus', 'Bus', { Name: 'kiosks' });
    await deployRule('Other', { ...toFunction, EventPattern: { source: ['freewheel.payments'] } });
    await deployRule('Elsewhere', { ...toFunction, EventBusName: 'kiosks' });
    await deployRule('Off', { ...toFunction, State: 'DISABLED' });
    bench.events.start?.();

    bench.events.put(docked);
    bench.clock.advance(0);
    await settled();

    expect(bench.target.calls).toEqual([]);
  });

  it.each([
    ['a queue', { Id: 'q', Arn: 'arn:aws:sqs:eu-west-1:000000000000:q' }, /arn:aws:sqs/],
    ['a dead-letter queue', { Id: 'f', Arn: FUNCTION, DeadLetterConfig: {} }, /DeadLetterConfig/],
  ])('is refused by name with %s', async (_, unserved, reason) => {
    const deploying = deployRule('Odd', { ...toFunction, Targets: [unserved] });

    await expect(deploying).rejects.toThrow(reason);
  });

  it('is named after its bus, which a template refers to', async () => {
    await deploy(bench.events, 'AWS::Events::EventBus', 'Kiosks', {});
    const declared = { ...toFunction, EventBusName: { Ref: 'Kiosks' } };
    const rule = { stack: 'Stack', logicalId: 'Follow', type: 'AWS::Events::Rule', physicalName: 'follow', declared };

    const identity = bench.events.kinds['AWS::Events::Rule']?.identify(rule);

    expect(identity).toEqual({
      ref: 'Stack-Kiosks|follow',
      attributes: { Arn: 'arn:aws:events:eu-west-1:000000000000:rule/Stack-Kiosks/follow' },
    });
  });
});

describe('a rule with a schedule', () => {
  it('runs at its rate, and once at the start for all it missed', async () => {
    await deployRule('Sweep', { ScheduleExpression: 'rate(5 minutes)', Targets: [{ Id: 'f', Arn: FUNCTION }] });
    bench.events.start?.();

    bench.clock.advance(5 * 60_000);
    const onTime = await bench.target.next();
    onTime.answer(200);
    await settled();
    bench.events.close?.();
    bench.clock.advance(3_600_000);
    bench.restart();
    await deployRule('Sweep', { ScheduleExpression: 'rate(5 minutes)', Targets: [{ Id: 'f', Arn: FUNCTION }] });
    bench.events.start?.();
    bench.clock.advance(0);
    const late = await bench.target.next();
    await settled();

    expect(bodyOf(onTime)).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2026-04-01T00:05:00Z',
    });
    expect(bodyOf(late)).toMatchObject({ time: '2026-04-01T01:05:00Z' });
    expect(bench.target.calls).toEqual([]);
  });
});
