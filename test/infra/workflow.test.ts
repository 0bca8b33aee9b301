import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../infra/constructs/workflow.ts';
import { readStage } from '../../infra/stage.ts';
import { instant } from '../../seams/clock.ts';
import { arnOfFunction, laboratory, ROLE, START } from '../local/states/laboratory.ts';
import { definitionText } from '../statemachines/definition.ts';

const FUNCTIONS = ['AwaitReturn', 'ReportOverdue', 'ReportMissing', 'CapturePayment'];

/** What the template says of the workflow `ride` in a city with these limits. */
function rideIn(limits: Record<string, number>): Record<string, unknown> {
  const stack = new Stack(new App(), 'Services');
  const functions = Object.fromEntries(
    FUNCTIONS.map((name) => [
      name,
      LambdaFunction.fromFunctionAttributes(stack, name, { functionArn: arnOfFunction(name), skipPermissions: true }),
    ]),
  );
  const type = StateMachineType.STANDARD;
  const stage = readStage('dev');
  new Workflow(stack, 'Ride', { stage, city: 'havenbrook', workflow: 'ride', type, functions, numbers: limits });
  const [machine] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
  return machine?.['Properties'];
}

describe('a workflow with numbers', () => {
  const limits = { OverdueSeconds: 7200, MissingSeconds: 10_800 };

  it('puts them into the template as text, beside the ARNs', () => {
    const { DefinitionSubstitutions } = rideIn(limits);

    expect(DefinitionSubstitutions).toEqual({
      ...Object.fromEntries(FUNCTIONS.map((name) => [name, arnOfFunction(name)])),
      OverdueSeconds: '7200',
      MissingSeconds: '10800',
    });
  });

  it('computes with them once the template is deployed', async () => {
    const lab = laboratory(Object.fromEntries(FUNCTIONS.map((name) => [name, () => null])));
    const declared: Record<string, unknown> = rideIn(limits);
    const properties = { ...declared, DefinitionString: definitionText('ride'), RoleArn: ROLE };
    const named = { stack: 'services', logicalId: 'Ride', type: '', physicalName: 'ride', ref: '', attributes: {} };
    await lab.module.kinds['AWS::StepFunctions::StateMachine']?.deploy({ ...named, declared: properties, properties });
    const arn = `arn:aws:states:eu-west-1:000000000000:stateMachine:${declared['StateMachineName']}`;

    const execution = await lab.start(arn, {
      rentalToken: 'a.b.c',
      bikes: [{ slot: 1, bikeId: 'bike-1', startedAt: instant(START - 600_000) }],
      notHandedOver: [],
    });

    const scheduled = (await lab.history(execution)).find(({ type }) => type === 'TaskScheduled');
    expect(scheduled).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 7200 - 600 } });
  });
});
