import { afterAll, describe, expect, it, jest } from '@jest/globals';
import {
  Effect,
  ManagedPolicy,
  Policy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import { iamModule } from '../../../local/iam/module.ts';
import { forgetFolders, synthesize } from '../sample-app.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(60_000);

const PLACE = { region: 'eu-west-1', account: '000000000000' };
const READER = 'arn:aws:iam::000000000000:role/Sample-Reader';
const assumedBy = new ServicePrincipal('lambda.amazonaws.com');

const allow = (action: string, more: object = {}) =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [action],
    resources: ['arn:aws:dynamodb:eu-west-1:000000000000:table/bikes'],
    ...more,
  });

async function deployed(build: Parameters<typeof synthesize>[0]) {
  const iam = iamModule(PLACE);
  await deployAssembly(readCloudAssembly(synthesize(build)), iam.kinds);
  return iam;
}

describe('the roles of the template', () => {
  afterAll(forgetFolders);

  it('may do what all policies say that are attached to them, however they are', async () => {
    const iam = await deployed((stack) => {
      const basic = ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole');
      const apart = new ManagedPolicy(stack, 'Scanning', { statements: [allow('dynamodb:Scan')] });
      const inlinePolicies = { own: new PolicyDocument({ statements: [allow('dynamodb:Query')] }) };
      const role = new Role(stack, 'Reader', { assumedBy, managedPolicies: [basic, apart], inlinePolicies });
      new Policy(stack, 'Reading', { roles: [role], statements: [allow('dynamodb:GetItem')] });
      new ManagedPolicy(stack, 'Writing', { roles: [role], statements: [allow('dynamodb:PutItem')] });
    });

    const actions = iam.roles.statementsOf(READER).flatMap(({ action }) => action.patterns.map(({ text }) => text));

    expect(actions.sort()).toEqual([
      ...['GetItem', 'PutItem', 'Query', 'Scan'].map((name) => `dynamodb:${name}`),
      ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    ]);
  });

  it('are none but the template’s', () => {
    const iam = iamModule(PLACE);

    const statements = iam.roles.statementsOf('arn:aws:iam::000000000000:role/Nobody');

    expect(statements).toEqual([]);
  });

  it.each([
    ['an operator', { conditions: { NumericLessThan: { 'aws:MultiFactorAuthAge': 60 } } }, "'NumericLessThan'"],
    ['a quantifier', { conditions: { 'ForAnyValue:StringLike': { 'aws:TagKeys': 'x' } } }, "'ForAnyValue:StringLike'"],
    ['a key', { conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, "key 'aws:PrincipalOrgID'"],
    ['a variable', { resources: [`arn:aws:dynamodb:*:*:table/\${aws:username}`] }, 'policy variables'],
  ])('stop the host by name where a policy has %s that it cannot judge', async (_, more, named) => {
    const deploying = deployed((stack) => {
      const role = new Role(stack, 'Reader', { assumedBy });
      new Policy(stack, 'Reading', { roles: [role], statements: [allow('dynamodb:GetItem', more)] });
    });

    await expect(deploying).rejects.toThrow(`Reading`);
    await expect(deploying).rejects.toThrow(named);
  });

  it.each([
    [
      'a policy of AWS that it does not know',
      { managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] },
      'AdministratorAccess',
    ],
    [
      'a permissions boundary',
      { permissionsBoundary: ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess') },
      'permissions boundaries',
    ],
  ])('stop the host by name where they have %s', async (_, more, named) => {
    const deploying = deployed((stack) => void new Role(stack, 'Reader', { assumedBy, ...more }));

    await expect(deploying).rejects.toThrow(named);
  });
});
