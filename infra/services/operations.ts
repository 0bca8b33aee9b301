import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IStateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { BIKE_EVENTS } from '../../functions/bikes/contract.ts';
import { IDENTITY_EVENTS } from '../../functions/identity/contract.ts';
import type { ReconciliationInput } from '../../functions/operations/contract.ts';
import { operationsEnv } from '../../functions/operations/env.ts';
import { WORKSHOP_EVENTS } from '../../functions/workshop/contract.ts';
import { acknowledgePattern } from '../acknowledge.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { Workflow, workflowArn } from '../constructs/workflow.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** Cases: what operators have to look into. */
export class OperationsData extends Construct {
  readonly table: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'byStatus', partitionKey: 'status', sortKey: 'changedAt' },
    });
  }
}

/** The ARN pattern of a workflow's executions. */
const executionsOf = (machineArn: string) => `${machineArn.replace(':stateMachine:', ':execution:')}:*`;

/** Turns what ends badly into cases, and cases into actions. */
export class Operations extends Construct {
  readonly listCases: IFunction;
  readonly showCase: IFunction;
  readonly redriveCase: IFunction;
  readonly closeCase: IFunction;
  readonly compareShard: IFunction;
  readonly compareHolds: IFunction;
  readonly findFailures: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { data: OperationsData }) {
    super(scope, id);
    const { stage, city, bus } = context;
    const { table } = context.data;
    const arn = (workflow: string) => workflowArn(this, stage, city.id, workflow);
    const [rental, ride, undo, reconciliation] = [arn('rental'), arn('ride'), arn('undo'), arn('reconciliation')];
    const reservation = arn('reservation');
    const repair = arn('repair');
    const environment = {
      [operationsEnv.table]: table.tableName,
      [operationsEnv.rentalArn]: rental,
      [operationsEnv.rideArn]: ride,
      [operationsEnv.undoArn]: undo,
      [operationsEnv.reservationArn]: reservation,
      [operationsEnv.reconciliationArn]: reconciliation,
      [operationsEnv.repairArn]: repair,
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'operations', handler, environment });
    const allow = (handler: IFunction, action: string, ...resources: string[]) =>
      handler.addToRolePolicy(new PolicyStatement({ actions: [action], resources }));
    const allowOnExecutions = (handler: IFunction, action: string, ...machines: string[]) => {
      allow(handler, action, ...machines.map(executionsOf));
      for (const executions of machines.map(executionsOf))
        acknowledgePattern(handler, executions, 'Executions have the names of rentals, and are made at run time.');
    };

    const openCase = make('OpenCase', 'open-case');
    this.redriveCase = make('RedriveCase', 'redrive-case');
    this.closeCase = make('CloseCase', 'close-case');
    this.compareShard = make('CompareShard', 'compare-shard');
    this.compareHolds = make('CompareHolds', 'compare-holds');
    this.findFailures = new ServiceFunction(this, 'FindFailures', {
      ...{ stage, service: 'operations', handler: 'find-failures', environment },
      timeout: Duration.seconds(30),
    });
    const writers = [
      openCase,
      this.redriveCase,
      this.closeCase,
      this.compareShard,
      this.compareHolds,
      this.findFailures,
    ];
    for (const handler of writers) table.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.listCases = make('ListCases', 'list-cases');
    table.grant(this.listCases, 'dynamodb:Query');
    this.showCase = make('ShowCase', 'show-case');
    table.grant(this.showCase, 'dynamodb:GetItem');

    const all = [rental, ride, undo, reconciliation, reservation, repair];
    allowOnExecutions(openCase, 'states:DescribeExecution', rental);
    allowOnExecutions(this.closeCase, 'states:DescribeExecution', ...all);
    allowOnExecutions(this.redriveCase, 'states:DescribeExecution', ...all);
    allowOnExecutions(this.redriveCase, 'states:RedriveExecution', ...all);
    allow(this.findFailures, 'states:ListExecutions', ...all);
    allowOnExecutions(this.findFailures, 'states:DescribeExecution', ...all);
    for (const handler of [openCase, this.closeCase, this.findFailures]) allow(handler, 'states:StartExecution', undo);

    const ended = (name: string, description: string, detail: Record<string, unknown>) =>
      new Rule(this, name, {
        description,
        eventPattern: { source: ['aws.states'], detailType: ['Step Functions Execution Status Change'], detail },
        targets: [new LambdaFunction(openCase)],
      });
    ended('WorkflowFailed', 'A workflow ended without its end: somebody has to look', {
      stateMachineArn: all,
      status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
    });
    ended('WorkflowMended', 'A workflow that was redriven has succeeded: nobody has to look any more', {
      stateMachineArn: [rental, ride, undo, reservation, repair],
      status: ['SUCCEEDED'],
      redriveCount: [{ numeric: ['>', 0] }],
    });
    ended('Reconciled', 'A run of reconciliation says what an earlier one could not', {
      stateMachineArn: [reconciliation],
      status: ['SUCCEEDED'],
    });
    new Rule(this, 'MissingBikes', {
      eventBus: bus,
      eventPattern: { source: [BIKE_EVENTS], detailType: ['BikeMissing', 'BikeFound'] },
      targets: [new LambdaFunction(openCase)],
    });
    new Rule(this, 'LateRepairs', {
      eventBus: bus,
      eventPattern: { source: [WORKSHOP_EVENTS], detailType: ['WorkOrderLate', 'WorkOrderClosed'] },
      targets: [new LambdaFunction(openCase)],
    });
    new Rule(this, 'Guessing', {
      eventBus: bus,
      eventPattern: { source: [IDENTITY_EVENTS], detailType: ['GuessingNoticed'] },
      targets: [new LambdaFunction(openCase)],
    });
  }
}

export interface ReconciliationProps {
  stage: Stage;
  city: string;
  /** The functions that the definition names, by the name that it gives them. */
  functions: Record<
    | 'ExportKiosks'
    | 'ExportBays'
    | 'ExportBikes'
    | 'ExportOutstanding'
    | 'ExportRentals'
    | 'ExportPayments'
    | 'CompareShard'
    | 'CompareHolds'
    | 'FindFailures'
    | 'CorrectBays'
    | 'ReleaseStale'
    | 'ReclaimHold',
    IFunction
  >;
}

/** A quarter of an hour; the definition takes the part of the inventory that it looks at from it. */
const EVERY = Duration.minutes(15);

/** The workflow that compares what the services keep, and its schedule. */
export class Reconciliation extends Construct {
  readonly workflow: IStateMachine;

  constructor(scope: Construct, id: string, { stage, city, functions }: ReconciliationProps) {
    super(scope, id);
    this.workflow = new Workflow(this, 'Workflow', {
      stage,
      city,
      workflow: 'reconciliation',
      type: StateMachineType.STANDARD,
      functions,
    });
    // As many parts as a day has runs.
    const input: ReconciliationInput = { segments: Duration.days(1).toMinutes() / EVERY.toMinutes() };
    new Rule(this, 'Schedule', {
      description: 'Compares what the services keep',
      schedule: Schedule.rate(EVERY),
      targets: [new SfnStateMachine(this.workflow, { input: RuleTargetInput.fromObject(input) })],
    });
  }
}
