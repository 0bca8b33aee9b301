import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compileFunction, constants } from 'node:vm';
import type { FunctionDefinition } from './contract.ts';

/** The second argument of a handler (AWS, "Using the Lambda context object"), as far as ours use it. */
export interface FunctionContext {
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  awsRequestId: string;
  logGroupName: string;
  logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

export type Handler = (event: unknown, context: FunctionContext) => unknown;

/** What a function's code finds around it, in place of the host's own. */
export interface Surroundings {
  /** Names that the code sees as if they were global. */
  globals: Record<string, unknown>;
  require: (id: string) => unknown;
  /** Does some of the code's work such that what it shares with others knows for whom. */
  enter?: <Result>(work: () => Result) => Result;
}

/** Loads the code anew: module state is never shared between two instances, as between two of Lambda's. */
export type Bundle = (surroundings: Surroundings) => Handler;

/** Our own bundles have no `import()`, which would see nothing of the surroundings; it works where others use it. */
const DYNAMIC_IMPORT = { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER };

function fault(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** What was compiled in this thread. A simulation opens hundreds of cities, all with the same functions. */
const compiled = new Map<string, { source: string; surround: (...globals: unknown[]) => unknown }>();

function compile(file: string, source: string, globals: string[]): (...globals: unknown[]) => unknown {
  const key = `${file} ${globals.join(' ')}`;
  const known = compiled.get(key);
  if (known?.source === source) return known.surround;
  // The globals are one function further out than what Node gives a module: code may declare the same names anew.
  const head = 'return function (exports, require, module, __filename, __dirname) {';
  const options = { filename: file, columnOffset: -head.length, ...(source.includes('import(') && DYNAMIC_IMPORT) };
  const surround = compileFunction(`${head}${source}\n}`, globals, options) as (...globals: unknown[]) => unknown;
  compiled.set(key, { source, surround });
  return surround;
}

/**
 * Compiles a function's bundle, which is one CommonJS file.
 *
 * @param globals the names of the surroundings' globals
 * @throws Error `Runtime.ImportModuleError` where the file cannot be read.
 */
export function compileBundle({ file, exported, handler }: FunctionDefinition, globals: string[]): Bundle {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    throw fault('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  }
  const surround = compile(file, source, globals);
  return (surroundings) => {
    const module: { exports: Record<string, unknown> } = { exports: {} };
    const load = surround(...globals.map((name) => surroundings.globals[name])) as (...given: unknown[]) => void;
    const { enter = (work) => work() } = surroundings;
    enter(() => load.call(module.exports, module.exports, surroundings.require, module, file, dirname(file)));
    const handle = module.exports[exported];
    if (typeof handle === 'function') return (event, context) => enter(() => (handle as Handler)(event, context));
    throw fault('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  };
}
