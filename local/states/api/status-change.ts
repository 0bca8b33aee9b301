import type { Execution, Status } from '../execution.ts';

/** The detail of EventBridge's event "Step Functions Execution Status Change". Times are in milliseconds. */
export interface StatusChange {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: Status;
  startDate: number;
  stopDate: number | null;
  input: string;
  output: string | null;
  inputDetails: { included: boolean };
  outputDetails: { included: boolean } | null;
  error: string | null;
  cause: string | null;
  stateMachineVersionArn: null;
  stateMachineAliasArn: null;
  redriveCount: number;
  redriveDate: number | null;
}

export function statusChange(execution: Execution): StatusChange {
  const { arn, machineArn, name, status, startedAt, stoppedAt, input, output, error, cause } = execution;
  return {
    ...{ executionArn: arn, stateMachineArn: machineArn, name, status, startDate: startedAt, stopDate: stoppedAt },
    ...{ input, inputDetails: { included: true } },
    ...{ output, outputDetails: output === null ? null : { included: true } },
    ...{ error, cause, stateMachineVersionArn: null, stateMachineAliasArn: null },
    ...{ redriveCount: execution.redriveCount, redriveDate: execution.redrivenAt },
  };
}
