import type { Clock } from '../../seams/clock.ts';
import type { Service } from '../wire/contract.ts';
import type { CertificateAuthority, IssuedCertificate } from './certificates.ts';
import { pageOf } from './paging.ts';
import { attributesOf, type Certificate, type Registry, type Thing } from './registry.ts';
import { type Call, invalid, jsonBody, type Route, restService } from './rest.ts';

/** Page size at most (AWS IoT API reference, ListThings and its like). */
const pageMax = 250;

/** What UpdateCertificate may make of a certificate (AWS IoT API reference); the other states are for transfers. */
const STATES = ['ACTIVE', 'INACTIVE', 'REVOKED'] as const;

export interface ControlPlaneOptions {
  registry: Registry;
  authority: () => Promise<CertificateAuthority>;
  clock: Clock;
  arn: (resource: string) => string;
  /** `host:port` of the broker. */
  endpoint: () => string;
  onFault: (fault: unknown) => void;
}

const asked = ({ query }: Call) => ({ limit: query.get('maxResults'), token: query.get('nextToken') });
const principalOf = ({ headers }: Call) => headers['x-amzn-principal'] ?? '';
const nameOf = (call: Call) => call.parameter('thing');

function thingRoutes({ registry, arn }: ControlPlaneOptions): Route[] {
  const named = ({ name, id }: Thing) => ({ thingName: name, thingArn: arn(`thing/${name}`), thingId: id });
  const described = (thing: Thing) => ({ ...named(thing), attributes: thing.attributes, version: 1 });
  const create = (call: Call) => {
    if (!/^[a-zA-Z0-9:_-]{1,128}$/.test(nameOf(call))) throw invalid(`'${nameOf(call)}' is no name for a thing.`);
    return named(
      registry.createThing({ name: nameOf(call), attributes: attributesOf(jsonBody(call)['attributePayload']) }),
    );
  };
  const list = (call: Call) => {
    const { items, next } = pageOf(registry.things(), ({ name }) => name, asked(call), pageMax);
    return { things: items.map(described), nextToken: next };
  };
  const describe = (call: Call) => {
    const thing = registry.thing(nameOf(call));
    return { ...described(thing), defaultClientId: thing.name };
  };
  const principals = (call: Call) => {
    registry.thing(nameOf(call));
    const { items, next } = pageOf(registry.principalsOf(nameOf(call)), (principal) => principal, asked(call), pageMax);
    return { principals: items, nextToken: next };
  };
  const pattern = '/things/{thing}';
  const ofPrincipals = `${pattern}/principals`;
  return [
    { method: 'GET', pattern: '/things', handle: list },
    { method: 'POST', pattern, handle: create },
    { method: 'GET', pattern, handle: describe },
    { method: 'DELETE', pattern, handle: (call) => registry.deleteThing(nameOf(call)) },
    { method: 'GET', pattern: ofPrincipals, handle: principals },
    { method: 'PUT', pattern: ofPrincipals, handle: (c) => registry.attachPrincipal(nameOf(c), principalOf(c)) },
    { method: 'DELETE', pattern: ofPrincipals, handle: (c) => registry.detachPrincipal(nameOf(c), principalOf(c)) },
  ];
}

function certificateRoutes({ registry, authority, arn, clock }: ControlPlaneOptions): Route[] {
  const register = ({ id, pem }: IssuedCertificate, { query }: Call) => {
    const status = query.get('setAsActive') === 'true' ? 'ACTIVE' : 'INACTIVE';
    const createdAt = Math.floor(clock.now() / 1000);
    const certificate: Certificate = { id, pem, arn: arn(`cert/${id}`), status, createdAt };
    registry.putCertificate(certificate);
    return { certificateArn: certificate.arn, certificateId: id, certificatePem: pem };
  };
  const withKeys = async (call: Call) => {
    const issued = await (await authority()).issueWithKeys();
    const keyPair = { PublicKey: issued.publicKeyPem, PrivateKey: issued.privateKeyPem };
    return { ...register(issued, call), keyPair };
  };
  const forRequest = async (call: Call) => {
    const request = String(jsonBody(call)['certificateSigningRequest'] ?? '');
    const issued = await (await authority()).issueForRequest(request).catch((fault: unknown) => {
      throw invalid(
        `The certificate signing request cannot be used: ${fault instanceof Error ? fault.message : fault}`,
      );
    });
    return register(issued, call);
  };
  const describe = ({ parameter }: Call) => {
    const { id, arn: certificateArn, pem, status, createdAt } = registry.certificate(parameter('certificate'));
    const dates = { creationDate: createdAt, lastModifiedDate: createdAt };
    return { certificateDescription: { certificateArn, certificateId: id, certificatePem: pem, status, ...dates } };
  };
  const update = ({ parameter, query }: Call) => {
    const status = STATES.find((state) => state === query.get('newStatus'));
    if (!status) throw invalid(`'${query.get('newStatus')}' is no status that a certificate can be given.`);
    registry.putCertificate({ ...registry.certificate(parameter('certificate')), status });
  };
  return [
    { method: 'POST', pattern: '/keys-and-certificate', handle: withKeys },
    { method: 'POST', pattern: '/certificates', handle: forRequest },
    { method: 'GET', pattern: '/certificates/{certificate}', handle: describe },
    { method: 'PUT', pattern: '/certificates/{certificate}', handle: update },
  ];
}

function policyRoutes({ registry }: ControlPlaneOptions): Route[] {
  const get = ({ parameter }: Call) => {
    const { name, arn, document } = registry.policy(parameter('policy'));
    return { policyName: name, policyArn: arn, policyDocument: document, defaultVersionId: '1' };
  };
  const attach = (call: Call) =>
    registry.attachPolicy(call.parameter('policy'), String(jsonBody(call)['target'] ?? ''));
  const detach = (call: Call) =>
    registry.detachPolicy(call.parameter('policy'), String(jsonBody(call)['target'] ?? ''));
  const attached = ({ parameter }: Call) => ({
    policies: registry.policiesOf(parameter('target')).map(({ name, arn }) => ({ policyName: name, policyArn: arn })),
  });
  return [
    { method: 'GET', pattern: '/policies/{policy}', handle: get },
    { method: 'PUT', pattern: '/target-policies/{policy}', handle: attach },
    { method: 'POST', pattern: '/target-policies/{policy}', handle: detach },
    { method: 'POST', pattern: '/attached-policies/{target+}', handle: attached },
  ];
}

/** AWS IoT's control plane, as far as a city needs it to register kiosks. */
export function controlPlane(options: ControlPlaneOptions): Service {
  const endpoint: Route = {
    method: 'GET',
    pattern: '/endpoint',
    handle: ({ query }) => {
      const type = query.get('endpointType') ?? 'iot:Data';
      if (type !== 'iot:Data-ATS' && type !== 'iot:Data') throw invalid(`There is no endpoint of type '${type}'.`);
      return { endpointAddress: options.endpoint() };
    },
  };
  const routes = [endpoint, ...thingRoutes(options), ...certificateRoutes(options), ...policyRoutes(options)];
  return restService('IoT', routes, options.onFault);
}
