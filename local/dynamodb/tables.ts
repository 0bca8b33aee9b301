import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DeclaredResource, DeployedResource, HostContext, ResourceIdentity, ResourceKind } from '../module.ts';
import { ServiceError } from '../wire/contract.ts';
import type { Engine } from './engine.ts';
import type { TimeToLive, TimeToLiveSpecification } from './time-to-live.ts';

interface KeyPart {
  AttributeName: string;
  KeyType: string;
}

interface Index {
  IndexName: string;
  KeySchema: KeyPart[];
  Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
}

interface TableProperties {
  TableName?: string;
  AttributeDefinitions: Array<{ AttributeName: string; AttributeType: string }>;
  KeySchema: KeyPart[];
  GlobalSecondaryIndexes?: Index[];
  LocalSecondaryIndexes?: Index[];
  TimeToLiveSpecification?: TimeToLiveSpecification;
}

function nameOf({ declared, physicalName, logicalId }: DeclaredResource): string {
  const name = declared['TableName'] ?? physicalName;
  if (typeof name === 'string') return name;
  throw new Error(`The table ${logicalId} needs a name that is plain text, or none, to be served on this machine.`);
}

function identify(resource: DeclaredResource, { region, account }: HostContext): ResourceIdentity {
  const { stack, logicalId, declared } = resource;
  if (declared['StreamSpecification']) {
    throw new Error(`The table ${logicalId} asks for a stream. The embedded host has none; use events instead.`);
  }
  const name = nameOf(resource);
  const TableId = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 32);
  return { ref: name, attributes: { Arn: `arn:aws:dynamodb:${region}:${account}:table/${name}`, TableId } };
}

/** One index without what only capacity and the cloud know, so that two can be compared. */
function plainIndex({ IndexName, KeySchema, Projection }: Index) {
  const { ProjectionType, NonKeyAttributes } = Projection;
  const projection = {
    ProjectionType,
    ...(NonKeyAttributes?.length && { NonKeyAttributes: [...NonKeyAttributes].sort() }),
  };
  return { IndexName, KeySchema, Projection: projection };
}

function plainIndexes(indexes: Index[] = []) {
  return indexes.map(plainIndex).sort((a, b) => (a.IndexName < b.IndexName ? -1 : 1));
}

/** What DynamoDB cannot change on a table that exists, or only by building an index anew. */
function shape(table: TableProperties) {
  return {
    key: table.KeySchema,
    attributes: Object.fromEntries(table.AttributeDefinitions.map((each) => [each.AttributeName, each.AttributeType])),
    globalIndexes: plainIndexes(table.GlobalSecondaryIndexes),
    localIndexes: plainIndexes(table.LocalSecondaryIndexes),
  };
}

function requireSame(name: string, found: TableProperties, wanted: TableProperties): void {
  const [old, now] = [shape(found), shape(wanted)];
  const changed = (Object.keys(now) as Array<keyof typeof now>).filter(
    (part) => !isDeepStrictEqual(old[part], now[part]),
  );
  if (changed.length === 0) return;
  const told = changed.map(
    (part) => `${part}: on disk ${JSON.stringify(old[part])}, in the template ${JSON.stringify(now[part])}`,
  );
  throw new Error(
    `The table '${name}' exists with another shape than the template's (${told.join('; ')}). The embedded host does not rebuild tables: start once with --fresh, which forgets all data, or give the table a new name.`,
  );
}

async function find(engine: Engine, name: string): Promise<TableProperties | undefined> {
  try {
    const { Table } = (await engine.run('DescribeTable', { TableName: name })) as { Table: TableProperties };
    return Table;
  } catch (fault) {
    if (fault instanceof ServiceError && fault.code === 'ResourceNotFoundException') return undefined;
    throw fault;
  }
}

/** Tables of a template: made when they do not exist, and otherwise checked to be what the template says. */
export function tableKind(engine: Engine, timeToLive: TimeToLive, context: HostContext): ResourceKind {
  const deploy = async (resource: DeployedResource): Promise<void> => {
    const name = resource.ref;
    const wanted = resource.properties as unknown as TableProperties;
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = wanted;
    const found = await find(engine, name);
    if (found) requireSame(name, found, wanted);
    else {
      await engine.run('CreateTable', {
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions,
        KeySchema,
        ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes: plainIndexes(GlobalSecondaryIndexes) }),
        ...(LocalSecondaryIndexes && { LocalSecondaryIndexes: plainIndexes(LocalSecondaryIndexes) }),
      });
    }
    timeToLive.set(name, wanted.TimeToLiveSpecification ?? { AttributeName: '', Enabled: false });
  };
  return { identify: (resource) => identify(resource, context), deploy };
}
