import nodeCrypto from 'node:crypto';
import { createRequire } from 'node:module';
import type { Clock, Timer } from '../../seams/clock.ts';
import { fraction, type Random, uuid } from '../../seams/random.ts';
import type { Surroundings } from './bundle.ts';
import type { FunctionDefinition } from './contract.ts';
import type { Libraries } from './libraries.ts';
import { ownSurroundings, type Print, replaceModules } from './surroundings.ts';

export interface VirtualWorld {
  clock: Clock;
  random: Random;
  print: Print;
  /** Modules of Node's that the code gets in place of the real ones, by name without `node:`: `http`, `https`. */
  modules: (definition: FunctionDefinition) => Record<string, unknown>;
  /** Told of cryptography that other threads do, which takes real time and none on the clock; gives its result. */
  compute: <Result>(work: Promise<Result>) => Promise<Result>;
  /** Gives packages to functions whose code has none. */
  libraries?: Libraries | undefined;
}

/** Modules through which code would reach the real world: a simulation must give its own, or they are refused. */
const REAL_IO = ['http', 'https', 'http2', 'net', 'tls', 'dns', 'dgram', 'child_process', 'worker_threads', 'fs'];

function virtualDate(clock: Clock): typeof Date {
  return new Proxy(Date, {
    construct: (date, given, newTarget) => Reflect.construct(date, given.length > 0 ? given : [clock.now()], newTarget),
    apply: () => new Date(clock.now()).toString(),
    get: (date, key) => (key === 'now' ? () => clock.now() : Reflect.get(date, key)),
  });
}

function virtualMath(random: Random): typeof Math {
  const properties = { ...Object.getOwnPropertyDescriptors(Math), random: { value: () => fraction(random) } };
  return Object.create(Object.prototype, properties);
}

type Callback = (...values: unknown[]) => void;

/** Timers on the given clock, with the few methods that Node's handles have. */
function virtualTimers(clock: Clock) {
  const handle = (timer: { current: Timer }) => {
    const own = { cancel: () => timer.current.cancel(), ref: () => own, unref: () => own, hasRef: () => true };
    return own;
  };
  const setTimeout = (callback: Callback, delayMs = 0, ...values: unknown[]) =>
    handle({ current: clock.after(Number(delayMs), () => callback(...values)) });
  const setInterval = (callback: Callback, delayMs = 0, ...values: unknown[]) => {
    const arm = (): Timer =>
      clock.after(Math.max(1, Number(delayMs)), () => {
        timer.current = arm();
        callback(...values);
      });
    const timer = { current: arm() };
    return handle(timer);
  };
  const clear = (timer?: { cancel?: () => void }) => timer?.cancel?.();
  return { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear };
}

/** `node:crypto` and the global `crypto`, whose chance comes from the seed. Keys and signatures are the real ones. */
function virtualCrypto({ random, compute }: Pick<VirtualWorld, 'random' | 'compute'>) {
  const randomUUID = () => uuid(random);
  const randomBytes = (size: number, done?: (fault: null, bytes: Buffer) => void) => {
    const bytes = Buffer.from(random.bytes(size));
    return done ? done(null, bytes) : bytes;
  };
  const getRandomValues = <View extends ArrayBufferView>(view: View): View => {
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(random.bytes(view.byteLength));
    return view;
  };
  const randomFillSync = getRandomValues;
  const randomInt = (low: number, high?: number) => {
    const [from, to] = high === undefined ? [0, low] : [low, high];
    return from + Math.floor(fraction(random) * (to - from));
  };
  const subtle = new Proxy(nodeCrypto.subtle, {
    get: (real, name) => {
      const method = Reflect.get(real, name);
      if (typeof method !== 'function') return method;
      return (...values: unknown[]) => compute(Reflect.apply(method, real, values) as Promise<unknown>);
    },
  });
  const web = { subtle, randomUUID, getRandomValues };
  return {
    web,
    node: { ...nodeCrypto, randomUUID, randomBytes, getRandomValues, randomFillSync, randomInt, webcrypto: web },
  };
}

function refusing(name: string): unknown {
  const refuse = () => {
    throw new Error(`A simulated function must not use node:${name}; the simulation has to give it one.`);
  };
  return new Proxy({}, { get: (_, key) => (typeof key === 'symbol' || key === '__esModule' ? undefined : refuse) });
}

/** No file is there. The SDK looks for the developer's settings, and takes their absence well. */
const noFile = () => Promise.reject(Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' }));

/**
 * Surroundings in which nothing is left to chance: time, randomness, timers and I/O are the simulation's. With one
 * seed a function does the same in each run.
 */
export function virtualSurroundings({
  clock,
  random,
  print,
  modules,
  compute,
  libraries = (own) => own,
}: VirtualWorld) {
  return (definition: FunctionDefinition): Surroundings => {
    const own = ownSurroundings(definition, print);
    const timers = virtualTimers(clock);
    const crypto = virtualCrypto({ random, compute });
    const wait = (delayMs: number, value: unknown) =>
      new Promise((resolve) => timers.setTimeout(() => resolve(value), delayMs));
    const replaced = {
      ...Object.fromEntries(REAL_IO.map((name) => [name, refusing(name)])),
      'fs/promises': { readFile: noFile },
      crypto: crypto.node,
      timers: { ...timers, setImmediate, clearImmediate },
      'timers/promises': { setTimeout: wait },
      process: own.globals['process'],
      console: own.globals['console'],
      ...modules(definition),
    };
    const globals = {
      ...own.globals,
      ...timers,
      Date: virtualDate(clock),
      Math: virtualMath(random),
      crypto: crypto.web,
      performance: { now: () => clock.now(), timeOrigin: 0 },
    };
    Object.assign(own.globals['globalThis'] as object, globals);
    const surroundings = { globals, require: replaceModules(createRequire(definition.file), replaced) };
    return libraries(surroundings);
  };
}
