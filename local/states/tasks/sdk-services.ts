import { createRequire } from 'node:module';

/** How one AWS service is reached through `arn:aws:states:::aws-sdk:<service>:<action>`. */
interface SdkService {
  /** The service's name in signatures, by which the host routes. */
  signingName: string;
  /** Its name in the AWS SDK for Java, which Step Functions puts before its errors. */
  errorPrefix: string;
  /** Its name in the AWS SDK for JavaScript: `S3` of `S3Client`. */
  className: string;
  load: () => object;
}

const require = createRequire(import.meta.url);

/**
 * The services that the embedded host serves, by their names in a `Resource`. Their SDK clients write and read the
 * wire, whichever protocol it is. Each is loaded when a definition first names it: S3's takes 25 ms.
 */
const SDK_SERVICES: Record<string, SdkService> = {
  dynamodb: {
    ...{ signingName: 'dynamodb', errorPrefix: 'DynamoDb', className: 'DynamoDB' },
    load: () => require('@aws-sdk/client-dynamodb'),
  },
  eventbridge: {
    ...{ signingName: 'events', errorPrefix: 'EventBridge', className: 'EventBridge' },
    load: () => require('@aws-sdk/client-eventbridge'),
  },
  iot: {
    ...{ signingName: 'iot', errorPrefix: 'Iot', className: 'IoT' },
    load: () => require('@aws-sdk/client-iot'),
  },
  iotdataplane: {
    ...{ signingName: 'iotdata', errorPrefix: 'IotDataPlane', className: 'IoTDataPlane' },
    load: () => require('@aws-sdk/client-iot-data-plane'),
  },
  kms: {
    ...{ signingName: 'kms', errorPrefix: 'Kms', className: 'KMS' },
    load: () => require('@aws-sdk/client-kms'),
  },
  lambda: {
    ...{ signingName: 'lambda', errorPrefix: 'Lambda', className: 'Lambda' },
    load: () => require('@aws-sdk/client-lambda'),
  },
  s3: { ...{ signingName: 's3', errorPrefix: 'S3', className: 'S3' }, load: () => require('@aws-sdk/client-s3') },
  sfn: {
    ...{ signingName: 'states', errorPrefix: 'Sfn', className: 'SFN' },
    load: () => require('@aws-sdk/client-sfn'),
  },
};

export const SDK_SERVICE_NAMES = Object.keys(SDK_SERVICES);

/** One operation of an SDK: `[9, namespace, name, traits, input, output]`, as the SDK's own schemas are written. */
type OperationSchema = [number, string, string, unknown, unknown, unknown];

interface Command {
  schema: OperationSchema;
}

interface Client {
  send(command: Command): Promise<Record<string, unknown>>;
}

/** An operation that a `Resource` names, with the classes of the SDK that make it. */
export interface SdkOperation extends Omit<SdkService, 'load'> {
  Client: new (options: object) => Client;
  Command: new (input: object) => Command;
  /** What a service's refusal is, where the SDK has no class for that very refusal. */
  ServiceException: new (
    ...args: never[]
  ) => Error;
  input: unknown;
  output: unknown;
}

/** The operation of `aws-sdk:<service>:<action>`; undefined where the host has no such service, or it no such action. */
export function sdkOperation(serviceName: string, action: string): SdkOperation | undefined {
  const service = Object.hasOwn(SDK_SERVICES, serviceName) ? SDK_SERVICES[serviceName] : undefined;
  if (!service) return undefined;
  const { load, ...names } = service;
  const classes = load() as Record<string, unknown>;
  const Command = classes[`${action.charAt(0).toUpperCase()}${action.slice(1)}Command`] as SdkOperation['Command'];
  if (!Command || action.charAt(0) === action.charAt(0).toUpperCase()) return undefined;
  const [, , , , input, output] = new Command({}).schema;
  const Client = classes[`${service.className}Client`] as SdkOperation['Client'];
  const ServiceException = classes[`${service.className}ServiceException`] as SdkOperation['ServiceException'];
  return { ...names, Client, Command, ServiceException, input, output };
}
