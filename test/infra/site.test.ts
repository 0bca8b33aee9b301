import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { freewheelApp } from '../../infra/app.ts';
import { PAGE_HEADERS } from '../../kiosk/web/page-headers.ts';
import { edgeRequest, type Made, readFunction } from '../../local/cloudfront/edge-function.ts';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/0f3c';

interface Behaviour {
  PathPattern?: string;
  AllowedMethods?: string[];
  FunctionAssociations?: object[];
  ResponseHeadersPolicyId: { Ref: string };
  OriginRequestPolicyId?: string;
}

interface Policy {
  PolicyDocument: { Statement: Array<Record<string, unknown>> };
}

function stacksOf(context: Record<string, string> = {}) {
  const app = freewheelApp({ context });
  const stack = (name: string) => Template.fromStack(app.node.findChild(`Freewheel-havenbrook-dev-${name}`) as never);
  return { site: stack('Site'), edge: stack('Edge') };
}

function behavioursOf(site: Template): Map<string, Behaviour> {
  const [distribution] = Object.values(site.findResources('AWS::CloudFront::Distribution'));
  const { DefaultCacheBehavior, CacheBehaviors } = distribution?.['Properties']['DistributionConfig'] ?? {};
  const all = [...(CacheBehaviors as Behaviour[]), DefaultCacheBehavior as Behaviour];
  return new Map(all.map((behaviour) => [behaviour.PathPattern ?? '*', behaviour]));
}

describe('the address of the city', () => {
  let site: Template;
  let edge: Template;
  let behaviours: Map<string, Behaviour>;

  beforeAll(() => {
    ({ site, edge } = stacksOf());
    behaviours = behavioursOf(site);
  });

  it('is pages, the public feed and the API, and nothing else', () => {
    expect([...behaviours.keys()]).toEqual([
      ...['/v1/*', '/openapi.json', '/.well-known/*'],
      ...['/residents/*', '/ops/*', '/gbfs/*', '*'],
    ]);
  });

  it('changes nothing but at the API, which gets what viewers send, but for the host', () => {
    const writable = [...behaviours].filter(([, { AllowedMethods }]) => AllowedMethods !== undefined);

    expect(writable.map(([path]) => path)).toEqual(['/v1/*', '/openapi.json', '/.well-known/*']);
    // AllViewerExceptHostHeader, in "Use managed origin request policies".
    for (const [, { OriginRequestPolicyId }] of writable)
      expect(OriginRequestPolicyId).toBe('b689b0a8-53d0-40ab-baf2-68738e2966ac');
  });

  it('holds every page to what a page may do, and lets those where people sign in ask the provider besides', () => {
    const policies = site.findResources('AWS::CloudFront::ResponseHeadersPolicy');
    const configOf = (path: string) => {
      const { Ref } = behaviours.get(path)?.ResponseHeadersPolicyId ?? { Ref: '' };
      const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } =
        policies[Ref]?.['Properties']['ResponseHeadersPolicyConfig'] ?? {};
      return { security, custom: custom?.Items as Array<{ Header: string; Value: string }> | undefined };
    };

    const start = configOf('*');
    const [residents, staff] = ['/residents/*', '/ops/*'].map((path) =>
      JSON.stringify(configOf(path).security.ContentSecurityPolicy),
    );

    expect(start.security).toMatchObject({
      ContentSecurityPolicy: { ContentSecurityPolicy: PAGE_HEADERS['content-security-policy'], Override: true },
      ContentTypeOptions: { Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
    });
    for (const { Header, Value } of start.custom ?? [])
      expect(PAGE_HEADERS[Header as keyof typeof PAGE_HEADERS]).toBe(Value);
    expect(start.custom).toHaveLength(3);
    expect(residents).toMatch(/connect-src 'self' .*ProviderURL.*PeopleDomain.*amazoncognito\.com; base-uri/);
    for (const policy of [residents, staff]) expect(policy).not.toMatch(/unsafe|data:|blob:|\*/);
    expect(residents).not.toContain('Photos');
    const photos = 'https:\\/\\/.*Photos.*RegionalDomainName.*\\/photos\\/';
    expect(staff).toMatch(
      new RegExp(`img-src 'self' ${photos}; connect-src 'self' .*amazoncognito.* ${photos}; base-uri`),
    );
    expect(configOf('/ops/*').custom).toEqual(configOf('/residents/*').custom);
    for (const [, { security }] of [...behaviours.keys()].map((path) => [path, configOf(path)] as const))
      expect(security).toMatchObject({ StrictTransportSecurity: { IncludeSubdomains: true } });
  });

  it('lets nobody read its buckets but its own distribution, over TLS', () => {
    const buckets = Object.values(site.findResources('AWS::S3::Bucket'));
    const policies = Object.values(site.findResources('AWS::S3::BucketPolicy'));
    const statementsOf = ({ Properties }: Record<string, Policy>) => Properties?.PolicyDocument.Statement ?? [];

    const allowed = policies.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Allow');
    const denied = policies.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Deny');

    expect([buckets.length, allowed.length, denied.length]).toEqual([2, 2, 2]);
    for (const { Properties } of buckets)
      expect(Properties).toMatchObject({
        BucketEncryption: expect.anything(),
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
      });
    for (const statement of allowed) {
      expect(statement).toMatchObject({
        Action: ['s3:GetObject', 's3:ListBucket'],
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      });
      expect(JSON.stringify(statement)).toContain(':distribution/');
    }
    for (const { Condition } of denied) expect(Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
  });

  it('lets pages of any origin read the feed, and no others', () => {
    const open = Object.values(site.findResources('AWS::CloudFront::ResponseHeadersPolicy')).filter(({ Properties }) =>
      JSON.stringify(Properties).includes('CorsConfig'),
    );

    expect(open).toHaveLength(1);
    expect(open[0]?.['Properties']['ResponseHeadersPolicyConfig']['CorsConfig']).toMatchObject({
      AccessControlAllowCredentials: false,
      AccessControlAllowOrigins: { Items: ['*'] },
    });
    expect(behaviours.get('/gbfs/*')?.AllowedMethods).toBeUndefined();
  });

  it('has people come back to its own pages, and to no others', () => {
    const [client] = Object.values(edge.findResources('AWS::Cognito::UserPoolClient'));
    const { CallbackURLs: callbacks, LogoutURLs: logouts } = client?.['Properties'] ?? {};

    expect(JSON.stringify(callbacks)).toMatch(/DomainName.*\/residents\/.*DomainName.*\/ops\//i);
    expect(logouts).toEqual(callbacks);
    expect(callbacks).toHaveLength(2);
  });

  it('is the city’s own domain where it has one, over TLS 1.2', () => {
    const own = stacksOf({ domain: 'bikes.example.org', certificate: CERTIFICATE });

    own.site.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['bikes.example.org'],
        ViewerCertificate: { AcmCertificateArn: CERTIFICATE, MinimumProtocolVersion: 'TLSv1.2_2021' },
      },
    });
    own.edge.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      CallbackURLs: ['/residents/', '/ops/'].map((page) => `https://bikes.example.org${page}`),
    });
  });

  it('may become the city’s own domain: what was deployed before still finds what it imports', () => {
    const own = stacksOf({ domain: 'bikes.example.org', certificate: CERTIFICATE });
    const exportsOf = (template: Template) =>
      Object.values(template.toJSON()['Outputs'] as Record<string, { Export?: { Name: string } }>)
        .flatMap(({ Export }) => Export?.Name ?? [])
        .sort();

    expect(exportsOf(site)).toEqual(expect.arrayContaining([expect.stringMatching(/DomainName/)]));
    expect(exportsOf(own.site)).toEqual(exportsOf(site));
  });

  it.each([
    [{ domain: 'bikes.example.org' }, /certificate of bikes.example.org/],
    [{ certificate: CERTIFICATE }, /domain must be a name/],
    [{ domain: 'https://bikes.example.org/', certificate: CERTIFICATE }, /domain must be a name/],
    [
      { domain: 'bikes.example.org', certificate: CERTIFICATE.replace('us-east-1', 'eu-west-1') },
      /one of ACM in us-east-1/,
    ],
  ])('is no domain that CloudFront would refuse: %j', (context, words) => {
    expect(() => stacksOf(context)).toThrow(words);
  });
});

