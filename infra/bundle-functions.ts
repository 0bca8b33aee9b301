import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { BUNDLES } from './bundles.ts';
import { handlerFiles } from './handlers.ts';
import { leanContracts } from './lean-contracts.ts';
import { LEAN_SDK, leanSdk } from './lean-sdk.ts';
import { leanStripe } from './lean-stripe.ts';

/**
 * How functions are bundled, all in one call: CommonJS, which Lambda, the embedded host and the simulator all load,
 * each in its own way. `main-fields` takes the ESM builds, of which tree shaking leaves less; without dynamic imports
 * a bundle is one file; and of the SDK stays what functions use.
 */
export function bundling(files: Iterable<[name: string, file: string]>): BuildOptions {
  return {
    entryPoints: [...files].map(([name, file]) => ({ in: file, out: join(name, 'index') })),
    outdir: BUNDLES,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    supported: { 'dynamic-import': false },
    alias: LEAN_SDK,
    plugins: [leanSdk, leanStripe, leanContracts],
    logLevel: 'warning',
  };
}

/** Bundles every function; answers their names. */
export async function bundleFunctions(): Promise<string[]> {
  rmSync(BUNDLES, { recursive: true, force: true });
  mkdirSync(BUNDLES, { recursive: true });
  const files = handlerFiles();
  await build(bundling(files));
  return [...files.keys()];
}
