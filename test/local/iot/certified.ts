import type { IotModule } from '../../../local/iot/module.ts';
import { declaredResource } from './declared-resource.ts';

/** What a client needs for TLS, as PEM. */
export interface ClientTls {
  ca: string;
  cert: string;
  key: string;
}

export interface CertifiedClient extends ClientTls {
  certificateId: string;
  certificateArn: string;
}

/** A policy that keeps nobody from anything. */
const EVERYTHING = { Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] };

/** Asks the module's control plane without HTTP around it. */
async function ask(iot: IotModule, method: string, path: string, more: { query?: string; body?: object } = {}) {
  const body = Buffer.from(JSON.stringify(more.body ?? {}));
  const headers = { 'x-amzn-principal': new URLSearchParams(more.query).get('principal') ?? '' };
  const request = { method, path, query: more.query ?? '', headers, body };
  const answer = await iot.services['iot']?.(request, { kind: 'operator', name: 'test' });
  if (answer?.status !== 200) throw new Error(`${method} ${path} answered ${answer?.body}`);
  return JSON.parse(answer.body.toString());
}

/** Deploys a policy as the template would. */
export async function deployPolicy(iot: IotModule, name: string, document: object): Promise<void> {
  const properties = { PolicyName: name, PolicyDocument: document };
  const declared = declaredResource({ type: 'AWS::IoT::Policy', declared: properties });
  const kind = iot.kinds['AWS::IoT::Policy'];
  if (!kind) throw new Error('The module knows no policies.');
  await kind.deploy({ ...declared, ...kind.identify(declared), properties });
}

/** A client with an active certificate that the policies are attached to; it is a thing's where one is named. */
export async function certified(
  iot: IotModule,
  { policies, thing }: { policies: string[]; thing?: string },
): Promise<CertifiedClient> {
  const made = await ask(iot, 'POST', '/keys-and-certificate', { query: 'setAsActive=true' });
  const { certificateArn, certificateId, certificatePem, keyPair } = made;
  for (const name of policies) await ask(iot, 'PUT', `/target-policies/${name}`, { body: { target: certificateArn } });
  if (thing !== undefined) {
    await ask(iot, 'POST', `/things/${thing}`);
    await ask(iot, 'PUT', `/things/${thing}/principals`, { query: `principal=${certificateArn}` });
  }
  return { certificateId, certificateArn, ca: iot.caCertificate(), cert: certificatePem, key: keyPair.PrivateKey };
}

/** A client that may do everything. */
export async function certifiedForAll(iot: IotModule): Promise<CertifiedClient> {
  await deployPolicy(iot, 'everything', EVERYTHING);
  return certified(iot, { policies: ['everything'] });
}
