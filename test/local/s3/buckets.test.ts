import * as s3 from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { s3Module } from '../../../local/s3/module.ts';
import { deploy } from '../serve.ts';
import { type Bench, Body, Bucket, Key, makeBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.close());

describe('a bucket', () => {
  it('is listed, found, located, and deleted once it is empty', async () => {
    await bench.put();

    const { Buckets } = await bench.client.send(new s3.ListBucketsCommand({}));
    const location = await bench.client.send(new s3.GetBucketLocationCommand({ Bucket }));
    const tooEarly = bench.client.send(new s3.DeleteBucketCommand({ Bucket }));
    await expect(tooEarly).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await bench.client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
    await bench.client.send(new s3.DeleteBucketCommand({ Bucket }));
    const gone = bench.client.send(new s3.HeadBucketCommand({ Bucket }));

    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    expect(location.LocationConstraint).toBe('eu-west-1');
    await expect(gone).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });

  it('of the template has a name that S3 takes, its attributes and its policy', async () => {
    const { ref, attributes } = await deploy(bench.hosted, 'AWS::S3::Bucket', 'Photos', {});
    await deploy(bench.hosted, 'AWS::S3::BucketPolicy', 'Photos', {
      Bucket: ref,
      PolicyDocument: { Version: '2012-10-17' },
    });

    const { Policy = '' } = await bench.client.send(new s3.GetBucketPolicyCommand({ Bucket: ref }));

    expect(ref).toBe('stack-photos');
    expect(attributes['RegionalDomainName']).toBe('stack-photos.s3.eu-west-1.amazonaws.com');
    expect(JSON.parse(Policy)).toEqual({ Version: '2012-10-17' });
  });

  it('is refused by name when it notifies by other means than events', async () => {
    const NotificationConfiguration = { LambdaConfigurations: [{}] };

    const deploying = deploy(bench.hosted, 'AWS::S3::Bucket', 'Photos', { NotificationConfiguration });

    await expect(deploying).rejects.toThrow(/stack-photos notifies by LambdaConfigurations/);
  });
});

describe('events of a bucket', () => {
  const NotificationConfiguration = { EventBridgeConfiguration: { EventBridgeEnabled: true } };

  it('tell of objects that were created, when the template asks for it', async () => {
    const { ref } = await deploy(bench.hosted, 'AWS::S3::Bucket', 'Photos', { NotificationConfiguration });

    await bench.put();
    await bench.put({ Bucket: ref });

    expect(bench.published).toEqual([
      expect.objectContaining({
        source: 'aws.s3',
        detailType: 'Object Created',
        resources: ['arn:aws:s3:::stack-photos'],
        detail: expect.objectContaining({
          bucket: { name: 'stack-photos' },
          object: expect.objectContaining({ key: Key, size: Body.length }),
          reason: 'PutObject',
        }),
      }),
    ]);
  });

  it('are told at the next start where they could not be told before, and then no more', async () => {
    bench.hooks.publish = () => {
      throw new Error('The bus is closed.');
    };
    const { ref } = await deploy(bench.hosted, 'AWS::S3::Bucket', 'Photos', { NotificationConfiguration });
    await bench.put({ Bucket: ref });
    bench.hooks.publish = (entry) => void bench.published.push(entry);

    await s3Module(bench.context, bench.hooks).start?.();
    await s3Module(bench.context, bench.hooks).start?.();

    expect(bench.published).toHaveLength(1);
  });
});

describe('a file of the host', () => {
  it('is put in a bucket of its own, which is made for it', async () => {
    await bench.hosted.putFile('assets', 'abc.zip', Buffer.from('code'));
    await bench.hosted.putFile('assets', 'abc.zip', Buffer.from('code'));

    const { text } = await bench.get({ Bucket: 'assets', Key: 'abc.zip' });

    expect(text).toBe('code');
    expect(bench.files()).toHaveLength(1);
  });
});
