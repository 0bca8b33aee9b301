import { jsonAsking, type Operation, textOf } from './asking.ts';

const onMachine =
  (action: string): Operation =>
  ({ stateMachineArn: arn }) => ({ action: `states:${action}`, resource: textOf(arn) });

const onExecution =
  (action: string): Operation =>
  ({ executionArn: arn }) => ({ action: `states:${action}`, resource: textOf(arn) });

/** Whoever may not tell a machine's tasks anything may not do so with a token that came their way either. */
const onTask =
  (action: string): Operation =>
  async ({ taskToken: token }, { machineOfToken }) => ({
    action: `states:${action}`,
    resource: await machineOfToken(textOf(token)),
  });

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Step Functions". */
export const statesAsking = jsonAsking({
  DescribeExecution: onExecution('DescribeExecution'),
  DescribeStateMachine: onMachine('DescribeStateMachine'),
  DescribeStateMachineForExecution: onExecution('DescribeStateMachineForExecution'),
  GetExecutionHistory: onExecution('GetExecutionHistory'),
  ListExecutions: onMachine('ListExecutions'),
  ListStateMachines: () => ({ action: 'states:ListStateMachines', resource: '*' }),
  RedriveExecution: onExecution('RedriveExecution'),
  SendTaskFailure: onTask('SendTaskFailure'),
  SendTaskHeartbeat: onTask('SendTaskHeartbeat'),
  SendTaskSuccess: onTask('SendTaskSuccess'),
  StartExecution: onMachine('StartExecution'),
  StartSyncExecution: onMachine('StartSyncExecution'),
  StopExecution: onExecution('StopExecution'),
});
