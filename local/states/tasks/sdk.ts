import type { Caller } from '../../wire/contract.ts';
import { sdkHandler } from '../../wire/sdk-handler.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import type { JsonObject } from '../json.ts';
import type { TaskCall } from './runner.ts';
import { type SdkOperation, sdkOperation } from './sdk-services.ts';
import { answerOf, requestOf } from './sdk-shapes.ts';
import { type Call, ServiceFault } from './service-call.ts';

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
    requestHandler: sdkHandler((request) => call(operation.signingName, request, caller)),
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
