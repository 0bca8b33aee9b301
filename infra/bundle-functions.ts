import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLES } from './bundles.ts';
import { handlers } from './handlers.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * Bundles every function in one call: CommonJS, which Lambda, the embedded host and the simulator all load, each
 * in its own way. `main-fields` takes the ESM builds, of which tree shaking leaves less; without dynamic imports a
 * bundle is one file; the SDK's chain of credential sources is cut down to the environment, the one that Lambda uses.
 */
export async function bundleFunctions(): Promise<string[]> {
  const outdir = BUNDLES;
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const names = handlers();
  await build({
    entryPoints: names.map((name) => ({ in: join(ROOT, 'functions', `${name}.ts`), out: join(name, 'index') })),
    outdir,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    supported: { 'dynamic-import': false },
    alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'infra', 'environment-credentials.ts') },
    logLevel: 'warning',
  });
  return names;
}
