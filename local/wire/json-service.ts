import { type Caller, type Operations, type Service, ServiceError, type WireResponse } from './contract.ts';

function answer(status: number, version: '1.0' | '1.1', body: unknown): WireResponse {
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: Buffer.from(JSON.stringify(body ?? {})),
  };
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON.');
  }
}

/**
 * A service that speaks AWS JSON 1.0 or 1.1: the operation is named by the header `x-amz-target`, after the dot.
 * Faults answer `{__type, message}`. What is not a `ServiceError` is a fault of the host: it answers
 * `InternalServerError` and is handed to `onFault`.
 */
export function jsonService(
  name: string,
  version: '1.0' | '1.1',
  operations: Operations,
  onFault: (fault: unknown) => void,
): Service {
  const run = async (target: string, body: Buffer, caller: Caller): Promise<unknown> => {
    const operation = target.slice(target.indexOf('.') + 1);
    const handle = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!handle) {
      throw new ServiceError('UnknownOperationException', `The embedded host's ${name} does not do '${operation}'.`);
    }
    return handle(parse(body) as never, caller);
  };
  return async (request, caller) => {
    try {
      return answer(200, version, await run(request.headers['x-amz-target'] ?? '', request.body, caller));
    } catch (fault) {
      if (fault instanceof ServiceError) {
        return answer(fault.status, version, { __type: fault.code, message: fault.message });
      }
      onFault(fault);
      const message = `The embedded host's ${name} failed; its log says why.`;
      return answer(500, version, { __type: 'InternalServerError', message });
    }
  };
}
