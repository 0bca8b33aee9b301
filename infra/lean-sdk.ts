import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const root = (file: string) => join(import.meta.dirname, file);

/**
 * Modules of the SDK that no function of ours can reach, each with what stands in for it:
 *
 * - the chain of credential sources, cut down to the environment, the one that Lambda uses;
 * - event streams: no operation that we call has one, and a client that needs them loads them on demand;
 * - endpoint discovery, which DynamoDB's client can do and leaves off unless the environment turns it on.
 */
export const LEAN_SDK = {
  '@aws-sdk/credential-provider-node': root('environment-credentials.ts'),
  '@smithy/core/event-streams': root('no-event-streams.ts'),
  '@aws-sdk/middleware-endpoint-discovery': root('no-endpoint-discovery.ts'),
};

/**
 * Files inside the SDK that aliases cannot name: SHA-256 in JavaScript, for a runtime without the one of
 * node:crypto; the retry mode `adaptive`, which no client of ours asks for; and the question to the machine for its
 * region, which Lambda gives in the environment.
 */
export const UNREACHED = /[\\/](Sha256Js|AdaptiveRetryStrategy|DefaultRateLimiter|getInstanceMetadataRegion)\.js$/;

/** Leaves out what is not reached. Of its package.json a client reads the version alone, for the user agent. */
export const leanSdk: Plugin = {
  name: 'lean-sdk',
  setup(build) {
    build.onLoad({ filter: UNREACHED }, ({ path }) => {
      const [, name] = UNREACHED.exec(path) ?? [];
      return {
        contents: `export function ${name}() { throw new Error('${name} is left out by infra/lean-sdk.ts.'); }`,
      };
    });
    build.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
