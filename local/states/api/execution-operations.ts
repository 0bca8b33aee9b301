import { ServiceError } from '../../wire/contract.ts';
import type { Engine } from '../engine.ts';
import type { Execution } from '../execution.ts';
import { EVENTS_MAX, wireEvent } from '../history.ts';
import { stop } from '../interpreter/interpreter.ts';
import { redrive } from '../interpreter/redrive.ts';
import type { Json, JsonObject } from '../json.ts';
import {
  type Input,
  invalid,
  isTrue,
  nextToken,
  optionalText,
  pageSize,
  readNextToken,
  requiredText,
  seconds,
} from './fields.ts';
import { machineAt } from './machine-operations.ts';

const EXECUTION_ARN = /^arn:[\w-]+:states:[\w-]+:\d{12}:(execution|express):[^:]{1,80}:[^:]{1,80}(:\d+)?$/;
const REDRIVABLE_MS = 14 * 86_400_000;

/** Finds a Standard execution. Express ones cannot be looked at afterwards, as on AWS. */
function executionAt(engine: Engine, arn: string): Execution {
  const kind = EXECUTION_ARN.exec(arn)?.[1];
  if (kind === undefined) throw new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN: ${arn}'`);
  if (kind === 'express') {
    throw new ServiceError(
      'StateMachineTypeNotSupported',
      'This operation is not supported by this type of state machine',
    );
  }
  const execution = engine.register.byArn(arn);
  if (!execution) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

/** Why an execution cannot be redriven; undefined where it can. */
function notRedrivable(execution: Execution, now: number): string | undefined {
  const { status, stoppedAt, lastEventId } = execution;
  if (status === 'RUNNING') return 'Execution is RUNNING and cannot be redriven';
  if (status === 'SUCCEEDED') return 'Execution is SUCCEEDED and cannot be redriven';
  if ((stoppedAt ?? now) < now - REDRIVABLE_MS) return 'Execution redrivable period exceeded';
  return lastEventId >= EVENTS_MAX - 1 ? 'Execution history event limit exceeded' : undefined;
}

function summary({
  arn,
  machineArn,
  name,
  status,
  startedAt,
  stoppedAt,
  redriveCount,
  redrivenAt,
}: Execution): JsonObject {
  return {
    ...{ executionArn: arn, stateMachineArn: machineArn, name, status, startDate: seconds(startedAt) },
    ...(stoppedAt === null ? {} : { stopDate: seconds(stoppedAt) }),
    redriveCount,
    ...(redrivenAt === null ? {} : { redriveDate: seconds(redrivenAt) }),
  };
}

/** `includedData` of `METADATA_ONLY` leaves input and output out. */
function description(execution: Execution, hasPayloads: boolean, now: number): Json {
  const { input, error, cause } = execution;
  const output = hasPayloads ? execution.output : null;
  const reason = notRedrivable(execution, now);
  return {
    ...summary(execution),
    ...(hasPayloads ? { input, inputDetails: { included: true } } : {}),
    ...(output === null ? {} : { output, outputDetails: { included: true } }),
    ...(error === null ? {} : { error }),
    ...(cause === null ? {} : { cause }),
    ...(reason === undefined
      ? { redriveStatus: 'REDRIVABLE' }
      : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason }),
  };
}

/** `PENDING_REDRIVE` is of distributed maps, which are not run here: no execution has it. */
const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

/** Those of a listing that were asked for, the latest first. A page is continued below the last number given. */
function listed(engine: Engine, input: Input): Execution[] {
  const { arn } = machineAt(engine, requiredText(input, 'stateMachineArn'));
  const status = optionalText(input, 'statusFilter');
  if (status !== undefined && !STATUSES.includes(status)) {
    throw invalid(
      `1 validation error detected: Value '${status}' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [${STATUSES.join(', ')}]`,
    );
  }
  const below = readNextToken(input) ?? Number.POSITIVE_INFINITY;
  return [...engine.register.list()]
    .filter((execution) => execution.machineArn === arn && !execution.isExpress && execution.id < below)
    .filter((execution) => status === undefined || execution.status === status)
    .reverse();
}

/** The operations that look at executions, end them, and take them up again. `now` is the host's clock. */
export function executionOperations(engine: Engine, now: () => number) {
  return {
    DescribeExecution: async (input: Input): Promise<Json> => {
      const execution = executionAt(engine, requiredText(input, 'executionArn'));
      await engine.settled();
      return description(execution, optionalText(input, 'includedData') !== 'METADATA_ONLY', now());
    },
    DescribeStateMachineForExecution: (input: Input): Json => {
      const { machineArn, revision, roleArn } = executionAt(engine, requiredText(input, 'executionArn'));
      const machine = engine.machines.revision(machineArn, revision);
      if (!machine) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
      const { name, definition, updatedAt } = machine;
      const identity = { stateMachineArn: machineArn, name, roleArn, revisionId: String(revision) };
      return { ...identity, definition, updateDate: seconds(updatedAt) };
    },
    ListExecutions: async (input: Input): Promise<Json> => {
      await engine.settled();
      const size = pageSize(input, 100, 1000);
      const found = listed(engine, input);
      const page = found.slice(0, size);
      const last = page.at(-1);
      const executions = page.map(summary);
      return found.length > size && last ? { executions, nextToken: nextToken(last.id) } : { executions };
    },
    GetExecutionHistory: async (input: Input): Promise<Json> => {
      const execution = executionAt(engine, requiredText(input, 'executionArn'));
      const size = pageSize(input, 100, 1000);
      const from = readNextToken(input) ?? 0;
      const hasPayloads = isTrue(input, 'includeExecutionData', true);
      const history = await engine.history(execution);
      const ordered = isTrue(input, 'reverseOrder', false) ? history.toReversed() : history;
      const events = ordered.slice(from, from + size).map((event) => wireEvent(event, hasPayloads));
      return ordered.length > from + size ? { events, nextToken: nextToken(from + size) } : { events };
    },
    StopExecution: async (input: Input): Promise<Json> => {
      const execution = executionAt(engine, requiredText(input, 'executionArn'));
      const error = optionalText(input, 'error');
      const cause = optionalText(input, 'cause');
      await engine.post(execution, (turn) => stop(turn, error, cause));
      return { stopDate: seconds(execution.stoppedAt ?? now()) };
    },
    RedriveExecution: async (input: Input): Promise<Json> => {
      const execution = executionAt(engine, requiredText(input, 'executionArn'));
      let refused: string | undefined;
      await engine.post(execution, (turn) => {
        refused = notRedrivable(execution, turn.now);
        if (refused === undefined) redrive(turn);
      });
      if (refused !== undefined) throw new ServiceError('ExecutionNotRedrivable', refused);
      return { redriveDate: seconds(execution.redrivenAt ?? now()) };
    },
  };
}
