import { type Random, uuid } from '../../seams/random.ts';
import type { WireRequest, WireResponse } from '../wire/contract.ts';
import type { Behaviour, Distribution } from './distribution.ts';
import { type EdgeContext, type EdgeResponse, edgeRequest } from './edge-function.ts';
import type { PassedOn } from './managed-policies.ts';
import type { Origin } from './origin.ts';
import { normalPath } from './path-pattern.ts';

export interface ServeOptions {
  distribution: () => Distribution | undefined;
  context: () => Omit<EdgeContext, 'requestId'>;
  fetch: (origin: Origin, request: WireRequest) => Promise<WireResponse>;
  random: Random;
  log: (line: string) => void;
}

/** By which an origin says that what a viewer has is fresh, or sends a part of it. */
const CONDITIONS = ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since', 'range'];

/** What CloudFront says by itself, in `x-cache`. */
const ERROR = 'Error from cloudfront';

function told(status: number, words: string, cache = ERROR): WireResponse {
  const body = `<!doctype html>\n<title>ERROR: The request could not be satisfied</title>\n<h1>${status}</h1>\n<p>${words}</p>\n`;
  return { status, headers: { 'content-type': 'text/html', 'x-cache': cache }, body: Buffer.from(body) };
}

/** The viewer's request as the origin gets it: what no policy lets through stays behind. */
function passedOn({ method, path, query, headers, body }: WireRequest, passes: PassedOn): WireRequest {
  const isKept = (name: string) => (passes.headers === 'conditions' ? CONDITIONS.includes(name) : name !== 'host');
  const kept = Object.entries(headers).filter(([name]) => isKept(name));
  const viewer = [headers['x-forwarded-for'], '127.0.0.1'].filter(Boolean).join(', ');
  return {
    method,
    path,
    query: passes.query ? query : '',
    headers: { ...Object.fromEntries(kept), 'x-forwarded-for': viewer },
    body,
  };
}

function generated({ statusCode, headers = {}, body = '' }: EdgeResponse): WireResponse {
  const { data, encoding } = typeof body === 'string' ? { data: body, encoding: 'text' } : body;
  const given = Object.entries(headers).map(([name, { value }]) => [name, value]);
  return {
    status: statusCode,
    headers: { ...Object.fromEntries(given), 'x-cache': 'FunctionGeneratedResponse from cloudfront' },
    body: Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8'),
  };
}

/** Serves requests as the distribution says. Never rejects. */
export function createServe({ distribution, context, fetch, random, log }: ServeOptions) {
  const ask = async (behaviour: Behaviour, request: WireRequest): Promise<WireRequest | WireResponse> => {
    if (!behaviour.viewerRequest) return request;
    const asked = edgeRequest(request);
    const made = await behaviour.viewerRequest(asked, { ...context(), requestId: uuid(random) }).catch((fault) => {
      log(`cloudfront: a function failed: ${fault instanceof Error ? fault.message : String(fault)}`);
      return told(503, 'The function failed.', 'FunctionExecutionError from cloudfront');
    });
    if ('status' in made) return made;
    if ('response' in made) return generated(made.response);
    const { uri, ...rest } = made.request;
    const { uri: _, ...before } = asked;
    if (uri.startsWith('/') && JSON.stringify(rest) === JSON.stringify(before)) return { ...request, path: uri };
    log('cloudfront: a function changed more of a request than its path, which the embedded host does not do');
    return told(502, 'The function’s request cannot be used.', 'FunctionValidationError from cloudfront');
  };

  const answer = async (behaviour: Behaviour, request: WireRequest, root: string | undefined) => {
    if (!behaviour.methods.includes(request.method))
      return told(403, 'This address does not allow the method of the request.');
    const asked = await ask(behaviour, request);
    if ('status' in asked) return asked;
    const path = asked.path === '/' && root !== undefined ? `/${root}` : asked.path;
    const response = await fetch(behaviour.origin, passedOn({ ...asked, path }, behaviour.passes));
    const cache = response.status < 400 ? 'Miss from cloudfront' : ERROR;
    return { ...response, headers: { ...response.headers, 'x-cache': cache } };
  };

  return async (request: WireRequest): Promise<WireResponse> => {
    const { behaviours, rootObject } = distribution() ?? { behaviours: [], rootObject: undefined };
    const path = normalPath(request.path);
    const behaviour = behaviours.find(({ matches }) => matches(path));
    if (!behaviour) return told(404, 'The template has no distribution.');
    const response = await answer(behaviour, request, rootObject).catch((fault: unknown) => {
      log(`cloudfront: ${fault instanceof Error ? fault.stack : String(fault)}`);
      return told(502, 'The origin could not be asked.');
    });
    const body = request.method === 'HEAD' ? Buffer.alloc(0) : response.body;
    return { ...response, headers: behaviour.addHeaders(response.headers, request.headers), body };
  };
}
