import 'reflect-metadata';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  CreateThingCommand,
  DeleteThingCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  DescribeThingCommand,
  DetachThingPrincipalCommand,
  GetPolicyCommand,
  ListAttachedPoliciesCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  UpdateThingCommand,
} from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { iotModule } from '../../../local/iot/module.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { declaredResource } from './declared-resource.ts';
import { hostContext, type ServedIot, serveIot } from './serve-iot.ts';

let store: Store;
let served: ServedIot;

beforeEach(async () => {
  store = openStore(':memory:');
  served = await serveIot(hostContext({ store }));
});
afterEach(() => served.close());

async function deploy(type: string, properties: Record<string, unknown>) {
  const kind = served.iot.kinds[type];
  const declared = declaredResource({ type, physicalName: 'edge-kiosk-policy', declared: properties });
  const identity = kind?.identify(declared) ?? { ref: '', attributes: {} };
  await kind?.deploy({ ...declared, ...identity, properties });
  return identity;
}

describe('the registry', () => {
  it('tells where the broker is', async () => {
    const { endpointAddress } = await served.control.send(
      new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
    );

    expect(endpointAddress).toBe(served.iot.endpoint());
  });

  it('registers things, finds and lists them', async () => {
    const attributePayload = { attributes: { city: 'lyon' } };
    const made = await served.control.send(new CreateThingCommand({ thingName: 'kiosk-1', attributePayload }));
    await served.control.send(new CreateThingCommand({ thingName: 'kiosk-2' }));

    const found = await served.control.send(new DescribeThingCommand({ thingName: 'kiosk-1' }));
    const { things } = await served.control.send(new ListThingsCommand({ maxResults: 10 }));

    expect(made.thingArn).toBe('arn:aws:iot:eu-west-1:000000000000:thing/kiosk-1');
    expect(found).toMatchObject({ thingName: 'kiosk-1', thingId: made.thingId, attributes: { city: 'lyon' } });
    expect(things?.map(({ thingName }) => thingName)).toEqual(['kiosk-1', 'kiosk-2']);
  });

  it('makes a thing again only as it is', async () => {
    const create = (city: string) =>
      served.control.send(new CreateThingCommand({ thingName: 'k', attributePayload: { attributes: { city } } }));
    const made = await create('lyon');

    const again = await create('lyon');
    const other = create('nice');

    expect(again.thingId).toBe(made.thingId);
    await expect(other).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });

  it('gives a kiosk its certificate and lets it go again', async () => {
    const thingName = 'kiosk-1';
    await served.control.send(new CreateThingCommand({ thingName }));
    const { certificateArn: principal = '' } = await served.control.send(new CreateKeysAndCertificateCommand({}));
    await served.control.send(new AttachThingPrincipalCommand({ thingName, principal }));
    const attached = await served.control.send(new ListThingPrincipalsCommand({ thingName }));
    const tooEarly = served.control.send(new DeleteThingCommand({ thingName }));
    await expect(tooEarly).rejects.toMatchObject({ name: 'InvalidRequestException' });

    await served.control.send(new DetachThingPrincipalCommand({ thingName, principal }));
    await served.control.send(new DeleteThingCommand({ thingName }));

    expect(attached.principals).toEqual([principal]);
    await expect(served.control.send(new DescribeThingCommand({ thingName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Thing kiosk-1 cannot be found.',
    });
  });

  it("attaches the template's policies to certificates", async () => {
    const PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }],
    };
    const { ref, attributes } = await deploy('AWS::IoT::Policy', { PolicyDocument });
    const { certificateArn: target = '' } = await served.control.send(new CreateKeysAndCertificateCommand({}));
    await served.control.send(new AttachPolicyCommand({ policyName: ref, target }));

    const { policies } = await served.control.send(new ListAttachedPoliciesCommand({ target }));
    const policy = await served.control.send(new GetPolicyCommand({ policyName: ref }));

    expect(attributes).toEqual({ Arn: `arn:aws:iot:eu-west-1:000000000000:policy/${ref}`, Id: ref });
    expect(policies).toEqual([{ policyName: ref, policyArn: attributes['Arn'] }]);
    expect(JSON.parse(policy.policyDocument ?? '')).toEqual(PolicyDocument);
  });

  it('refuses what it does not do by name', async () => {
    const updating = served.control.send(new UpdateThingCommand({ thingName: 'kiosk-1' }));

    await expect(updating).rejects.toMatchObject({
      message: "The embedded host's IoT does not do 'PATCH /things/kiosk-1'.",
    });
  });
});

describe('certificates', () => {
  it("are signed by the host's own authority, with the key that is handed out", async () => {
    const {
      certificatePem = '',
      certificateId = '',
      keyPair,
    } = await served.control.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));

    const found = await served.control.send(new DescribeCertificateCommand({ certificateId }));
    const certificate = new X509Certificate(certificatePem);

    expect(certificate.verify(new X509Certificate(served.iot.caCertificate()).publicKey)).toBe(true);
    expect(certificate.publicKey.export({ type: 'spki', format: 'pem' })).toBe(`${keyPair?.PublicKey?.trim()}\n`);
    expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(certificateId);
    expect(found.certificateDescription).toMatchObject({ status: 'ACTIVE', certificatePem });
  });

  it('are made for a signing request without its key ever leaving the kiosk', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const request = await x509.Pkcs10CertificateRequestGenerator.create({
      name: 'CN=kiosk-1',
      keys,
      signingAlgorithm: algorithm,
    });

    const { certificatePem = '' } = await served.control.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest: request.toString('pem') }),
    );

    const spki = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey));
    expect(new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'der' })).toEqual(spki);
  });

  it('are refused for what is no signing request', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificateSigningRequest = publicKey.export({ type: 'spki', format: 'pem' }).toString();

    const asking = served.control.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest }));

    await expect(asking).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('come of one authority for as long as the store lives', async () => {
    const first = served.iot.caCertificate();
    const again = iotModule(hostContext({ store }), { port: 0 });
    await again.start?.();

    expect(again.caCertificate()).toBe(first);
    await again.close?.();
  });
});

describe('resources of the template', () => {
  it('have identities that AWS would give them', () => {
    const identify = (type: string, declared: Record<string, unknown>) =>
      served.iot.kinds[type]?.identify(declaredResource({ type, physicalName: 'edge-facts-1a2b', declared }));

    expect(identify('AWS::IoT::TopicRule', {})).toEqual({
      ref: 'edge_facts_1a2b',
      attributes: { Arn: 'arn:aws:iot:eu-west-1:000000000000:rule/edge_facts_1a2b' },
    });
    expect(identify('AWS::IoT::TopicRule', { RuleName: 'facts' })?.ref).toBe('facts');
    expect(() => identify('AWS::IoT::Policy', { PolicyName: { Ref: 'X' } })).toThrow('PolicyName of Resource');
  });

  it("replace a thing's attributes when the template changes", async () => {
    await deploy('AWS::IoT::Thing', { ThingName: 'kiosk-1', AttributePayload: { Attributes: { city: 'lyon' } } });
    await deploy('AWS::IoT::Thing', { ThingName: 'kiosk-1', AttributePayload: { Attributes: { city: 'nice' } } });

    const found = await served.control.send(new DescribeThingCommand({ thingName: 'kiosk-1' }));

    expect(found.attributes).toEqual({ city: 'nice' });
  });
});
