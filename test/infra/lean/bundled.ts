import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { type BuildOptions, build } from 'esbuild';
import { bundling } from '../../../infra/bundle-functions.ts';

/** Bundles what a file or a text exports, and loads it, as Lambda does. */
async function loaded<Exports>(options: BuildOptions): Promise<Exports> {
  const { outputFiles = [] } = await build({ ...options, outdir: 'nowhere', write: false });
  const module = { exports: {} };
  const load = runInThisContext(`(function (module, exports, require) {${outputFiles[0]?.text}\n})`) as (
    ...given: unknown[]
  ) => void;
  load(module, module.exports, createRequire(join(__dirname, 'bundled.ts')));
  return module.exports as Exports;
}

/** What a file of ours exports, as it is bundled for functions. */
export const bundledFile = <Exports>(file: string): Promise<Exports> => loaded(bundling([['file', file]]));

/** What a text exports: as functions are bundled, or with all of the libraries that it asks for. */
export function bundledText<Exports>(contents: string, { isLean = true } = {}): Promise<Exports> {
  const { entryPoints: _, plugins, alias, ...options } = bundling([]);
  const stdin = { contents, resolveDir: __dirname };
  return loaded({ ...options, stdin, ...(isLean ? { plugins: plugins ?? [], alias: alias ?? {} } : {}) });
}
