import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../infra/bundle-functions.ts';
import { BUNDLES } from '../infra/bundles.ts';
import { bundleEverything } from './everything.ts';

/** What the design allows a handler to weigh. */
const KB_MAX = 270;
/** What is wanted of those for which others wait, where they need no SDK: a part of a bundle of everything. */
const RATIO_MAX = 0.1;

/** Every function's bundle, heaviest first: what Lambda must load before a cold function answers. */
export async function bundleSizes(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'freewheel-sizes-'));
  const whole = (await bundleEverything(join(folder, 'everything.js'))) / 1000;
  rmSync(folder, { recursive: true });
  const names = await bundleFunctions();
  const sizes = names
    .map((name) => ({ name, kb: statSync(join(BUNDLES, name, 'index.js')).size / 1000 }))
    .sort((a, b) => b.kb - a.kb);
  const heavy = sizes.filter(({ kb }) => kb > KB_MAX).length;
  return [
    `Bundles of ${sizes.length} functions, KB, and as a part of one that takes everything as it comes (${whole.toFixed(0)} KB)`,
    `${heavy} are over ${KB_MAX}; where no SDK is needed, ${RATIO_MAX} of it are wanted of the authoriser and callbacks`,
    ...sizes.map(({ name, kb }) => `  ${kb.toFixed(0).padStart(4)}  ${(kb / whole).toFixed(3)}  ${name}`),
  ];
}
