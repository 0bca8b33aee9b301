import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { HANDLERS, LIBRARIES } from '../../infra/bundles.ts';
import { handlers } from '../../infra/handlers.ts';
import { type Host, startHost } from '../../local/host.ts';
import type { FunctionDefinition, Invocation, Runner } from '../../local/lambda/contract.ts';
import { createInProcessRunner } from '../../local/lambda/in-process-runner.ts';
import { sharedLibraries } from '../../local/lambda/libraries.ts';
import { virtualSurroundings } from '../../local/lambda/virtual-surroundings.ts';
import { wireHttp } from '../../local/lambda/wire-http.ts';
import type { Memory } from '../../local/memory.ts';
import { memoryJournal } from '../../local/states/journal/memory-journal.ts';
import type { WireRequest, WireResponse } from '../../local/wire/contract.ts';
import type { Clock } from '../../seams/clock.ts';
import type { Random } from '../../seams/random.ts';
import type { Attempt, Between } from './between.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The address of the city's HTTP API. */
export const API = 'http://city.test';

/** Counts what is under way, so that time moves on only when nothing is left to do at the present moment. */
export interface Workload {
  isIdle(): boolean;
  during<Result>(work: Promise<Result>): Promise<Result>;
}

export function workload(): Workload {
  let underWay = 0;
  return {
    isIdle: () => underWay === 0,
    during: async (work) => {
      underWay += 1;
      try {
        return await work;
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** What waits for others by its nature: functions that are invoked, and executions that are waited for. */
export function isWaiting({ path, headers }: WireRequest): boolean {
  return path.startsWith('/2015-03-31/functions/') || headers['x-amz-target'] === 'AWSStepFunctions.StartSyncExecution';
}

/** Sees every request to AWS and to the HTTP API, as it stands on the wire. */
export type Watch = (request: WireRequest) => void;

interface HostParts {
  between: Between;
  clock: VirtualTime;
  random: Random;
  work: Workload;
  log: (line: string) => void;
  /** The errors of functions that fail, by their descriptions. */
  broken: ReadonlyMap<string, string>;
  journal: string[];
  memory: Memory;
  watch: Watch;
  calls: string[];
  assemblyDir: string;
  /** Whether functions share their packages, which are then loaded once in this process and not once for each. */
  apart: boolean;
}

/** How a function's description names its handler. */
export const descriptionOf = (handler: string) => handler.replace('/', ': ').replaceAll('-', ' ');
/** Bundles without packages, by the descriptions of their functions. */
const APART = new Map(handlers().map((handler) => [descriptionOf(handler), join(HANDLERS, handler, 'index.js')]));
const libraries = sharedLibraries(LIBRARIES);

/** Runs what was bundled without its packages in place of what is deployed. */
function runsApart(runner: Runner): Runner {
  const apart = (definition: FunctionDefinition) => ({
    ...definition,
    file: APART.get(definition.description) ?? definition.file,
  });
  return { ...runner, run: (definition, invocation) => runner.run(apart(definition), invocation) };
}

const never = () => new Promise<never>(() => {});

function outcomeOf<Value>([settled]: [PromiseSettledResult<Value>]): Value {
  if (settled.status === 'fulfilled') return settled.value;
  throw settled.reason;
}

/**
 * Runs functions such that one can be killed half way. Its code cannot be stopped within this process, so it is cut off:
 * what it asks of AWS arrives nowhere, and no answer comes.
 */
function mortal(inProcess: Runner, between: Between, broken: ReadonlyMap<string, string>, isCrashed: () => boolean) {
  interface Life {
    isOver: boolean;
  }
  const context = new AsyncLocalStorage<Life>();
  const lives = new Map<string, Life>();
  const end = (requestId: string, life: Life | undefined) => {
    if (life) life.isOver = true;
    inProcess.abandon(requestId);
  };
  const begin = (definition: FunctionDefinition, invocation: Invocation): Attempt => {
    if (isCrashed()) return { outcome: never(), kill: () => {} };
    const life: Life = { isOver: false };
    lives.set(invocation.requestId, life);
    const outcome = context.run(life, () => inProcess.run(definition, invocation));
    return { outcome, kill: () => end(invocation.requestId, life) };
  };
  const runner: Runner = {
    run: async (definition, invocation) => {
      const errorType = broken.get(definition.description);
      if (errorType !== undefined) return { fault: { errorType, errorMessage: 'The function is broken on purpose.' } };
      try {
        return await between.run(definition, invocation, (attempt) => begin(definition, attempt));
      } finally {
        lives.delete(invocation.requestId);
      }
    },
    abandon: (requestId) => end(requestId, lives.get(requestId)),
    close: inProcess.close,
  };
  const whileAlive = async (ask: () => Promise<WireResponse>): Promise<WireResponse> => {
    const life = context.getStore();
    const isGone = () => isCrashed() || life?.isOver;
    if (isGone()) return never();
    const answered = await Promise.allSettled([ask()]);
    return isGone() ? never() : outcomeOf(answered);
  };
  return { runner, whileAlive };
}

/** One run of the host, from its start until it is closed, or crashes. */
export interface Run {
  host: Host;
  /** Ends it in the middle of whatever it does. What it had written down stays, and nothing of it goes on. */
  crash(): void;
}

/** Starts the host in this process, on what an earlier run has left, with functions that reach it through `between`. */
export async function startRun(parts: HostParts): Promise<Run> {
  const { between, random, work, log, broken, journal, memory, watch, calls, assemblyDir, apart } = parts;
  let isCrashed = false;
  const crashed = Promise.withResolvers<never>();
  crashed.promise.catch(() => undefined);
  const clock: Clock = {
    now: () => parts.clock.now(),
    after: (delayMs, callback) => parts.clock.after(delayMs, () => void (isCrashed || callback())),
  };
  const untilCrash = <Result>(answer: Promise<Result>): Promise<Result> => Promise.race([answer, crashed.promise]);
  let host: Host | undefined;
  const ask = async (request: WireRequest) => {
    calls.push(request.headers['x-amz-target'] ?? `${request.method} ${request.path}`);
    return between.call(request, () => {
      if (!host || isCrashed) throw new Error('There is no host.');
      const answer = host.handle(request);
      return isWaiting(request) ? answer : work.during(answer);
    });
  };
  const print = (_: unknown, text: string) => log(text.trimEnd());
  const send = (request: WireRequest) => whileAlive(() => ask(request));
  const modules = () => ({ http: wireHttp(send), https: wireHttp(send) });
  // Its result comes by the clock, so that which of two threads is faster decides nothing.
  const compute = async <Result>(working: Promise<Result>): Promise<Result> => {
    const turn = new Promise<void>((resolve) => void clock.after(0, resolve));
    await work.during(Promise.allSettled([working]));
    await turn;
    return working;
  };
  const world = { clock, random, print, modules, compute };
  const surround = virtualSurroundings({ ...world, ...(apart && { libraries }) });
  const inProcess = createInProcessRunner({ clock, print, surround });
  const { runner, whileAlive } = mortal(apart ? runsApart(inProcess) : inProcess, between, broken, () => isCrashed);
  const options = { assemblyDir, dataDir: ':memory:', memory, ports: {}, apiEndpoint: API };
  const opened = await startHost({ ...options, journal: memoryJournal(journal), clock, random, log, runner });
  const seen =
    (handle: (request: WireRequest) => Promise<WireResponse>) =>
    (request: WireRequest): Promise<WireResponse> => {
      watch(request);
      return untilCrash(handle(request));
    };
  const invoke: Host['invoke'] = (...given) => untilCrash(opened.invoke(...given));
  host = { ...opened, invoke, handle: seen(opened.handle), api: seen(opened.api) };
  return {
    host,
    crash: () => {
      isCrashed = true;
      crashed.reject(new Error('The host crashed.'));
    },
  };
}
