import { describe, expect, it } from '@jest/globals';
import type { CloudAssembly, Template } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import type { DeployedResource, ResourceKind } from '../../../local/module.ts';

/** A kind of resource that remembers what was deployed, in order. */
function recording() {
  const deployed: DeployedResource[] = [];
  const kind: ResourceKind = {
    identify: ({ physicalName }) => ({ ref: physicalName, attributes: { Arn: `arn:${physicalName}` } }),
    deploy: (resource) => void deployed.push(resource),
  };
  return { deployed, kind, kinds: { 'Test::Thing': kind } };
}

function assemblyOf(templates: Record<string, Template>): CloudAssembly {
  const find = () => {
    throw new Error('There are no assets.');
  };
  const stacks = Object.entries(templates).map(([name, template]) => ({ name, template }));
  return { stacks, region: 'eu-west-1', account: '123456789012', assets: { find, files: () => [] } };
}

const thing = (Properties: Record<string, unknown> = {}, DependsOn: string[] = []) => ({
  Type: 'Test::Thing',
  Properties,
  DependsOn,
});

describe('deploying an assembly', () => {
  it('brings each resource after those it refers to or depends on, with its properties resolved', async () => {
    const { deployed, kinds } = recording();
    const early = thing({ Of: { Ref: 'Late' }, Arn: { 'Fn::Join': [':', ['for', { 'Fn::GetAtt': 'Late.Arn' }]] } });
    const Resources = { Early: early, Late: thing({}, ['First']), First: thing() };

    await deployAssembly(assemblyOf({ Sample: { Resources } }), kinds);

    expect(deployed.map(({ logicalId }) => logicalId)).toEqual(['First', 'Late', 'Early']);
    expect(deployed[2]?.properties).toEqual({ Of: 'Sample-Late', Arn: 'for:arn:Sample-Late' });
  });

  it('gives the outputs of each stack, and carries what one exports into another', async () => {
    const { deployed, kinds } = recording();
    const exported = { Value: { 'Fn::GetAtt': ['Table', 'Arn'] }, Export: { Name: 'Data:Table' } };
    const assembly = assemblyOf({
      Data: { Resources: { Table: thing() }, Outputs: { TableArn: exported } },
      Services: { Resources: { Reader: thing({ Table: { 'Fn::ImportValue': 'Data:Table' } }) } },
    });

    const outputs = await deployAssembly(assembly, kinds);

    expect(deployed[1]?.properties).toEqual({ Table: 'arn:Data-Table' });
    expect(outputs).toEqual({ Data: { TableArn: 'arn:Data-Table' }, Services: {} });
  });

  it('takes parameters at their defaults', async () => {
    const template = {
      Parameters: { Bays: { Type: 'Number', Default: 12 } },
      Outputs: { Bays: { Value: { Ref: 'Bays' } } },
    };

    const outputs = await deployAssembly(assemblyOf({ Sample: template }), {});

    expect(outputs).toEqual({ Sample: { Bays: '12' } });
  });

  it('refuses a parameter that somebody else would have to give', async () => {
    const Parameters = { Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/bootstrap' } };
    const Resources = { Reader: thing({ Version: { Ref: 'Version' } }) };

    const deployment = deployAssembly(assemblyOf({ Sample: { Parameters, Resources } }), recording().kinds);

    await expect(deployment).rejects.toThrow(
      'the parameter Version of Sample (AWS::SSM::Parameter::Value<String>) has',
    );
  });

  it('names every resource that nobody knows, before anything is deployed', async () => {
    const { deployed, kinds } = recording();
    const Resources = { Known: thing(), Queue: { Type: 'AWS::SQS::Queue' }, Hidden: { Type: 'Custom::Code' } };

    const deployment = deployAssembly(assemblyOf({ Sample: { Resources } }), kinds);

    await expect(deployment).rejects.toThrow(/Queue of Sample \(AWS::SQS::Queue\): .* does not know/);
    await expect(deployment).rejects.toThrow(/Hidden of Sample \(Custom::Code\): custom resources hide code/);
    expect(deployed).toEqual([]);
  });

  it('passes over resources that do nothing here, also where a condition governs them', async () => {
    const { deployed, kinds } = recording();
    const Resources = {
      Metadata: { Type: 'AWS::CDK::Metadata', Condition: 'CDKMetadataAvailable' },
      Logs: { Type: 'AWS::Logs::LogGroup' },
      Writer: thing({ Group: { Ref: 'Logs' }, Arn: { 'Fn::GetAtt': ['Logs', 'Arn'] } }),
    };

    await deployAssembly(assemblyOf({ Sample: { Resources } }), kinds);

    expect(deployed.map(({ properties }) => properties)).toEqual([
      { Group: 'Sample-Logs', Arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:Sample-Logs:*' },
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['an intrinsic function that is not done', { 'Fn::Base64': 'text' }, /does not do .* Fn::Base64/],
    ['a resource that is not there', { 'Fn::GetAtt': ['Nowhere', 'Arn'] }, /'Nowhere', which Sample does not have/],
    ['a name that is not there', { Ref: 'Nobody' }, /'Nobody', which Sample does not have/],
    [
      'an attribute that is not known',
      { 'Fn::GetAtt': ['Other', 'Size'] },
      /no attribute 'Size' of Other \(Test::Thing\)/,
    ],
    ['an export that no stack has', { 'Fn::ImportValue': 'Nothing' }, /no stack exports 'Nothing'/],
  ])('names the resource that uses %s', async (_, value, reason) => {
    const Resources = { Other: thing(), Lost: thing({ Value: [value] }) };

    const deployment = deployAssembly(assemblyOf({ Sample: { Resources } }), recording().kinds);

    await expect(deployment).rejects.toThrow(/^Lost of Sample \(Test::Thing\) cannot be deployed: /);
    await expect(deployment).rejects.toThrow(reason);
  });

  it('names the resource that its module refuses, and keeps the cause', async () => {
    const cause = new Error('too odd');
    const kind = { ...recording().kind, deploy: () => Promise.reject(cause) };

    const deployment = deployAssembly(assemblyOf({ Sample: { Resources: { Odd: thing() } } }), { 'Test::Thing': kind });

    await expect(deployment).rejects.toThrow('Odd of Sample (Test::Thing) cannot be deployed: too odd');
    await expect(deployment).rejects.toMatchObject({ cause });
  });

  it('refuses a resource that hangs on a condition', async () => {
    const Resources = { Maybe: { ...thing(), Condition: 'IsProduction' } };

    const deployment = deployAssembly(assemblyOf({ Sample: { Resources } }), recording().kinds);

    await expect(deployment).rejects.toThrow('Maybe of Sample (Test::Thing) depends on a condition');
  });

  it('names the resources that need each other', async () => {
    const Resources = { One: thing({}, ['Two']), Two: thing({ One: { Ref: 'One' } }) };

    const deployment = deployAssembly(assemblyOf({ Sample: { Resources } }), recording().kinds);

    await expect(deployment).rejects.toThrow('The resources One, Two need each other.');
  });
});
