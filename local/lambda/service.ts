import { type Service, ServiceError, type WireRequest, type WireResponse } from '../wire/contract.ts';
import type { FunctionDefinition } from './contract.ts';
import type { Directory } from './directory.ts';
import type { EventQueue } from './event-queue.ts';
import type { Invoker } from './invoker.ts';

/** AWS, "Lambda quotas": 6 MB for an event that is waited for, 1 MB for one that is not. */
const SYNCHRONOUS_MAX_BYTES = 6 * 1024 * 1024;
const ASYNCHRONOUS_MAX_BYTES = 1024 * 1024;

function json(status: number, body: unknown, headers: Record<string, string> = {}): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function configurationOf(definition: FunctionDefinition) {
  return {
    FunctionName: definition.name,
    FunctionArn: definition.arn,
    Runtime: definition.runtime,
    Role: definition.roleArn,
    Handler: definition.handler,
    Description: definition.description,
    Timeout: definition.timeoutMs / 1000,
    MemorySize: definition.memoryMb,
    Version: '$LATEST',
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Environment: { Variables: definition.variables },
    LoggingConfig: { LogFormat: 'JSON', LogGroup: definition.logGroup },
  };
}

/** The event as JSON text; an empty body is an empty event. */
function readEvent(body: Buffer, maxBytes: number): string {
  if (body.length > maxBytes) {
    const message = `Request must be smaller than ${maxBytes} bytes for the InvokeFunction operation`;
    throw new ServiceError('RequestTooLargeException', message, 413);
  }
  if (body.length === 0) return '{}';
  const text = body.toString();
  try {
    JSON.parse(text);
    return text;
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : '';
    throw new ServiceError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
}

export interface LambdaServiceOptions {
  directory: Directory;
  invoke: Invoker;
  queue: EventQueue;
  onFault: (fault: unknown) => void;
}

/** Lambda's REST interface: invoking functions and looking at them. They are changed by the template alone. */
export function lambdaService({ directory, invoke, queue, onFault }: LambdaServiceOptions): Service {
  const invokeAndWait = async (definition: FunctionDefinition, body: Buffer): Promise<WireResponse> => {
    const { requestId, outcome } = await invoke(definition, readEvent(body, SYNCHRONOUS_MAX_BYTES));
    const headers = { 'x-amzn-requestid': requestId, 'x-amz-executed-version': '$LATEST' };
    if ('fault' in outcome) return json(200, outcome.fault, { ...headers, 'x-amz-function-error': 'Unhandled' });
    return {
      status: 200,
      headers: { 'content-type': 'application/json', ...headers },
      body: Buffer.from(outcome.payload),
    };
  };

  const invocation = async (definition: FunctionDefinition, { headers, body }: WireRequest): Promise<WireResponse> => {
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'RequestResponse') return invokeAndWait(definition, body);
    const nothing = { headers: {}, body: Buffer.alloc(0) };
    if (type === 'DryRun') return { status: 204, ...nothing };
    if (type !== 'Event') throw new ServiceError('InvalidParameterValueException', `No invocation type '${type}'.`);
    const requestId = await queue.accept(definition.name, readEvent(body, ASYNCHRONOUS_MAX_BYTES));
    return { status: 202, ...nothing, headers: { 'x-amzn-requestid': requestId } };
  };

  const serve = async (request: WireRequest): Promise<WireResponse> => {
    const [, reference, rest = ''] = /^\/2015-03-31\/functions(?:\/([^/]*))?(?:\/(.*))?$/.exec(request.path) ?? [];
    const what = `${request.method} ${rest}`;
    if (reference === '' || reference === undefined) {
      if (what === 'GET ') return json(200, { Functions: directory.all().map(configurationOf) });
    } else {
      const qualifier = new URLSearchParams(request.query).get('Qualifier');
      const definition = directory.get(decodeURIComponent(reference) + (qualifier ? `:${qualifier}` : ''));
      if (what === 'POST invocations') return invocation(definition, request);
      if (what === 'GET configuration') return json(200, configurationOf(definition));
      const code = { RepositoryType: 'Local', Location: definition.file };
      if (what === 'GET ') return json(200, { Configuration: configurationOf(definition), Code: code });
    }
    const message = `The embedded host's Lambda does not do '${request.method} ${request.path}'.`;
    throw new ServiceError('UnknownOperationException', message, 404);
  };

  return async (request) => {
    try {
      return await serve(request);
    } catch (fault) {
      if (!(fault instanceof ServiceError)) onFault(fault);
      const { code, message, status } =
        fault instanceof ServiceError
          ? fault
          : new ServiceError('ServiceException', "The embedded host's Lambda failed; its log says why.", 500);
      const type = status < 500 ? 'User' : 'Service';
      return json(status, { Type: type, Message: message, message }, { 'x-amzn-errortype': code });
    }
  };
}
