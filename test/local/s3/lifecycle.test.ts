import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readLifecycle } from '../../../local/s3/lifecycle.ts';
import { s3Module } from '../../../local/s3/module.ts';
import { clientOf, deploy, hostContext, type Served, serve } from '../serve.ts';
import { virtualClock } from '../virtual-clock.ts';

const DAY = 24 * 3_600_000;
const Bucket = 'photos';

let served: Served;
let client: S3Client;
afterEach(() => {
  client.destroy();
  return served.close();
});

/** A bucket with lifecycle rules, on a clock of the test's own, noon at first. */
async function bucketWith(Rules: object[]) {
  const clock = virtualClock(Date.parse('2026-05-01T12:00:00.000Z'));
  const log: string[] = [];
  const hosted = s3Module(hostContext({ clock, log: (line) => void log.push(line) }), { publish: () => undefined });
  await deploy(hosted, 'AWS::S3::Bucket', 'Photos', { BucketName: Bucket, LifecycleConfiguration: { Rules } });
  await hosted.start?.();
  served = await serve(hosted);
  client = new S3Client(clientOf(served) as S3ClientConfig);
  return {
    ...{ clock, log, hosted },
    put: (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'a photo' })),
    isThere: (Key: string) =>
      client.send(new GetObjectCommand({ Bucket, Key })).then(
        () => true,
        () => false,
      ),
    /** Lets days pass, and what has to be done on the way. */
    pass: async (days: number) => {
      for (let hours = 0; hours < days * 24; hours += 1) {
        clock.advance(DAY / 24);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

describe('objects that expire', () => {
  const rule = { ExpirationInDays: 30, Status: 'Enabled' };

  it('go at the midnight after their last day, and not before', async () => {
    const { put, isThere, pass } = await bucketWith([rule]);
    await put('photos/1');

    await pass(30);
    const before = await isThere('photos/1');
    await pass(1);

    expect([before, await isThere('photos/1')]).toEqual([true, false]);
  });

  it('are counted from when they were put there last', async () => {
    const { put, isThere, pass } = await bucketWith([rule]);
    await put('photos/1');
    await pass(20);
    await put('photos/1');

    await pass(20);

    expect(await isThere('photos/1')).toBe(true);
  });

  it('are those that the rule speaks of', async () => {
    const { put, isThere, pass } = await bucketWith([{ ...rule, Prefix: 'photos/' }]);
    await put('photos/1');
    await put('others/1');

    await pass(31);

    expect([await isThere('photos/1'), await isThere('others/1')]).toEqual([false, true]);
  });

  it('stay where the rule is not in force', async () => {
    const { put, isThere, pass } = await bucketWith([{ ...rule, Status: 'Disabled' }]);
    await put('photos/1');

    await pass(31);

    expect(await isThere('photos/1')).toBe(true);
  });

  it('are left alone once the host has ended', async () => {
    const { put, isThere, pass, hosted } = await bucketWith([rule]);
    await put('photos/1');
    await hosted.close?.();

    await pass(31);

    expect(await isThere('photos/1')).toBe(true);
  });

  it('are not guessed at: a rule that says more than this machine knows is told of, and not applied', async () => {
    const { put, isThere, pass, log } = await bucketWith([{ ...rule, TagFilters: [{ Key: 'kind', Value: 'x' }] }]);
    await put('photos/1');

    await pass(31);

    expect(await isThere('photos/1')).toBe(true);
    expect(log).toEqual(['s3: 1 of the lifecycle rules of photos are not applied on this machine.']);
    expect(readLifecycle()).toEqual({ expiries: [], others: 0 });
  });
});
