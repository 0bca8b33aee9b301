import { createContext, Script } from 'node:vm';
import type { WireRequest } from '../wire/contract.ts';
import { queryPairs } from '../wire/query.ts';
import { refuseOthers } from './refuse-others.ts';

interface Multiple {
  value: string;
  multiValue?: Array<{ value: string }>;
}

type Values = Record<string, Multiple>;

/** A request as functions see it (Amazon CloudFront, "CloudFront Functions event structure"). */
export interface EdgeRequest {
  method: string;
  uri: string;
  querystring: Values;
  headers: Values;
  cookies: Values;
}

/** An answer that a function makes itself. */
export interface EdgeResponse {
  statusCode: number;
  headers?: Values;
  body?: string | { encoding: 'text' | 'base64'; data: string };
}

/** What a function made of a request: the request to go on with, or the answer to it. */
export type Made = { request: EdgeRequest } | { response: EdgeResponse };

export interface EdgeContext {
  distributionDomainName: string;
  distributionId: string;
  requestId: string;
}

/** Asks a function about a request of a viewer's. Throws what the function throws. */
export type EdgeFunction = (request: EdgeRequest, context: EdgeContext) => Promise<Made>;

/** CloudFront gives a function less than a millisecond of its computers; here the machine may be busy. */
const TIMEOUT_MS = 2_000;

function gather(pairs: Array<[string, string]>): Values {
  const values: Values = {};
  for (const [name, value] of pairs) {
    const first = values[name];
    const before = first?.multiValue ?? (first ? [{ value: first.value }] : []);
    values[name] = first ? { value: first.value, multiValue: [...before, { value }] } : { value };
  }
  return values;
}

function cookiePairs(cookie: string): Array<[string, string]> {
  const crumbs = cookie.split(/;\s*/).filter((text) => text !== '');
  return crumbs.map((text) => {
    const [name = '', value = ''] = text.split(/=(.*)/s);
    return [name, value];
  });
}

/** Cookies have a place of their own, and are not among the headers. */
export function edgeRequest({ method, path, query, headers }: WireRequest): EdgeRequest {
  const { cookie = '', ...others } = headers;
  return {
    method,
    uri: path,
    querystring: gather(queryPairs(query)),
    headers: gather(Object.entries(others)),
    cookies: gather(cookiePairs(cookie)),
  };
}

/** What is left of an object once it has been to another realm and back: data. */
const asData = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/**
 * Reads an `AWS::CloudFront::Function`. It runs in a realm of its own, without anything of Node's.
 *
 * @throws Error for another runtime than `cloudfront-js-2.0`, for key value stores, and for code that is none.
 */
export function readFunction({ FunctionCode: code, FunctionConfig: config }: Record<string, unknown>): EdgeFunction {
  refuseOthers(config as object, ['Comment', 'Runtime'], 'a function of CloudFront');
  const { Runtime: runtime } = config as Record<string, unknown>;
  if (runtime !== 'cloudfront-js-2.0') throw new Error(`the embedded host does not run functions in ${runtime}`);
  const realm = createContext({}, { codeGeneration: { strings: false, wasm: false } });
  new Script(String(code), { filename: 'cloudfront-function.js' }).runInContext(realm);
  const call = new Script('handler(JSON.parse(event))');
  return async (request, context) => {
    const viewer = { ip: '127.0.0.1' };
    const event = { version: '1.0', context: { ...context, eventType: 'viewer-request' }, viewer, request };
    realm['event'] = JSON.stringify(event);
    const made = asData(await call.runInContext(realm, { timeout: TIMEOUT_MS })) as EdgeRequest | EdgeResponse;
    return 'statusCode' in made ? { response: made } : { request: made };
  };
}
