import { beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../serve.ts';
import { type Bench, bodyOf, docked, MACHINE, makeBench, settled, toFunction } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = makeBench();
});

const deployRule = (logicalId: string, properties: Record<string, unknown>) =>
  deploy(bench.events, 'AWS::Events::Rule', logicalId, properties);

describe('a delivery', () => {
  beforeEach(async () => {
    await deployRule('Follow', toFunction);
  });

  it('is made again after a restart until the target took it, and then no more', async () => {
    bench.events.put(docked); // The host dies before it has started to deliver.

    bench.restart();
    bench.events.start?.();
    bench.clock.advance(0);
    const first = await bench.target.next();
    bench.events.close?.(); // It dies again, with the function at work.

    bench.restart();
    bench.events.start?.();
    bench.clock.advance(0);
    const second = await bench.target.next();
    second.answer(200, 'null');
    await settled();

    bench.restart();
    bench.events.start?.();
    bench.clock.advance(86_400_000);
    await settled();

    expect(bodyOf(first)).toEqual(bodyOf(second));
    expect(bench.target.calls).toEqual([]);
  });

  it('starts an execution once, however often it is made', async () => {
    await deployRule('Undo', { ...toFunction, Targets: [{ Id: 's', Arn: MACHINE }] });
    await deployRule('Follow', { ...toFunction, State: 'DISABLED' });
    bench.events.start?.();
    bench.events.put(docked);
    bench.clock.advance(0);
    const first = await bench.target.next();
    bench.events.close?.();

    bench.restart();
    bench.events.start?.();
    bench.clock.advance(0);
    const second = await bench.target.next();
    second.answer(400, '{"__type":"ExecutionAlreadyExists"}');
    await settled();
    bench.clock.advance(86_400_000);

    expect(bodyOf(second)).toEqual(bodyOf(first));
    expect(bench.target.calls).toEqual([]);
    expect(bench.logged).toEqual([]);
  });

  it('asks a function that failed twice more, after one minute and after two, and then tells the log', async () => {
    bench.events.start?.();
    bench.events.put(docked);

    for (const waitMs of [0, 60_000, 120_000]) {
      bench.clock.advance(waitMs);
      (await bench.target.next()).answer(200, '{"errorMessage":"no such bike"}', {
        'x-amz-function-error': 'Unhandled',
      });
      await settled();
    }
    bench.clock.advance(86_400_000);

    expect(bench.target.calls).toEqual([]);
    expect(bench.logged).toEqual([
      expect.stringMatching(/Follow did not reach .*follow-storage in 3 attempts: .*no such bike/),
    ]);
  });

  it('is tried for a day when the target cannot be reached', async () => {
    bench.events.start?.();
    bench.events.put(docked);
    const startMs = bench.clock.now();
    let attempts = 0;

    while (bench.logged.length === 0) {
      bench.clock.advance(1_000);
      for (const call of bench.target.calls.splice(0)) {
        attempts += 1;
        call.answer(503, 'busy');
        await settled();
      }
    }

    expect(attempts).toBeGreaterThan(100);
    expect(attempts).toBeLessThanOrEqual(186);
    expect(bench.clock.now() - startMs).toBeGreaterThan(12 * 3_600_000);
    expect(bench.clock.now() - startMs).toBeLessThanOrEqual(86_400_000);
  });

  it('is not tried again when the target refuses it', async () => {
    bench.events.start?.();
    bench.events.put(docked);
    bench.clock.advance(0);

    (await bench.target.next()).answer(403, '{"__type":"AccessDeniedException"}');
    await settled();

    expect(bench.logged).toEqual([expect.stringContaining('AccessDeniedException')]);
    expect(bench.store.list('events/deliveries')).toEqual([]);
  });
});
