import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { Effect, ManagedPolicy, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import { iamModule } from '../../../local/iam/module.ts';
import { forgetFolders, synthesize } from '../sample-app.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(60_000);

const allow = (action: string) =>
  new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources: ['arn:aws:dynamodb:*:*:table/bikes'] });

describe('the roles of the template', () => {
  afterAll(forgetFolders);

  it('are known by their ARN, with all policies that are attached to them, however they are', async () => {
    const assembly = synthesize((stack) => {
      const basic = ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole');
      const assumedBy = new ServicePrincipal('lambda.amazonaws.com');
      const role = new Role(stack, 'Reader', { assumedBy, managedPolicies: [basic] });
      new Policy(stack, 'Reading', { roles: [role], statements: [allow('dynamodb:GetItem')] });
      new ManagedPolicy(stack, 'Writing', { roles: [role], statements: [allow('dynamodb:PutItem')] });
    });
    const iam = iamModule({ account: '000000000000' });

    await deployAssembly(readCloudAssembly(assembly), iam.kinds);

    const policies = iam.policiesOf('arn:aws:iam::000000000000:role/Sample-Reader');
    expect(JSON.stringify(policies?.documents)).toMatch(/dynamodb:GetItem.*dynamodb:PutItem/);
    expect(policies?.managed).toEqual(['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']);
  });

  it('are none but the template’s', () => {
    const iam = iamModule({ account: '000000000000' });

    const policies = iam.policiesOf('arn:aws:iam::000000000000:role/Nobody');

    expect(policies).toBeUndefined();
  });
});
