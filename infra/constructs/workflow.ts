import { join } from 'node:path';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IStateMachine,
  LogLevel,
  StateMachine,
  type StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Stage } from '../stage.ts';

export interface WorkflowProps {
  stage: Stage;
  city: string;
  /** The folder in `statemachines/`. */
  workflow: string;
  type: StateMachineType;
  /** The functions that the definition names, each by the name that the definition gives it. */
  functions: Record<string, IFunction>;
  /** The workflows that the definition starts. */
  workflows?: Record<string, IStateMachine>;
  /** Whole numbers that the definition computes with, such as seconds of the city's tariff. */
  numbers?: Record<string, number>;
}

/** The name of a workflow's state machine. */
function workflowName(stage: Stage, city: string, workflow: string): string {
  return `${city}-${stage.name}-${workflow}`;
}

/**
 * The ARN of a workflow's state machine, from its name alone: a function that the workflow calls may so be granted
 * the workflow's tokens without the two waiting for each other's creation.
 */
export function workflowArn(scope: Construct, stage: Stage, city: string, workflow: string): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: workflowName(stage, city, workflow),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

const DEFINITIONS = join(import.meta.dirname, '..', '..', 'statemachines');

/** A definition from `statemachines/` as a state machine that may do what its definition names, and no more. */
export class Workflow extends StateMachine {
  constructor(scope: Construct, id: string, props: WorkflowProps) {
    const { stage, city, workflow, type, functions, workflows = {}, numbers = {} } = props;
    const logGroup = new LogGroup(scope, `${id}Log`, {
      logGroupName: `/aws/vendedlogs/states/${workflowName(stage, city, workflow)}`,
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    super(scope, id, {
      stateMachineName: workflowName(stage, city, workflow),
      stateMachineType: type,
      definitionBody: DefinitionBody.fromFile(join(DEFINITIONS, workflow, 'definition.asl.json')),
      definitionSubstitutions: {
        ...Object.fromEntries(Object.entries(functions).map(([name, target]) => [name, target.functionArn])),
        ...Object.fromEntries(Object.entries(workflows).map(([name, target]) => [name, target.stateMachineArn])),
        // Substitutions are text (CloudFormation, "AWS::StepFunctions::StateMachine"); within an expression they are numbers.
        ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
      },
      tracingEnabled: true,
      // Without execution data: what a rider's ID says must be in no log, not even sealed.
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    acknowledge(
      this.role,
      'IAM5[Resource::*]',
      'X-Ray has no resources, and neither have the actions by which Step Functions has its logs delivered.',
    );
    for (const target of Object.values(functions)) target.grantInvoke(this);
    for (const target of Object.values(workflows)) target.grantStartExecution(this);
  }
}