describe('the function that finds pages', () => {
  const code = readFileSync(join(__dirname, '../../infra/site/page-request.js'), 'utf8');
  const run = readFunction({ FunctionCode: code, FunctionConfig: { Runtime: 'cloudfront-js-2.0' } });
  const ask = (path: string): Promise<Made> =>
    run(edgeRequest({ method: 'GET', path, query: '', headers: {}, body: Buffer.alloc(0) }), {
      ...{ distributionDomainName: 'd1.cloudfront.net', distributionId: 'E1', requestId: 'r1' },
    });

  it('is as small as CloudFront wants it', () => {
    // "Quotas on CloudFront Functions": 10 KB.
    expect(Buffer.byteLength(code)).toBeLessThan(10 * 1024);
  });

  it.each([
    ['/', '/index.html'],
    ['/residents/', '/residents/index.html'],
    ['/ops/', '/ops/index.html'],
    ['/index.html', '/index.html'],
    ['/ops/config.json', '/ops/config.json'],
    ['/residents/assets/index-DyHf2CUw.js', '/residents/assets/index-DyHf2CUw.js'],
  ])('finds for %s the file %s', async (path, file) => {
    expect(await ask(path)).toMatchObject({ request: { uri: file } });
  });

  it.each(['/residents', '/ops'])('sends on from %s, where a slash is missing', async (path) => {
    expect(await ask(path)).toMatchObject({
      response: { statusCode: 308, headers: { location: { value: `${path}/` } } },
    });
  });

  it.each([
    '/nothing',
    '/nothing/',
    '/ops/nothing/',
    '//elsewhere.example/',
    '//elsewhere.example/x',
    '/%0d%0aset-cookie:a',
  ])('says that there is no page at %s, and repeats nothing of it', async (path) => {
    const made = await ask(path);

    expect(made).toMatchObject({ response: { statusCode: 404, headers: { 'cache-control': { value: 'no-store' } } } });
    expect(JSON.stringify(made)).not.toContain(path);
  });
});
