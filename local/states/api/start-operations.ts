import { type Random, uuid } from '../../../seams/random.ts';
import { ServiceError } from '../../wire/contract.ts';
import type { Engine } from '../engine.ts';
import type { Execution } from '../execution.ts';
import { isOversizedText, type Json, parseJson } from '../json.ts';
import type { MachineRevision } from '../machines.ts';
import { checkName, type Input, isTrue, optionalText, requiredText, seconds } from './fields.ts';
import { machineAt } from './machine-operations.ts';

function inputText(input: Input): string {
  const text = optionalText(input, 'input') ?? '{}';
  if (isOversizedText(text)) {
    throw new ServiceError(
      'InvalidExecutionInput',
      'Invalid State Machine Execution Input: the input is larger than 262144 bytes',
    );
  }
  if (parseJson(text) === undefined) {
    throw new ServiceError(
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'the input is not valid JSON'",
    );
  }
  return text;
}

const started = ({ arn, startedAt }: Execution): Json => ({ executionArn: arn, startDate: seconds(startedAt) });

/** A start that repeats one still running, with the same input, is that one; its name is taken otherwise. */
function repeated(engine: Engine, machine: MachineRevision, name: string, input: string): Execution | undefined {
  const known = engine.register.byArn(engine.newHead(machine, name, input).arn);
  if (!known || machine.type === 'EXPRESS') return undefined;
  if (known.status === 'RUNNING' && known.input === input) return known;
  throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
}

function outcome(execution: Execution, hasPayloads: boolean): Json {
  const { output, error, cause } = execution;
  return {
    status: execution.status,
    ...(output === null || !hasPayloads ? {} : { output, outputDetails: { included: true } }),
    ...(error === null ? {} : { error }),
    ...(cause === null ? {} : { cause }),
  };
}

/** The operations that start executions. */
export function startOperations(engine: Engine, random: Random) {
  return {
    StartExecution: async (input: Input): Promise<Json> => {
      const machine = machineAt(engine, requiredText(input, 'stateMachineArn'));
      const name = checkName(optionalText(input, 'name') ?? uuid(random));
      const text = inputText(input);
      const known = repeated(engine, machine, name, text);
      if (known) {
        await engine.settled();
        return started(known);
      }
      const head = engine.newHead(machine, name, text);
      await engine.start(head);
      return { executionArn: head.arn, startDate: seconds(head.startedAt) };
    },
    StartSyncExecution: async (input: Input): Promise<Json> => {
      const machine = machineAt(engine, requiredText(input, 'stateMachineArn'));
      if (machine.type !== 'EXPRESS') {
        throw new ServiceError(
          'StateMachineTypeNotSupported',
          'This operation is not supported by this type of state machine',
        );
      }
      const hasPayloads =
        optionalText(input, 'includedData') !== 'METADATA_ONLY' && isTrue(input, 'includeExecutionData', true);
      const head = engine.newHead(machine, checkName(optionalText(input, 'name') ?? uuid(random)), inputText(input));
      const execution = await new Promise<Execution>((resolve, reject) => {
        engine.start(head, resolve).catch(reject);
      });
      const billedMs = Math.max(100, Math.ceil(((execution.stoppedAt ?? 0) - execution.startedAt) / 100) * 100);
      return {
        ...{ executionArn: head.arn, stateMachineArn: machine.arn, name: head.name },
        ...{ startDate: seconds(execution.startedAt), stopDate: seconds(execution.stoppedAt ?? execution.startedAt) },
        ...(hasPayloads ? { input: execution.input, inputDetails: { included: true } } : {}),
        ...(outcome(execution, hasPayloads) as object),
        billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: billedMs },
      };
    },
  };
}
