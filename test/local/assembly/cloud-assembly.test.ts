import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { addFunction, addStack, folder, forgetFolders, synthesize } from '../sample-app.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(60_000);

describe('reading a cloud assembly', () => {
  afterAll(forgetFolders);

  it('puts each stack after those it takes something from', () => {
    const assembly = synthesize((stack, app) => {
      const bucket = new Bucket(addStack(app, 'Data'), 'Photos');
      addFunction(stack, 'Reader', 'exports.handler = () => 7;', { environment: { BUCKET: bucket.bucketName } });
    });

    const { stacks } = readCloudAssembly(assembly);

    expect(stacks.map(({ name }) => name)).toEqual(['Data', 'Sample']);
  });

  it('finds the code of a function where the synthesis left it', () => {
    let key = '';
    const assembly = synthesize((stack) => {
      const reserve = addFunction(stack, 'Reserve', 'exports.handler = () => 7;');
      const { code } = (reserve as LambdaFunction).node.defaultChild as CfnFunction;
      key = (code as CfnFunction.CodeProperty).s3Key ?? '';
    });

    const { assets } = readCloudAssembly(assembly);

    const asset = assets.find('cdk-hnb659fds-assets-000000000000-us-east-1', key);
    expect(asset.kind).toBe('folder');
    expect(readFileSync(join(asset.path, 'index.js'), 'utf8')).toContain('7');
  });

  it('says which asset is missing', () => {
    const assembly = synthesize((stack) => void new Bucket(stack, 'Photos'));

    const { assets } = readCloudAssembly(assembly);

    expect(() => assets.find('bucket', 'code.zip')).toThrow("no asset 'code.zip' for the bucket 'bucket'");
  });

  it('stands for us-east-1 and a made-up account where the stacks leave it open', () => {
    const assembly = synthesize((stack) => void new Bucket(stack, 'Photos'));

    const { region, account } = readCloudAssembly(assembly);

    expect([region, account]).toEqual(['us-east-1', '000000000000']);
  });

  it('stands for the environment that the stacks are for', () => {
    const outdir = folder();
    const app = new App({ outdir, analyticsReporting: false });
    new Bucket(addStack(app, 'One', { account: '111111111111', region: 'eu-west-1' }), 'Photos');
    app.synth();

    const { region, account } = readCloudAssembly(outdir);

    expect([region, account]).toEqual(['eu-west-1', '111111111111']);
  });

  it('refuses stacks that are for several environments', () => {
    const outdir = folder();
    const app = new App({ outdir, analyticsReporting: false });
    for (const region of ['eu-west-1', 'eu-west-2']) {
      new Bucket(addStack(app, region, { account: '111111111111', region }), 'Photos');
    }
    app.synth();

    expect(() => readCloudAssembly(outdir)).toThrow('stands for one at a time');
  });

  it('says how to make an assembly where there is none', () => {
    const empty = folder();

    expect(() => readCloudAssembly(empty)).toThrow(`There is no cloud assembly in ${empty}. Make one with`);
  });

  it('refuses an assembly without a stack', () => {
    const outdir = folder();
    writeFileSync(join(outdir, 'manifest.json'), '{"version":"1","artifacts":{}}');

    expect(() => readCloudAssembly(outdir)).toThrow('has no stack');
  });
});
