import { beforeAll, describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { readCity } from '../../cities/city.ts';
import { KeyRing } from '../../infra/constructs/key-ring.ts';
import { Operations, OperationsData, Reconciliation } from '../../infra/services/operations.ts';
import { readStage } from '../../infra/stage.ts';

interface Statement {
  Action: string | string[];
  Resource: unknown;
}

function synthesize(): Template {
  const stack = new Stack(new App(), 'Services', { env: { account: '111111111111', region: 'eu-west-1' } });
  const stage = readStage('dev');
  const city = readCity('havenbrook');
  const bus = new EventBus(stack, 'Bus');
  const names = { live: ['1'] as [string], retired: [] };
  const tokenKeys = new KeyRing(stack, 'Keys', {
    ...{ names, keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY },
  });
  const data = new OperationsData(stack, 'OperationsData', { stage });
  const operations = new Operations(stack, 'Operations', { stage, city, bus, tokenKeys, data });
  const { compareShard, compareHolds, findFailures, listCases: other } = operations;
  const functions = {
    ...{ ExportKiosks: other, ExportBays: other, ExportBikes: other, ExportOutstanding: other, ExportRentals: other },
    ...{ ExportPayments: other, CorrectBays: other, ReleaseStale: other, ReclaimHold: other },
    ...{ CompareShard: compareShard, CompareHolds: compareHolds, FindFailures: findFailures },
  };
  new Reconciliation(stack, 'Reconciliation', { stage, city: city.id, functions });
  return Template.fromStack(stack);
}

/** What a function may do to Step Functions: each action with where it may. */
function stateActions(template: Template, construct: string): string[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const documents = policies
    .filter(([id]) => id.startsWith(`${construct}ServiceRole`))
    .map(([, { Properties }]) => Properties.PolicyDocument as { Statement: Statement[] });
  const flat = (resource: unknown) => JSON.stringify(resource).replace(/\{"Ref":"AWS::Partition"\}/g, 'aws');
  return documents
    .flatMap(({ Statement }) => Statement)
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((one) => `${action} ${flat(one)}`)),
    )
    .filter((one) => one.startsWith('states:'))
    .map((one) => one.replace(/\{"Fn::Join":\["",\["arn:",aws,":states:eu-west-1:111111111111:([^"]+)"\]\]\}/, '$1'))
    .sort();
}

describe("operations' resources", () => {
  let template: Template;
  beforeAll(() => {
    template = synthesize();
  });

  const ALL = ['reconciliation', 'rental', 'repair', 'reservation', 'ride', 'undo'].map(
    (one) => `execution:havenbrook-dev-${one}:*`,
  );
  const undo = 'states:StartExecution stateMachine:havenbrook-dev-undo';

  it.each([
    ['OperationsOpenCase', ['states:DescribeExecution execution:havenbrook-dev-rental:*', undo]],
    ['OperationsCloseCase', [...ALL.map((one) => `states:DescribeExecution ${one}`), undo]],
    [
      'OperationsRedriveCase',
      [...ALL.map((one) => `states:DescribeExecution ${one}`), ...ALL.map((one) => `states:RedriveExecution ${one}`)],
    ],
    [
      'OperationsFindFailures',
      [
        ...ALL.map((one) => `states:DescribeExecution ${one}`),
        ...ALL.map((one) => `states:ListExecutions ${one.replace('execution', 'stateMachine').replace(':*', '')}`),
        undo,
      ],
    ],
    ['OperationsListCases', []],
    ['OperationsShowCase', []],
    ['OperationsCompareShard', []],
    ['OperationsCompareHolds', []],
  ])('let %s act on executions as it does, and no more', (construct, allowed) => {
    expect(stateActions(template, construct)).toEqual(allowed);
  });

  it('hear of every workflow of ours that ends badly, and of those that were redriven and end well', () => {
    const patterns = Object.values(template.findResources('AWS::Events::Rule')).map(
      ({ Properties }) => Properties.EventPattern?.detail as Record<string, unknown[]> | undefined,
    );

    const byStatus = (status: string) => patterns.filter((detail) => detail?.['status']?.includes(status));

    expect(byStatus('FAILED')).toMatchObject([{ status: ['FAILED', 'TIMED_OUT', 'ABORTED'] }]);
    expect(byStatus('FAILED')[0]?.['stateMachineArn']).toHaveLength(6);
    expect(
      byStatus('SUCCEEDED').map((detail) => [detail?.['stateMachineArn']?.length, detail?.['redriveCount']]),
    ).toEqual(
      expect.arrayContaining([
        [5, [{ numeric: ['>', 0] }]],
        [1, undefined],
      ]),
    );
  });

  it('run reconciliation each quarter of an hour, over a part of the inventory that comes round in a day', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(15 minutes)',
      Targets: [Match.objectLike({ Input: '{"segments":96}' })],
    });
  });
});
