import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Plugin, PluginBuild } from 'esbuild';

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

  const leaveOut = (build: PluginBuild, filter: RegExp) =>
    build.onLoad({ filter }, async ({ path }) => {
      const exported = [...(await readFile(path, 'utf8')).matchAll(EXPORTED)].map(([, name]) => name);
      const stubs = exported.map((name) => `export const ${name} = /* @__PURE__ */ leftOut('${name}');\n`);
      return { contents: [importLeftOut, ...stubs].join('') };
    });
  const replace = (build: PluginBuild, filter: RegExp, standIn: string) =>
    build.onLoad({ filter }, async ({ path }) => ({
      contents: await readFile(join(import.meta.dirname, standIn), 'utf8'),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  const change = (build: PluginBuild, filter: RegExp, names: string[]) =>
    build.onLoad({ filter }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const changed = changes[basename(path, '.js')]?.(text) ?? text;
      return { contents: importLeftOut + withoutMethods(changed, names), resolveDir: dirname(path) };
    });

  const patterns = [...files, ...Object.keys(standIns), ...Object.keys(methods)].map(pattern);
  const setup = (build: PluginBuild) => {
    build.onResolve({ filter: new RegExp(`^${namespace}$`) }, ({ path }) => ({ path, namespace }));
    build.onLoad({ filter: /.*/, namespace }, () => ({ contents: leftOut(by) }));
    for (const file of files) leaveOut(build, pattern(file));
    for (const [file, standIn] of Object.entries(standIns)) replace(build, pattern(file), standIn);
    for (const [file, names] of Object.entries(methods)) change(build, pattern(file), names);
  };
  return { patterns, plugin: { name: namespace, setup } };
}
