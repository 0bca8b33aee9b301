import { rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';
import { bundling } from './bundle-functions.ts';
import { HANDLERS, LIBRARIES } from './bundles.ts';
import { handlerFiles } from './handlers.ts';

/** Leaves packages out of the bundles, to be required, and says which they are. */
function packagesApart(found: Set<string>): Plugin {
  return {
    name: 'packages-apart',
    setup: (building) =>
      building.onResolve({ filter: /^[\w@]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || path.startsWith('node:')) return undefined;
        found.add(path);
        return { path, external: true };
      }),
  };
}

/** Code that exports packages by their names, as `require` has them: of one with a default, that is what is required. */
function exporting(packages: string[]): string {
  const imports = packages.map((name, at) => `import * as package${at} from '${name}';`);
  const entries = packages.map((name, at) => `'${name}': required(package${at}),`);
  const required = `const required = (all) => Object.hasOwn(all, 'default') ? Object.assign(all.default, all) : all;`;
  return [...imports, required, 'export const libraries = {', ...entries, '};'].join('\n');
}

/**
 * Bundles every function without its packages, and all packages into one file, with the same left out of them as in
 * the functions that are deployed. Whoever opens a city after another in one process then loads them once; an engine that
 * makes fast what is run often never gets to that with a copy for each function.
 */
export async function bundleApart(): Promise<void> {
  rmSync(HANDLERS, { recursive: true, force: true });
  const packages = new Set<string>();
  const { plugins = [], ...options } = { ...bundling(handlerFiles()), minify: false };
  await build({ ...options, outdir: HANDLERS, plugins: [packagesApart(packages), ...plugins] });
  const { entryPoints: _functions, outdir: _folder, ...one } = { ...bundling([]), minify: false };
  const stdin = { contents: exporting([...packages].sort()), resolveDir: import.meta.dirname };
  await build({ ...one, stdin, outfile: LIBRARIES });
}
