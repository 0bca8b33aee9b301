import { Console } from 'node:console';
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import type { Surroundings } from './bundle.ts';
import type { FunctionDefinition } from './contract.ts';

/** Takes what a function prints. */
export type Print = (definition: FunctionDefinition, text: string) => void;

function printer(definition: FunctionDefinition, print: Print): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      print(definition, String(chunk));
      done();
    },
  });
}

/** The host's object, with some of its properties put in place of others. */
function overlay<Host extends object>(host: Host, own: Record<string | symbol, unknown>): Host {
  return new Proxy(host, {
    get: (_, key) => (Object.hasOwn(own, key) ? own[key] : Reflect.get(host, key)),
    set: (_, key, value) => {
      own[key] = value;
      return true;
    },
    has: (_, key) => Object.hasOwn(own, key) || Reflect.has(host, key),
  });
}

function exit(code?: number): never {
  throw Object.assign(new Error(`The function called process.exit(${code ?? ''}).`), { name: 'Runtime.ExitError' });
}

/** Puts modules in place of Node's own, with and without the prefix `node:`. */
export function replaceModules(
  require: (id: string) => unknown,
  modules: Record<string, unknown>,
): (id: string) => unknown {
  return (id) => {
    const name = id.replace(/^node:/, '');
    return Object.hasOwn(modules, name) ? modules[name] : require(id);
  };
}

/**
 * A function's own `process`, with its own environment, and its own console and global object: two functions in
 * one thread see nothing of each other.
 */
export function ownSurroundings(definition: FunctionDefinition, print: Print): Surroundings {
  const stdout = printer(definition, print);
  const stderr = printer(definition, print);
  const ownProcess = overlay(process, { env: { ...definition.env }, stdout, stderr, exit });
  const ownConsole = Object.assign(new Console({ stdout, stderr }), { Console });
  const ownGlobal: typeof globalThis = overlay(globalThis, { process: ownProcess, console: ownConsole });
  Object.assign(ownGlobal, { globalThis: ownGlobal, global: ownGlobal });
  return {
    globals: { process: ownProcess, console: ownConsole, globalThis: ownGlobal, global: ownGlobal },
    require: replaceModules(createRequire(definition.file), { process: ownProcess, console: ownConsole }),
  };
}
