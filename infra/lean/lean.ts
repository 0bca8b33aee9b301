import type { Metafile, Plugin } from 'esbuild';
import { leanContracts } from './contracts.ts';
import { leanEndpoints } from './endpoints.ts';
import { leanLogger, leanTokens } from './libraries.ts';
import { leanSchemas } from './schemas.ts';
import { leanPaginators, leanSdk, leanVersions } from './sdk.ts';
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

/**
 * Makes sure that all functions together have every file that something is left out of.
 *
 * @throws Error where a library has such a file no more: something new may be in its place, and weigh on all functions.
 */
export function refuseGone({ inputs }: Metafile): void {
  const files = Object.keys(inputs).map((file) => `/${file}`);
  const gone = LIBRARIES.flatMap(({ patterns }) => patterns).filter((one) => !files.some((file) => one.test(file)));
  if (gone.length > 0) throw new Error(`Nothing is left out any more by the patterns ${gone.join(' and ')}.`);
}
