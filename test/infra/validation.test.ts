import { describe, expect, it } from '@jest/globals';
import { CfnResource } from 'aws-cdk-lib';
import { freewheelApp } from '../../infra/app.ts';

describe('synthesis before a deployment', () => {
  it('finds nothing wrong with the templates by CloudFormation’s own rules', () => {
    expect(() => freewheelApp({ isValidated: true }).synth()).not.toThrow();
  });

  it('fails where a template is wrong', () => {
    const app = freewheelApp({ isValidated: true });
    const properties = { BucketName: 42, NoSuchProperty: true };
    new CfnResource(app.node.findChild('Freewheel-havenbrook-dev-Site'), 'Wrong', {
      type: 'AWS::S3::Bucket',
      properties,
    });

    expect(() => app.synth()).toThrow(/Wrong|NoSuchProperty/);
  });
});
