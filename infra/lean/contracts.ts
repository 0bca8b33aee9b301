import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Files that hold schemas and little else. A function imports some of them for one schema of many. */
const SCHEMAS = /[\\/]functions[\\/]\w+[\\/]((\w+-)?contract|fields|tokens)\.ts$/;
/** A constant of such a file that a call makes, or a chain of calls, up to the end of its statement. */
const MADE = /^((?:export )?const \w+ = )([a-z]\w*[.(][\s\S]*?);$/gm;
/** A call of zod's inside an object. None does anything but make a schema or a check. */
const ZOD_CALL = /(?<=: )z(?:\.\w+)+\(/g;

/**
 * Leaves schemas out that a function does not use. A bundler keeps every call that could do something unless it is told
 * that one does not (Rollup, "pure annotations"); it cannot know that of zod's, so that it is told here. An annotation
 * covers one call and not a chain of them, which is why a chain is put into a function of its own.
 */
export const leanContracts: Plugin = {
  name: 'lean-contracts',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replace(MADE, '$1/* @__PURE__ */ (() => $2)();')
        .replace(ZOD_CALL, '/* @__PURE__ */ $&'),
      loader: 'ts',
    }));
  },
};
