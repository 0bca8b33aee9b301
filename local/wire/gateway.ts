import type { Clock } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import { decodeChunked } from './aws-chunked.ts';
import { type Caller, type Service, ServiceError, type WireRequest, type WireResponse } from './contract.ts';
import type { Credentials } from './credentials.ts';
import { answerFault } from './fault-answer.ts';
import { readSignature, type Signature } from './signature.ts';
import { createSignatureVerifier } from './verify-signature.ts';

/** By signing name, as it stands in a signature's scope. May grow while the host starts. */
export type Services = Record<string, Service>;

export interface GatewayOptions {
  services: Services;
  credentials: Credentials;
  /** Asked before each call; rejects with a ServiceError where the caller may not make it. */
  admit: (service: string, request: WireRequest, caller: Caller) => Promise<void>;
  clock: Clock;
  random: Random;
  log: (line: string) => void;
}

/** The one door to all services. */
export interface Gateway {
  /** Takes a request off the wire: finds out who calls whom, from the signature. Never rejects. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** Takes a request of someone inside the host, whose identity needs no proof. Never rejects. */
  call(service: string, request: WireRequest, caller: Caller): Promise<WireResponse>;
}

const OPERATOR: Caller = { kind: 'operator', name: 'operator' };

/**
 * A browser that asks whether a page of another origin may send what it is about to (Fetch standard, "CORS-preflight
 * request"). It brings no signature of its own; of the services here S3 alone knows it.
 */
const isPreflight = ({ method, headers }: WireRequest) =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

const NOBODY: Caller = { kind: 'service', name: 'nobody' };

const UNSIGNED = new ServiceError(
  'MissingAuthenticationTokenException',
  'The request is not signed, so nothing says which service it is for. Call with an AWS SDK or the AWS CLI; ' +
    'any access key will do.',
  403,
);

function readOrRefuse(request: WireRequest): Signature | ServiceError {
  try {
    return readSignature(request) ?? UNSIGNED;
  } catch (fault) {
    if (fault instanceof ServiceError) return fault;
    throw fault;
  }
}

export function createGateway({ services, credentials, admit, clock, random, log }: GatewayOptions): Gateway {
  const verify = createSignatureVerifier(clock);

  /** A key that the host did not issue is the operator's own: the port is open on the loopback interface alone. */
  const whoSigned = async (request: WireRequest, signed: Signature): Promise<Caller> => {
    const key = credentials.find(signed.accessKeyId);
    if (!key) return OPERATOR;
    await verify(request, signed, key.secretAccessKey);
    return key.caller;
  };

  const dispatch = async (service: string, request: WireRequest, caller: Caller): Promise<WireResponse> => {
    const serve = Object.hasOwn(services, service) ? services[service] : undefined;
    if (serve) {
      await admit(service, request, caller);
      return serve(request, caller);
    }
    const known = Object.keys(services).sort().join(', ');
    throw new ServiceError('NotImplemented', `The embedded host has no service '${service}'; it has ${known}.`, 501);
  };

  const answering = async (service: string | undefined, request: WireRequest, answer: () => Promise<WireResponse>) => {
    const response = await answer().catch((fault: unknown) => {
      if (fault instanceof ServiceError) return answerFault(service, request, fault);
      log(`The service ${service} failed: ${fault instanceof Error ? fault.stack : String(fault)}`);
      const told = new ServiceError('InternalFailure', "The embedded host failed; the host's log says why.", 500);
      return answerFault(service, request, told);
    });
    const headers = { 'x-amzn-requestid': uuid(random), ...response.headers };
    return { ...response, headers };
  };

  return {
    handle: (request) => {
      const { s3 } = services;
      if (s3 && isPreflight(request)) return answering('s3', request, () => s3(request, NOBODY));
      const signed = readOrRefuse(request);
      const service = signed instanceof ServiceError ? undefined : signed.service;
      return answering(service, request, async () => {
        if (signed instanceof ServiceError) throw signed;
        const caller = await whoSigned(request, signed);
        return dispatch(signed.service, decodeChunked(request), caller);
      });
    },
    call: (service, request, caller) => answering(service, request, () => dispatch(service, request, caller)),
  };
}
