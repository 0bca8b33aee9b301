import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { leanLibrary, rewrite } from './left-out.ts';

const here = (file: string) => join(import.meta.dirname, file);

/**
 * Modules of the SDK that no function of ours can reach, each with what stands in for it:
 *
 * - the chain of credential sources, cut down to the environment, the one that Lambda uses;
 * - event streams: no operation that we call has one, and a client that needs them loads them on demand;
 * - endpoint discovery, which DynamoDB's client can do and leaves off unless the environment turns it on;
 * - signatures for several regions.
 */
export const LEAN_SDK = {
  '@aws-sdk/credential-provider-node': here('environment-credentials.ts'),
  '@smithy/core/event-streams': here('no-event-streams.ts'),
  '@aws-sdk/middleware-endpoint-discovery': here('no-endpoint-discovery.ts'),
  '@aws-sdk/signature-v4-multi-region': here('one-region.ts'),
};

/** Files inside the SDK, which aliases cannot name, each with what stands in for it. */
const INSIDE: Record<string, string> = {
  runtimeExtensions: 'no-extensions.ts',
  fromSharedConfigFiles: 'no-config-files.ts',
  XmlShapeSerializer: 'no-xml-bodies.ts',
  loggerMiddleware: 'no-call-log.ts',
  emitWarningIfUnsupportedVersion: 'no-version-warning.ts',
};

/** Files inside the SDK that nothing stands in for. */
const UNREACHED = [
  // Hashes in JavaScript, for a runtime without those of node:crypto.
  'Sha256Js',
  'Sha1Js',
  'Md5Js',
  // Streams of browsers; in Node, what is sent to us is one of node:stream, and what we send is no stream.
  String.raw`util-stream/(?:checksum/)?[\w-]+\.browser`,
  'createBufferedReadable',
  'getAwsChunkedEncodingStream',
  // The retry mode `adaptive`, which no client of ours asks for.
  'AdaptiveRetryStrategy',
  'DefaultRateLimiter',
  // The question to the machine for its region, which Lambda gives in the environment.
  'getInstanceMetadataRegion',
  // Signatures for event streams and for several regions, and the sessions of S3 Express.
  'HeaderFormatter',
  'AwsSdkSigV4ASigner',
  'S3ExpressIdentityProviderImpl',
  'CreateSessionCommand',
];

/** Leaves out of the SDK what is not reached, whatever is called. */
export const leanSdk = leanLibrary({
  by: 'sdk.ts',
  packages: '@aws-sdk|@smithy',
  files: UNREACHED,
  standIns: INSIDE,
  methods: {
    // Event streams again; `resolveError` is for a protocol that none of our clients speaks.
    HttpProtocol: [
      'serializeEventStream',
      'deserializeEventStream',
      'loadEventStreamCapability',
      'getEventStreamMarshaller',
      'resolveEventStreamMarshaller',
      'resolveError',
    ],
    SignatureV4: ['signEvent', 'signMessage'],
  },
});

/** Of a client's package.json the version alone is read, for the user agent. */
export const leanVersions: Plugin = {
  name: 'lean-versions',
  setup: (build) =>
    rewrite(
      build,
      /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/,
      (text) => JSON.stringify({ version: (JSON.parse(text) as { version: string }).version }),
      'json',
    ),
};

/** Where a paginator is made, as soon as its file is loaded. */
export const PAGINATOR = /@aws-sdk[\\/]lib-dynamodb[\\/].*Paginator\.js$/;
const MADE = '= createPaginator(';

/**
 * Leaves paginators out that a function does not use, and with them the client of plain objects. Only this package of
 * the SDK does not say of itself that loading it does nothing.
 */
export const leanPaginators: Plugin = {
  name: 'lean-paginators',
  setup: (build) =>
    rewrite(build, PAGINATOR, (text) => {
      if (!text.includes(MADE)) throw new Error('A paginator is made in another way now: see infra/lean/sdk.ts.');
      return text.replace(MADE, '= /* @__PURE__ */ createPaginator(');
    }),
};
