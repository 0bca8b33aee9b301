import { type Caller, type Service, ServiceError, type WireRequest, type WireResponse } from '../wire/contract.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';

/** A request as an operation sees it. */
export interface Call {
  /** From the path, decoded. */
  parameter: (name: string) => string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

/** `pattern` names parameters in braces; one that ends in a plus sign takes the rest of the path. */
export interface Route {
  method: string;
  pattern: string;
  handle: (call: Call, caller: Caller) => unknown;
}

export const invalid = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);

/** The request's body as a JSON object; an empty one counts as `{}`. */
export function jsonBody({ body }: Call): JsonObject {
  const parsed = body.length === 0 ? {} : parseJson(body);
  if (!isObject(parsed)) throw invalid('The request body is not a JSON object.');
  return parsed;
}

/** Matches segment by segment before decoding, so that an encoded slash (`a%2Fb`) stays within its parameter. */
function parametersOf(pattern: string, path: string): Map<string, string> | undefined {
  const wanted = pattern.split('/');
  const segments = path.split('/');
  const takesRest = pattern.endsWith('+}');
  if (takesRest) segments.push(segments.splice(wanted.length - 1).join('/'));
  if (segments.length !== wanted.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [at, want] of wanted.entries()) {
    const name = /^\{(\w+)\+?\}$/.exec(want)?.[1];
    const found = segments[at] ?? '';
    if (name ? found === '' : found !== want) return undefined;
    if (name) parameters.set(name, found);
  }
  return parameters;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid(`'${text}' is not percent-encoded text.`);
  }
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body ?? {})),
  };
}

async function run(routes: Route[], request: WireRequest, caller: Caller, name: string): Promise<unknown> {
  for (const { method, pattern, handle } of routes) {
    const parameters = method === request.method ? parametersOf(pattern, request.path) : undefined;
    if (!parameters) continue;
    const { headers, body } = request;
    const parameter = (wanted: string) => decoded(parameters.get(wanted) ?? '');
    return handle({ parameter, query: new URLSearchParams(request.query), headers, body }, caller);
  }
  const what = `${request.method} ${request.path}`;
  throw new ServiceError('UnknownOperationException', `The embedded host's ${name} does not do '${what}'.`, 404);
}

/**
 * A service that speaks AWS REST JSON: operations by method and path, faults by the header `x-amzn-errortype`. What
 * is not a `ServiceError` is a fault of the host: it answers `InternalFailureException` and is handed to `onFault`.
 */
export function restService(name: string, routes: Route[], onFault: (fault: unknown) => void): Service {
  return async (request, caller) => {
    try {
      return answer(200, await run(routes, request, caller, name));
    } catch (fault) {
      if (fault instanceof ServiceError) {
        return answer(fault.status, { message: fault.message }, { 'x-amzn-errortype': fault.code });
      }
      onFault(fault);
      const message = `The embedded host's ${name} failed; its log says why.`;
      return answer(500, { message }, { 'x-amzn-errortype': 'InternalFailureException' });
    }
  };
}
