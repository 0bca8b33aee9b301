import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Files that hold schemas and little else. A function imports some of them for one schema of many. */
const SCHEMAS = /[\\/]functions[\\/]\w+[\\/](contract|fields|tokens)\.ts$/;
/** A call of zod's. None does anything but make a schema or a check. */
const ZOD_CALL = /(?<![\w.])z(?:\.\w+)+\(/g;

/**
 * Leaves schemas out that a function does not use. A bundler keeps every call that could do something unless it is told
 * that one does not (Rollup, "pure annotations"); it cannot know that of zod's, so that it is told here.
 */
export const leanContracts: Plugin = {
  name: 'lean-contracts',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(ZOD_CALL, '/* @__PURE__ */ $&'),
      loader: 'ts',
    }));
  },
};
