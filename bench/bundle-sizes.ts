import { statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from '../infra/bundle-functions.ts';
import { BUNDLES } from '../infra/bundles.ts';

/** What the design allows a handler to weigh. */
const KB_MAX = 270;

/** Every function's bundle, heaviest first: what Lambda must load before a cold function answers. */
export async function bundleSizes(): Promise<string[]> {
  const names = await bundleFunctions();
  const sizes = names
    .map((name) => ({ name, kb: statSync(join(BUNDLES, name, 'index.js')).size / 1024 }))
    .sort((a, b) => b.kb - a.kb);
  const heavy = sizes.filter(({ kb }) => kb > KB_MAX).length;
  return [
    `Bundles of ${sizes.length} functions, KB; ${heavy} are over ${KB_MAX}`,
    ...sizes.map(({ name, kb }) => `  ${kb.toFixed(0).padStart(4)}  ${name}`),
  ];
}
