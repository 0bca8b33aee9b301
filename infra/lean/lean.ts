import type { Metafile, Plugin } from 'esbuild';
import { leanContracts } from './contracts.ts';
import { DIAGRAM, leanEndpoints, PARTITIONS } from './endpoints.ts';
import { leanLogger, leanTokens } from './libraries.ts';
import { leanSchemas, SCHEMAS } from './schemas.ts';
import { leanPaginators, leanSdk, leanVersions, PAGINATOR } from './sdk.ts';
import { leanStripe } from './stripe.ts';

/** Those that look for files by name. */
const LIBRARIES = [leanSdk, leanStripe, leanTokens, leanLogger];

/** All that leaves out of a bundle what a function does not reach. */
export const LEAN: Plugin[] = [
  ...LIBRARIES.map(({ plugin }) => plugin),
  leanVersions,
  leanPaginators,
  leanSchemas,
  leanEndpoints,
  leanContracts,
];

/** The files that each client has one of, and those that are there once. */
const OF_CLIENTS = [SCHEMAS, DIAGRAM];
const ONCE = [...LIBRARIES.flatMap(({ patterns }) => patterns), PARTITIONS, PAGINATOR];

/**
 * Makes sure that all functions together have every file that something is left out of.
 *
 * @throws Error where a library has such a file no more: something new may be in its place, and weigh on all functions.
 */
export function refuseGone({ inputs }: Metafile): void {
  const files = Object.keys(inputs).map((file) => `/${file}`);
  const clients = new Set(files.flatMap((file) => file.match(/@aws-sdk[\\/]client-[\w-]+[\\/]/)?.[0] ?? []));
  const has = (pattern: RegExp, within = '') => files.some((file) => file.includes(within) && pattern.test(file));
  const gone = [
    ...ONCE.filter((pattern) => !has(pattern)),
    ...[...clients].flatMap((client) =>
      OF_CLIENTS.filter((pattern) => !has(pattern, client)).map((pattern) => `${pattern} in ${client}`),
    ),
  ];
  if (gone.length > 0) throw new Error(`Nothing is left out any more by the patterns ${gone.join(' and ')}.`);
}
