import type { Caller, WireRequest, WireResponse } from '../../wire/contract.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';

/** Calls a service of the host; `service` is its signing name. */
export type Call = (service: string, request: WireRequest, caller: Caller) => Promise<WireResponse>;

/** A service's refusal, under AWS's name for it and without a prefix. */
export class ServiceFault extends Error {
  override name = 'ServiceFault';
  readonly code: string;
  readonly status: number;
  readonly requestId: string;

  constructor(code: string, message: string, { status, requestId }: { status: number; requestId: string }) {
    super(message);
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

export const requestIdOf = ({ headers }: WireResponse): string => headers['x-amzn-requestid'] ?? 'local';

/** `__type` may be qualified (`com.amazonaws.dynamodb.v20120810#ResourceNotFoundException`), as may the header be. */
function codeOf(response: WireResponse, body: Json | undefined): string {
  const type = isObject(body) ? (body['__type'] ?? body['code']) : undefined;
  const name = response.headers['x-amzn-errortype'] ?? (typeof type === 'string' ? type : 'UnknownError');
  return name.split(':')[0]?.split('#').at(-1) ?? name;
}

export function faultOf(response: WireResponse): ServiceFault {
  const text = response.body.toString();
  const body = parseJson(text);
  const message = isObject(body) ? (body['message'] ?? body['Message']) : undefined;
  const exchange = { status: response.status, requestId: requestIdOf(response) };
  return new ServiceFault(codeOf(response, body), typeof message === 'string' ? message : text, exchange);
}

/** A service that speaks AWS's JSON protocol. */
interface JsonService {
  /** The service's name in signatures, by which the host routes. */
  signingName: string;
  /** What stands before the dot in `x-amz-target`. */
  target: string;
  version: '1.0' | '1.1';
}

export const DYNAMODB: JsonService = { signingName: 'dynamodb', target: 'DynamoDB_20120810', version: '1.0' };
export const EVENTS: JsonService = { signingName: 'events', target: 'AWSEvents', version: '1.1' };
export const STATES: JsonService = { signingName: 'states', target: 'AWSStepFunctions', version: '1.0' };
export const SQS: JsonService = { signingName: 'sqs', target: 'AmazonSQS', version: '1.0' };

/** One operation of a service that speaks AWS's JSON protocol. Rejects with a `ServiceFault`. */
export async function callJson(
  call: Call,
  service: JsonService,
  operation: string,
  input: JsonObject,
  caller: Caller,
): Promise<{ output: JsonObject; response: WireResponse }> {
  const headers = {
    'content-type': `application/x-amz-json-${service.version}`,
    'x-amz-target': `${service.target}.${operation}`,
  };
  const body = Buffer.from(JSON.stringify(input));
  const response = await call(service.signingName, { method: 'POST', path: '/', query: '', headers, body }, caller);
  if (response.status >= 300) throw faultOf(response);
  const output = parseJson(response.body.toString());
  return { output: isObject(output) ? output : {}, response };
}

/** What optimised integrations add to a service's answer: the HTTP exchange. */
export function metadataOf({ status, headers, body }: WireResponse): JsonObject {
  const known = { 'Content-Length': String(body.length), ...headers };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(known).map(([name, value]) => [name, [value]])),
      HttpHeaders: known,
      HttpStatusCode: status,
    },
    SdkResponseMetadata: { RequestId: headers['x-amzn-requestid'] ?? 'local' },
  };
}
