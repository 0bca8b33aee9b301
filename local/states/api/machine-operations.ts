import { ServiceError } from '../../wire/contract.ts';
import { checkDefinition, type MachineType } from '../definition/check.ts';
import { InvalidDefinition } from '../definition/diagnostic.ts';
import type { Engine } from '../engine.ts';
import type { Json } from '../json.ts';
import type { MachineRevision } from '../machines.ts';
import {
  checkName,
  type Input,
  invalid,
  nextToken,
  optionalText,
  pageSize,
  readNextToken,
  requiredText,
  seconds,
} from './fields.ts';
import { tagsIn } from './tag-operations.ts';

/** After a machine's name a version or alias may follow; there are none here, so those do not exist. */
const MACHINE_ARN = /^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[^:]{1,80}(?::[^:]+)?$/;

export function machineAt(engine: Engine, arn: string): MachineRevision {
  if (!MACHINE_ARN.test(arn))
    throw new ServiceError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${arn}'`);
  const machine = engine.machines.get(arn);
  if (!machine) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return machine;
}

function typeOf(input: Input): MachineType {
  const type = optionalText(input, 'type') ?? 'STANDARD';
  if (type === 'STANDARD' || type === 'EXPRESS') return type;
  throw invalid(
    `1 validation error detected: Value '${type}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]`,
  );
}

/** AWS, "Step Functions service quotas": the largest definition, in bytes. */
const DEFINITION_BYTES_MAX = 1024 * 1024;

/** Versions are not kept: whoever asks for one must not believe that there is one. */
function refuseVersions(input: Input): void {
  if (input['publish'] === true)
    throw invalid('The embedded host keeps no versions of state machines: publish nothing.');
}

function checked(engine: Engine, definition: string, type: MachineType): string {
  if (Buffer.byteLength(definition) > DEFINITION_BYTES_MAX) {
    throw invalid(
      `1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length less than or equal to ${DEFINITION_BYTES_MAX}`,
    );
  }
  const diagnostics = checkDefinition(definition, type, engine.compile);
  if (diagnostics.length > 0) throw new ServiceError('InvalidDefinition', new InvalidDefinition(diagnostics).message);
  return definition;
}

function description(machine: MachineRevision): Json {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: seconds(machine.createdAt),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    revisionId: String(machine.revision),
  };
}

/** The operations on state machines. `now` is the host's clock. */
export function machineOperations(engine: Engine, place: { region: string; account: string; now: () => number }) {
  const arnOf = (name: string) => `arn:aws:states:${place.region}:${place.account}:stateMachine:${name}`;
  return {
    CreateStateMachine: async (input: Input): Promise<Json> => {
      refuseVersions(input);
      const name = checkName(requiredText(input, 'name'));
      const type = typeOf(input);
      const definition = checked(engine, requiredText(input, 'definition'), type);
      const roleArn = requiredText(input, 'roleArn');
      const arn = arnOf(name);
      const known = engine.machines.get(arn);
      if (known) {
        const isSame = known.definition === definition && known.roleArn === roleArn && known.type === type;
        if (!isSame) throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
        return { stateMachineArn: arn, creationDate: seconds(known.createdAt) };
      }
      const at = place.now();
      const revision = engine.machines.nextRevision(arn);
      const tags = tagsIn(input);
      await engine.putMachine({ arn, name, type, roleArn, revision, definition, tags, createdAt: at, updatedAt: at });
      return { stateMachineArn: arn, creationDate: seconds(at) };
    },
    UpdateStateMachine: async (input: Input): Promise<Json> => {
      const machine = machineAt(engine, requiredText(input, 'stateMachineArn'));
      refuseVersions(input);
      const given = optionalText(input, 'definition');
      if (!['definition', 'roleArn', 'loggingConfiguration', 'tracingConfiguration'].some((field) => input[field])) {
        throw new ServiceError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      const definition = given === undefined ? machine.definition : checked(engine, given, machine.type);
      const roleArn = optionalText(input, 'roleArn') ?? machine.roleArn;
      const updatedAt = place.now();
      const revision = engine.machines.nextRevision(machine.arn);
      await engine.putMachine({ ...machine, definition, roleArn, revision, updatedAt });
      return { updateDate: seconds(updatedAt), revisionId: String(revision) };
    },
    DescribeStateMachine: (input: Input): Json =>
      description(machineAt(engine, requiredText(input, 'stateMachineArn'))),
    ListStateMachines: (input: Input): Json => {
      const size = pageSize(input, 100, 1000);
      const from = readNextToken(input) ?? 0;
      const machines = engine.machines.list();
      const page = machines.slice(from, from + size).map(({ arn, name, type, createdAt }) => {
        return { stateMachineArn: arn, name, type, creationDate: seconds(createdAt) };
      });
      const hasMore = machines.length > from + size;
      return { stateMachines: page, ...(hasMore ? { nextToken: nextToken(from + size) } : {}) };
    },
    DeleteStateMachine: async (input: Input): Promise<Json> => {
      const arn = requiredText(input, 'stateMachineArn');
      if (engine.machines.get(arn)) await engine.deleteMachine(arn);
      return {};
    },
    ValidateStateMachineDefinition: (input: Input): Json => {
      const found = checkDefinition(requiredText(input, 'definition'), typeOf(input), engine.compile);
      const diagnostics = found.map(({ code, message, location }) => {
        return { severity: 'ERROR', code, message, ...(location === undefined ? {} : { location }) };
      });
      const max = pageSize(input, 100, 100);
      return {
        result: found.length === 0 ? 'OK' : 'FAIL',
        diagnostics: diagnostics.slice(0, max),
        truncated: found.length > max,
      };
    },
    TestState: (): Json => {
      throw new ServiceError(
        'ValidationException',
        'TestState is not supported by the embedded host; start an execution instead.',
      );
    },
  };
}
