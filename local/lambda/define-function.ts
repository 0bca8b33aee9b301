import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AssetLibrary } from '../assembly/assets.ts';
import type { DeployedResource, HostContext } from '../module.ts';
import type { AccessKey } from '../wire/credentials.ts';
import type { FunctionDefinition } from './contract.ts';

interface FunctionProperties {
  Runtime?: string;
  Handler?: string;
  Role?: string;
  Description?: string;
  Timeout?: number | string;
  MemorySize?: number | string;
  Code?: { S3Bucket?: string; S3Key?: string };
  Environment?: { Variables?: Record<string, unknown> };
  LoggingConfig?: { LogGroup?: string };
  ReservedConcurrentExecutions?: number;
}

/** Properties that would change what a function does, and that the host cannot honour. */
const REFUSED = ['Layers', 'VpcConfig', 'FileSystemConfigs', 'DeadLetterConfig', 'ImageConfig', 'SnapStart'];

/** AWS's defaults (CloudFormation, `AWS::Lambda::Function`). */
const DEFAULT_TIMEOUT_S = 3;
const DEFAULT_MEMORY_MB = 128;

function refuseWhatIsNotDone(properties: object, { Runtime: runtime, Code: code }: FunctionProperties): void {
  for (const name of REFUSED) {
    if (name in properties) throw new Error(`the embedded host does not do the property ${name} of a function`);
  }
  if (!runtime?.startsWith('nodejs')) throw new Error(`the runtime is ${runtime}; the embedded host runs Node.js only`);
  if (!code?.S3Key) throw new Error('the code is not an asset; inline code and images are not done');
}

/** The file that has the handler: `index.handler` is the export `handler` of `index.js` in the asset's folder. */
function locate(handler: string, folder: string): { file: string; exported: string } {
  const dot = handler.lastIndexOf('.');
  const [base, exported] = [join(folder, handler.slice(0, dot)), handler.slice(dot + 1)];
  const file = [`${base}.js`, `${base}.cjs`].find((path) => existsSync(path));
  if (!file) throw new Error(`there is no ${base}.js, which its handler '${handler}' is in`);
  return { file, exported };
}

export interface FunctionEnvironment {
  region: string;
  /** Where the function reaches AWS. */
  endpoint: string;
  accessKey: AccessKey;
}

/** What Lambda itself puts into a function's environment (AWS, "Defined runtime environment variables"). */
function environmentOf(
  { name, memoryMb, logGroup, handler, runtime }: Omit<FunctionDefinition, 'env'>,
  { region, endpoint, accessKey }: FunctionEnvironment,
): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: accessKey.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The SDK would read the developer's own settings and keys, which are none of the function's business.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'embedded',
    _HANDLER: handler,
    TZ: ':UTC',
  };
}

/** The template makes addresses of the distribution's domain, as AWS serves it: here there is no TLS. */
function atHost(value: string, address: string | undefined): string {
  const overTls = address?.replace(/^http:/, 'https:');
  if (address === undefined || overTls === undefined) return value;
  return value === overTls || value.startsWith(`${overTls}/`) ? `${address}${value.slice(overTls.length)}` : value;
}

/**
 * A function as the template describes it.
 *
 * @throws Error that says what of it the host does not do.
 */
export function defineFunction(
  resource: DeployedResource,
  { region }: Pick<HostContext, 'region'>,
  assets: AssetLibrary,
  access: { endpoint: string; address?: string | undefined; accessKey: (name: string, roleArn: string) => AccessKey },
): FunctionDefinition {
  const properties: FunctionProperties = resource.properties;
  refuseWhatIsNotDone(resource.properties, properties);
  const { Runtime: runtime = '', Handler: handler = '', Code: code = {}, Role: roleArn = '' } = properties;
  const { path, kind } = assets.find(code.S3Bucket ?? '', code.S3Key ?? '');
  if (kind !== 'folder') throw new Error(`its code ${path} is a file, not a folder`);
  const variables = Object.entries(properties.Environment?.Variables ?? {});
  const name = resource.ref;
  const definition = {
    name,
    arn: resource.attributes['Arn'] ?? '',
    roleArn,
    runtime,
    handler,
    description: properties.Description ?? '',
    ...locate(handler, path),
    variables: Object.fromEntries(variables.map(([key, value]) => [key, atHost(String(value), access.address)])),
    timeoutMs: Number(properties.Timeout ?? DEFAULT_TIMEOUT_S) * 1000,
    memoryMb: Number(properties.MemorySize ?? DEFAULT_MEMORY_MB),
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    ...(properties.ReservedConcurrentExecutions !== undefined && {
      concurrencyMax: Number(properties.ReservedConcurrentExecutions),
    }),
  };
  const accessKey = access.accessKey(name, roleArn);
  const own = environmentOf(definition, { region, endpoint: access.endpoint, accessKey });
  return { ...definition, env: { ...definition.variables, ...own } };
}
