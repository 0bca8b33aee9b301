import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Loader, Plugin, PluginBuild } from 'esbuild';

/** What no function of ours reaches in a library. Files are named by the last parts of their paths, as patterns. */
export interface Unreached {
  /** The file of this folder that says so. */
  by: string;
  /** The packages of the library, as a pattern. */
  packages: string;
  /** Files of which only the names are left that they export. */
  files?: string[];
  /** Files that one of this folder stands in for, which an alias cannot name. */
  standIns?: Record<string, string>;
  /** Classes, by their files, and those of their methods that are left out. */
  methods?: Record<string, string[]>;
  /** What else is changed in a file with such a class. */
  changes?: Record<string, (text: string) => string>;
}

export interface LeanLibrary {
  plugin: Plugin;
  /** The files that it changes. */
  patterns: RegExp[];
}

/** What a module exports under a name of its own. */
const EXPORTED = /^export (?:async )?(?:class|function|const) (\w+)/gm;

/**
 * Stands in for whatever is left out: it may be handed on, and made an instance of, since libraries do that with what
 * they then do not use; but it says its name as soon as it is called, or it or its instance is asked for anything.
 */
const leftOut = (by: string) => `
  export function leftOut(name) {
    const say = () => { throw new Error(name + ' is left out by infra/lean/${by}.'); };
    const get = (target, key) => key in target || typeof key === 'symbol' ? target[key] : say();
    return new Proxy(class {}, { get, apply: say, construct: () => new Proxy({}, { get: say }) });
  }
`;

/**
 * The text of a class with the bodies of some methods replaced. A method begins and ends with a line of its own, four
 * spaces in, as TypeScript's compiler writes it.
 *
 * @throws Error where there is no such method.
 */
export function withoutMethods(text: string, methods: string[]): string {
  return methods.reduce((lean, name) => {
    const method = new RegExp(String.raw`^    (?:async )?${name}\([\s\S]*?^    }$`, 'm');
    if (!method.test(lean)) throw new Error(`There is no method ${name} to leave out any more.`);
    return lean.replace(method, `    ${name}() { leftOut('${name}')(); }`);
  }, text);
}

/** Names that a module exports, each of something that says that it is left out. */
const stubsOf = (text: string) =>
  [...text.matchAll(EXPORTED)]
    .map(([, name]) => `export const ${name} = /* @__PURE__ */ leftOut('${name}');\n`)
    .join('');

/** Has files bundled as they are made of their texts. */
export function rewrite(
  build: PluginBuild,
  filter: RegExp,
  change: (text: string) => string,
  loader: Loader = 'js',
): void {
  build.onLoad({ filter }, async ({ path }) => ({
    contents: change(await readFile(path, 'utf8')),
    loader,
    resolveDir: dirname(path),
  }));
}

/** Leaves out of a library what is not reached. */
export function leanLibrary({
  by,
  packages,
  files = [],
  standIns = {},
  methods = {},
  changes = {},
}: Unreached): LeanLibrary {
  const pattern = (file: string) =>
    new RegExp(`/node_modules/(?:${packages})/(?:.*/)?${file}\\.js$`.replaceAll('/', String.raw`[\\/]`));
  const namespace = `left-out:${by}`;
  const importLeftOut = `import { leftOut } from '${namespace}';\n`;
  const setup = (build: PluginBuild) => {
    build.onResolve({ filter: new RegExp(`^${namespace}$`) }, ({ path }) => ({ path, namespace }));
    build.onLoad({ filter: /.*/, namespace }, () => ({ contents: leftOut(by) }));
    for (const file of files) rewrite(build, pattern(file), (text) => importLeftOut + stubsOf(text));
    for (const [file, standIn] of Object.entries(standIns)) {
      const contents = readFileSync(join(import.meta.dirname, standIn), 'utf8');
      rewrite(build, pattern(file), () => contents, 'ts');
    }
    for (const [file, names] of Object.entries(methods)) {
      const change = changes[file] ?? ((text: string) => text);
      rewrite(build, pattern(file), (text) => importLeftOut + withoutMethods(change(text), names));
    }
  };
  const patterns = [...files, ...Object.keys(standIns), ...Object.keys(methods)].map(pattern);
  return { patterns, plugin: { name: `${by}: ${packages}`, setup } };
}
