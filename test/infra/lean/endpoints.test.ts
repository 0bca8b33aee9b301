import { beforeAll, describe, expect, it } from '@jest/globals';
import { pruned } from '../../../infra/lean/diagram.ts';
import { bundledText } from './bundled.ts';

const CLIENTS = ['dynamodb', 'eventbridge', 'iot-data-plane', 'kms', 'lambda', 's3', 'secrets-manager', 'sfn'];
const nameOf = (client: string) => client.replaceAll('-', '_');
const RESOLVERS = CLIENTS.map(
  (client) =>
    `export { defaultEndpointResolver as ${nameOf(client)} } from '@aws-sdk/client-${client}/dist-es/endpoint/endpointResolver.js';`,
).join('\n');

type Resolve = (parameters: object) => { url: URL; properties: object; headers: object };
type Resolvers = Record<string, Resolve>;

let lean: Resolvers;
let whole: Resolvers;
beforeAll(async () => {
  [lean, whole] = await Promise.all([
    bundledText<Resolvers>(RESOLVERS),
    bundledText<Resolvers>(RESOLVERS, { isLean: false }),
  ]);
});

const answer = (resolvers: Resolvers, client: string, parameters: object) => {
  try {
    const { url, properties, headers } = resolvers[nameOf(client)]?.(parameters) ?? {};
    return { url: String(url), properties, headers };
  } catch (error) {
    return { error: (error as Error).message };
  }
};

/** At least one of each partition, those with rules of their own, one that is not known yet, and none. */
const REGIONS = [
  ...['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-2', 'ap-southeast-2', 'me-central-1', 'mx-central-1'],
  ...['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1'],
  ...['eusc-de-east-1', 'eu-isoe-west-1', 'us-isof-south-1', 'il-central-1', 'xx-nowhere-9', undefined],
];
const ENDPOINTS = [undefined, 'http://localhost:4566', 'http://127.0.0.1:4566', 'https://cloud.test/behind'];

/** What else a client is given, by the settings and names that functions of ours give it. */
const GIVEN: Record<string, object[]> = {
  s3: ['photos-havenbrook', 'Photos_Havenbrook'].flatMap((Bucket) =>
    [true, false].map((ForcePathStyle) => ({
      ...{ Bucket, ForcePathStyle, Key: 'photos/1', Accelerate: false, UseGlobalEndpoint: false },
      DisableMultiRegionAccessPoints: false,
    })),
  ),
  dynamodb: [
    { AccountIdEndpointMode: 'preferred', ResourceArn: 'Freewheel-Bikes' },
    { AccountIdEndpointMode: 'preferred', ResourceArnList: ['Freewheel-Bikes'] },
    { AccountIdEndpointMode: 'disabled', ResourceArn: 'Freewheel-Bikes' },
    {},
  ],
};

describe('the endpoints in bundles', () => {
  it.each(CLIENTS)("are the SDK's own in every region, and with an endpoint in the environment: %s", (client) => {
    const asked = REGIONS.flatMap((Region) =>
      ENDPOINTS.flatMap((Endpoint) =>
        (GIVEN[client] ?? [{}]).map((given) => ({
          ...{ ...given, UseFIPS: false, UseDualStack: false },
          ...(Region ? { Region } : {}),
          ...(Endpoint ? { Endpoint } : {}),
        })),
      ),
    );

    const [ours, theirs] = [lean, whole].map((resolvers) => asked.map((one) => answer(resolvers, client, one)));

    expect(ours).toEqual(theirs);
    expect(new Set(theirs?.map((one) => one.url)).size).toBeGreaterThan(REGIONS.length);
  });

  it('take a table by its ARN, and an account, to the address of the region, which does as well', () => {
    const inRegion = { Region: 'eu-west-1', UseFIPS: false, UseDualStack: false, AccountIdEndpointMode: 'preferred' };
    const ResourceArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Bikes';

    const urls = [{ ResourceArn }, { AccountId: '123456789012' }].map(
      (more) => answer(lean, 'dynamodb', { ...inRegion, ...more }).url,
    );

    expect(urls).toEqual(['https://dynamodb.eu-west-1.amazonaws.com/', 'https://dynamodb.eu-west-1.amazonaws.com/']);
  });

  it.each<[client: string, parameters: object, what: string]>([
    ['kms', { UseFIPS: true }, 'FIPS'],
    ['sfn', { UseDualStack: true }, 'dual stack'],
    ['s3', { UseFIPS: true, Bucket: 'photos' }, 'FIPS'],
    ['s3', { Bucket: 'arn:aws:s3:eu-west-1:123456789012:accesspoint/photos' }, 'ARNs of buckets'],
    ['s3', { Bucket: 'photos--euw1-az1--x-s3' }, 'S3 Express'],
    ['s3', { Bucket: 'photos', Accelerate: true }, 'acceleration'],
    ['s3', {}, 'no bucket'],
    ['s3', { Bucket: 'photos', Region: 'aws-global' }, 'all regions'],
    ['dynamodb', { AccountIdEndpointMode: 'required' }, 'required accounts'],
    ['eventbridge', { EndpointId: 'abcde.veo' }, 'several regions'],
  ])('say what is left out of them: %s, %o', (client, parameters, what) => {
    const asked = { Region: 'eu-west-1', UseFIPS: false, UseDualStack: false, ...parameters };

    expect(answer(lean, client, asked)).toEqual({
      error: `Endpoints for ${what} are left out by infra/lean/endpoints.ts.`,
    });
  });

  it('are not made where a rule is about nothing that the SDK asks any more', () => {
    const diagram = { nodes: [-1, 1, -1], root: 100_000_000, conditions: [], results: [['https://kms.test', {}]] };

    expect(() => pruned(diagram, { refused: { FIPS: ['["isSet",[{"ref":"FIPS"}'] }, ignored: [] })).toThrow(
      'No endpoint depends on',
    );
  });
});
