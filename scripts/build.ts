import { join } from 'node:path';
import { build as buildPage } from 'vite';
import { freewheelApp } from '../infra/app.ts';
import { bundleApart } from '../infra/bundle-apart.ts';
import { bundleFunctions } from '../infra/bundle-functions.ts';
import { ASSEMBLY, PAGES } from './output.ts';

const ROOT = join(import.meta.dirname, '..');

async function buildPages(): Promise<void> {
  for (const page of ['kiosk', 'ops', 'residents', 'start']) {
    await buildPage({
      configFile: join(ROOT, 'web', 'vite.config.ts'),
      root: join(ROOT, 'web', page),
      build: { outDir: join(PAGES, page), emptyOutDir: true },
      logLevel: 'warn',
    });
  }
}

const isWanted = (part: string) => !process.argv.includes(`--without-${part}`);

// Everything that is made from the sources: the cloud assembly and its function bundles; pages (unless `--without-pages`);
// and what simulations run (unless `--without-simulations`).
const more = [...(isWanted('pages') ? [buildPages()] : []), ...(isWanted('simulations') ? [bundleApart()] : [])];
await Promise.all([bundleFunctions(), ...more]);
freewheelApp({ outdir: ASSEMBLY }).synth();
