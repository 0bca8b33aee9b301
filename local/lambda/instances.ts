import { types } from 'node:util';
import { type Clock, instant } from '../../seams/clock.ts';
import { type Bundle, compileBundle, type FunctionContext, type Surroundings } from './bundle.ts';
import { ANSWER_MAX_BYTES, type Fault, type FunctionDefinition, type Invocation, type Outcome } from './contract.ts';
import { createInstancePool, type InstancePool } from './instance-pool.ts';
import type { Print } from './surroundings.ts';

export interface InstancesOptions {
  clock: Clock;
  surround: (definition: FunctionDefinition) => Surroundings;
  print: Print;
}

function faultOf(thrown: unknown): Fault {
  if (!types.isNativeError(thrown)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
}

function contextOf(definition: FunctionDefinition, invocation: Invocation, clock: Clock): FunctionContext {
  return {
    functionName: definition.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: String(definition.memoryMb),
    awsRequestId: invocation.requestId,
    logGroupName: definition.logGroup,
    logStreamName: 'embedded',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadlineMs - clock.now()),
  };
}

function answerOf(answer: unknown): Outcome {
  const payload = JSON.stringify(answer) ?? 'null';
  if (Buffer.byteLength(payload) <= ANSWER_MAX_BYTES) return { payload };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${ANSWER_MAX_BYTES} bytes).`;
  return { fault: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}

/** Functions that have been loaded into this thread. */
export interface Instances {
  run(definition: FunctionDefinition, invocation: Invocation): Promise<Outcome>;
  abandon(requestId: string): void;
  /** Ends an invocation as failed that nothing else will end: an error that nobody awaited. */
  fail(requestId: string, thrown: unknown): void;
}

/** An invocation that somebody waits for, and how to end it before the function does. */
interface Running {
  reject: (thrown: unknown) => void;
  /** Present once it has an instance. */
  lose?: () => void;
}

/** Runs functions in this thread, each in instances of its own. */
export function createInstances({ clock, surround, print }: InstancesOptions): Instances {
  const pools = new Map<string, InstancePool>();
  const running = new Map<string, Running>();

  const poolOf = (definition: FunctionDefinition): InstancePool => {
    let bundle: Bundle | undefined;
    const load = () => {
      const surroundings = surround(definition);
      bundle ??= compileBundle(definition, Object.keys(surroundings.globals));
      return bundle(surroundings);
    };
    const pool = pools.get(definition.name) ?? createInstancePool(load);
    pools.set(definition.name, pool);
    return pool;
  };

  /** Ends an invocation from outside. Its instance may be in any state, and so is not used again. */
  const drop = (requestId: string): Running | undefined => {
    const invocation = running.get(requestId);
    running.delete(requestId);
    invocation?.lose?.();
    return invocation;
  };

  const invoke = async (definition: FunctionDefinition, invocation: Invocation): Promise<Outcome> => {
    const { requestId, event } = invocation;
    const pool = poolOf(definition);
    const { promise: ended, reject } = Promise.withResolvers<never>();
    running.set(requestId, { reject });
    const handler = await pool.take();
    if (!running.has(requestId)) {
      pool.giveBack(handler);
      return ended;
    }
    running.set(requestId, { reject, lose: pool.lose });
    try {
      const context = contextOf(definition, invocation, clock);
      return answerOf(await Promise.race([handler(JSON.parse(event), context), ended]));
    } finally {
      if (running.delete(requestId)) pool.giveBack(handler);
    }
  };

  return {
    run: async (definition, invocation) => {
      try {
        return await invoke(definition, invocation);
      } catch (thrown) {
        const fault = faultOf(thrown);
        const line = { timestamp: instant(clock.now()), level: 'ERROR', requestId: invocation.requestId, ...fault };
        print(definition, `${JSON.stringify(line)}\n`);
        return { fault };
      } finally {
        running.delete(invocation.requestId);
      }
    },
    abandon: (requestId) => void drop(requestId),
    fail: (requestId, thrown) => drop(requestId)?.reject(thrown),
  };
}
