import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { Surroundings } from './bundle.ts';

type Callable = (...values: unknown[]) => unknown;

/** Something that may be called, and made instances of. */
function anyFunction(this: unknown): unknown {
  return this;
}

/** What Node itself gives. */
const nodeRequire = createRequire(import.meta.url);

/**
 * Stands in for something that each function has its own of, such as `Date` or `node:crypto`: whoever uses it has that of
 * `own`, as it is then. A method may be kept, and is looked up anew each time that it is called.
 */
function standIn(own: () => object): object {
  const methods = new Map<string, object>();
  const method = (key: string): object => {
    const known = methods.get(key) ?? standIn(() => Reflect.get(own(), key) as object);
    methods.set(key, known);
    return known;
  };
  return new Proxy(typeof own() === 'function' ? anyFunction : {}, {
    get: (_, key) => {
      const value: unknown = Reflect.get(own(), key);
      return typeof value === 'function' && typeof key === 'string' ? method(key) : value;
    },
    set: (_, key, value) => Reflect.set(own(), key, value),
    has: (_, key) => Reflect.has(own(), key),
    ownKeys: (like) => Reflect.ownKeys(typeof like === 'function' ? like : own()),
    getOwnPropertyDescriptor: (like, key) => {
      if (typeof like === 'function') return Reflect.getOwnPropertyDescriptor(like, key);
      const described = Reflect.getOwnPropertyDescriptor(own(), key);
      return described && { ...described, configurable: true };
    },
    apply: (_, self, values) => Reflect.apply(own() as Callable, self, values),
    construct: (_, values) => Reflect.construct(own() as Callable, values) as object,
  });
}

/** Gives functions packages that are loaded once in this thread, and surroundings in which these know who is calling. */
export type Libraries = (surroundings: Surroundings) => Surroundings;

/**
 * @param file exports packages by their names, as `libraries`; it is read when the first function asks for one
 */
export function sharedLibraries(file: string): Libraries {
  const calling = new AsyncLocalStorage<Surroundings>();
  const own = (): Surroundings => {
    const surroundings = calling.getStore();
    if (!surroundings) throw new Error(`Something of ${file} was used outside of any function.`);
    return surroundings;
  };
  let loaded: Record<string, unknown> | undefined;

  const load = ({ globals, require: requireFirst }: Surroundings): Record<string, unknown> => {
    const names = Object.keys(globals);
    const standIns = names.map((name) =>
      typeof globals[name] === 'function' || typeof globals[name] === 'object'
        ? standIn(() => own().globals[name] as object)
        : globals[name],
    );
    const modules = new Map<string, unknown>();
    const require = (id: string) => {
      const real: unknown = nodeRequire(id);
      if (requireFirst(id) === real) return real;
      const known = modules.get(id) ?? standIn(() => own().require(id) as object);
      modules.set(id, known);
      return known;
    };
    const exports: { libraries?: Record<string, unknown> } = {};
    const code = `return function (exports, module, require) {${readFileSync(file, 'utf8')}\n}`;
    const surround = compileFunction(code, names, { filename: file }) as Callable;
    const module = { exports };
    (surround(...standIns) as Callable)(exports, module, require);
    return module.exports.libraries ?? {};
  };

  return (surroundings) => {
    const enter: Surroundings['enter'] = (work) => calling.run(surroundings, work);
    const require = (id: string) => {
      loaded ??= enter(() => load(surroundings));
      return Object.hasOwn(loaded, id) ? loaded[id] : surroundings.require(id);
    };
    return { ...surroundings, require, enter };
  };
}
