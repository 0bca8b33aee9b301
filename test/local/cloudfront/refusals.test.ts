import { describe, expect, it } from '@jest/globals';
import { cloudfrontModule } from '../../../local/cloudfront/module.ts';
import { deploy, hostContext } from '../serve.ts';

const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const BUCKET = { Id: 'bucket', DomainName: 'pages.s3.eu-west-1.amazonaws.com', S3OriginConfig: {} };
const BEHAVIOUR = { TargetOriginId: 'bucket', CachePolicyId: CACHING_OPTIMIZED, ViewerProtocolPolicy: 'https-only' };

describe('a distribution that the host cannot serve', () => {
  const [endpoint, bucketEndpoint] = ['http://127.0.0.1:8080', 'http://127.0.0.1:4566'];
  const module = () => cloudfrontModule(hostContext(), { endpoint, bucketEndpoint, apiOf: () => undefined });

  /** Brings up a distribution that would do, with a change to it. */
  async function bring(change: { config?: object; behaviour?: object; origin?: object }) {
    const hosted = module();
    const control = await deploy(hosted, 'AWS::CloudFront::OriginAccessControl', 'Control', {
      OriginAccessControlConfig: { OriginAccessControlOriginType: 's3', SigningBehavior: 'always' },
    });
    const DistributionConfig = {
      Enabled: true,
      DefaultCacheBehavior: { ...BEHAVIOUR, ...change.behaviour },
      Origins: [{ ...BUCKET, OriginAccessControlId: control.ref, ...change.origin }],
      ...change.config,
    };
    return deploy(hosted, 'AWS::CloudFront::Distribution', 'Site', { DistributionConfig });
  }

  it('is none that has what the template has', async () => {
    const { attributes } = await bring({});

    expect(attributes).toEqual({ Id: expect.stringMatching(/^E[A-Z0-9]{13}$/), DomainName: '127.0.0.1:8080' });
  });

  it.each([
    ['error pages', { config: { CustomErrorResponses: [] } }, /CustomErrorResponses of a distribution/],
    ['logs', { config: { Logging: {} } }, /Logging of a distribution/],
    ['a distribution that is off', { config: { Enabled: false } }, /not enabled/],
    ['functions of Lambda', { behaviour: { LambdaFunctionAssociations: [] } }, /LambdaFunctionAssociations/],
    ['signed addresses', { behaviour: { TrustedKeyGroups: [] } }, /TrustedKeyGroups of a cache behaviour/],
    ['a cache policy of one’s own', { behaviour: { CachePolicyId: 'own' } }, /no cache policy 'own'/],
    [
      'a request policy of one’s own',
      { behaviour: { OriginRequestPolicyId: 'own' } },
      /no origin request policy 'own'/,
    ],
    ['an origin that is not there', { behaviour: { TargetOriginId: 'other' } }, /no origin 'other'/],
    ['headers that are not there', { behaviour: { ResponseHeadersPolicyId: 'own' } }, /no headers policy 'own'/],
    [
      'a function on answers',
      { behaviour: { FunctionAssociations: [{ EventType: 'viewer-response', FunctionARN: 'a' }] } },
      /on viewer-request/,
    ],
    ['a bucket that anybody may read', { origin: { OriginAccessControlId: '' } }, /no origin access control/],
    ['an origin with a path', { origin: { OriginPath: '/x' } }, /OriginPath of an origin/],
    [
      'an origin elsewhere',
      { origin: { S3OriginConfig: undefined, DomainName: 'elsewhere.example' } },
      /not elsewhere.example/,
    ],
  ])('is told of by name: %s', async (_what, change, words) => {
    await expect(bring(change)).rejects.toThrow(words);
  });

  it('is a second one', async () => {
    const hosted = module();
    const properties = {
      DistributionConfig: {
        Enabled: true,
        DefaultCacheBehavior: { ...BEHAVIOUR, TargetOriginId: 'api' },
        Origins: [{ Id: 'api', DomainName: 'a1.execute-api.eu-west-1.amazonaws.com', CustomOriginConfig: {} }],
      },
    };
    await deploy(hosted, 'AWS::CloudFront::Distribution', 'One', properties);

    await expect(deploy(hosted, 'AWS::CloudFront::Distribution', 'Two', properties)).rejects.toThrow(/another/);
  });

  it.each([
    ['AccessControlMaxAgeSec', { CorsConfig: { AccessControlMaxAgeSec: 60 } }],
    ['without credentials', { CorsConfig: { AccessControlAllowOrigins: { Items: ['https://a.example'] } } }],
    ['ServerTimingHeadersConfig', { ServerTimingHeadersConfig: {} }],
    ['XSSProtection', { SecurityHeadersConfig: { XSSProtection: {} } }],
  ])('has headers that are told of by name: %s', async (name, config) => {
    const made = deploy(module(), 'AWS::CloudFront::ResponseHeadersPolicy', 'Headers', {
      ResponseHeadersPolicyConfig: config,
    });

    await expect(made).rejects.toThrow(name);
  });
});
