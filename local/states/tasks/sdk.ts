import { Readable } from 'node:stream';
import type { Caller, WireRequest } from '../../wire/contract.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import type { JsonObject } from '../json.ts';
import type { TaskCall } from './runner.ts';
import { type SdkOperation, sdkOperation } from './sdk-services.ts';
import { answerOf, requestOf } from './sdk-shapes.ts';
import { type Call, ServiceFault } from './service-call.ts';

/** A request as the SDK hands it to whoever sends it. */
interface SdkRequest {
  method: string;
  path: string;
  query: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

function queryOf(query: SdkRequest['query']): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value ?? ''].flat().map((one) => [name, one]));
  return pairs.map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('=')).join('&');
}

/** The SDK's own kinds of bytes are not to be converted, only looked at. */
function bytesOf(body: SdkRequest['body']): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(body ?? '');
}

/** Stands where the SDK has its HTTP client: hands requests to the host, in process, under the caller's name. */
function inProcess(call: Call, signingName: string, caller: Caller) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async ({ method, path, query, headers, body }: SdkRequest) => {
      const request: WireRequest = { method, path, query: queryOf(query), headers, body: bytesOf(body) };
      const response = await call(signingName, request, caller);
      const { status: statusCode } = response;
      return { response: { statusCode, headers: response.headers, body: Readable.from([response.body]) } };
    },
  };
}

const nothing = async (): Promise<undefined> => undefined;

/** Each of these the SDK would look for in files of the home directory, were it not told. */
const TOLD = {
  ...{ credentials: { accessKeyId: 'in-process', secretAccessKey: 'in-process' }, defaultsMode: 'standard' },
  ...{ maxAttempts: 1, retryMode: 'standard', userAgentAppId: nothing, accountIdEndpointMode: 'disabled' },
  ...{ useDualstackEndpoint: false, useFipsEndpoint: false, useArnRegion: false, authSchemePreference: [] },
  ...{ disableS3ExpressSessionAuth: true, disableMultiregionAccessPoints: true, sigv4aSigningRegionSet: nothing },
  ...{ endpointDiscoveryEnabled: false, requestChecksumCalculation: 'WHEN_REQUIRED' },
  responseChecksumValidation: 'WHEN_REQUIRED',
};

function clientOf(operation: SdkOperation, call: Call, caller: Caller) {
  return new operation.Client({
    ...TOLD,
    ...{ region: 'local', endpoint: 'http://127.0.0.1', forcePathStyle: true },
    signer: { sign: async (request: unknown) => request },
    requestHandler: inProcess(call, operation.signingName, caller),
  });
}

interface Refusal extends Error {
  $metadata: { httpStatusCode?: number; requestId?: string };
}

function isRefusal(fault: unknown, { ServiceException }: SdkOperation): fault is Refusal {
  return fault instanceof ServiceException && '$metadata' in fault;
}

/** A refusal that the SDK has no class for goes by the service's name: `S3.S3Exception`. */
function faultOf(fault: Refusal, { ServiceException, errorPrefix }: SdkOperation): ServiceFault {
  const { httpStatusCode: status = 400, requestId = 'local' } = fault.$metadata;
  const isNamed = fault.constructor !== ServiceException;
  const message = isNamed ? fault.message : `${fault.name}: ${fault.message}`;
  return new ServiceFault(isNamed ? fault.name : errorPrefix, message, { status, requestId });
}

/** `aws-sdk:<service>:<action>`: any operation of any service that the host serves, through the service's own SDK. */
export async function sdk(call: Call, { resource }: TaskCall, input: JsonObject, caller: Caller): Promise<TaskAnswer> {
  const operation = sdkOperation(resource.type.slice('aws-sdk:'.length), resource.action);
  if (!operation) throw new Error(`The embedded host does not do ${resource.arn}.`);
  try {
    const command = new operation.Command(requestOf(input, operation.input));
    const output = await clientOf(operation, call, caller).send(command);
    return { kind: 'succeeded', output: await answerOf(output, operation.output) };
  } catch (fault) {
    throw isRefusal(fault, operation) ? faultOf(fault, operation) : fault;
  }
}
