import { join } from 'node:path';
import { BUNDLES, HANDLERS, LIBRARIES } from '../infra/bundles.ts';
import { unlessMade } from './made.ts';
import { ASSEMBLY, MADE, PAGES } from './output.ts';

const ROOT = join(import.meta.dirname, '..');

// Bundler and CDK take seconds to load: each is, where there is something to do for it.

async function buildAssembly(): Promise<void> {
  const { bundleFunctions } = await import('../infra/bundle-functions.ts');
  const { freewheelApp } = await import('../infra/app.ts');
  await bundleFunctions();
  freewheelApp({ outdir: ASSEMBLY }).synth();
}

async function buildPages(): Promise<void> {
  const { build } = await import('vite');
  for (const page of ['kiosk', 'ops', 'residents', 'start']) {
    await build({
      configFile: join(ROOT, 'web', 'vite.config.ts'),
      root: join(ROOT, 'web', page),
      build: { outDir: join(PAGES, page), emptyOutDir: true },
      logLevel: 'warn',
    });
  }
}

async function buildSimulations(): Promise<void> {
  const { bundleApart } = await import('../infra/bundle-apart.ts');
  await bundleApart();
}

const isWanted = (part: string) => !process.argv.includes(`--without-${part}`);

// Everything that is made from the sources: the cloud assembly and its function bundles; pages (unless `--without-pages`);
// and what simulations run (unless `--without-simulations`).
const make = unlessMade(ROOT, MADE);
await Promise.all([
  make('assembly', [BUNDLES, ASSEMBLY], buildAssembly),
  isWanted('pages') && make('pages', [PAGES], buildPages),
  isWanted('simulations') && make('simulations', [HANDLERS, LIBRARIES], buildSimulations),
]);
