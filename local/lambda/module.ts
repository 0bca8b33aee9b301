import type { AssetLibrary } from '../assembly/assets.ts';
import type { HostContext, HostModule } from '../module.ts';
import { type Caller, ServiceError } from '../wire/contract.ts';
import type { Credentials } from '../wire/credentials.ts';
import { FunctionError, type Runner } from './contract.ts';
import { defineFunction } from './define-function.ts';
import { createDirectory } from './directory.ts';
import { createEventQueue } from './event-queue.ts';
import { createInvoker } from './invoker.ts';
import { lambdaService } from './service.ts';

export interface LambdaOptions {
  assets: AssetLibrary;
  credentials: Credentials;
  runner: Runner;
  /** Where functions reach AWS. */
  endpoint: string;
  /** Where the host serves people: in functions' variables, too, it is without TLS. */
  apiEndpoint?: string;
}

export interface LambdaModule extends HostModule {
  /**
   * Calls a function by name or ARN, and waits for its answer.
   *
   * @throws FunctionError where the function fails, or takes too long (`Sandbox.Timedout`)
   * @throws ServiceError where it could not run: `ResourceNotFoundException`, `TooManyRequestsException`,
   * `ServiceException`
   */
  invoke: (functionName: string, event: unknown) => Promise<unknown>;
}

type LambdaContext = Pick<HostContext, 'region' | 'account' | 'clock' | 'random' | 'store' | 'log'>;

export function lambdaModule(context: LambdaContext, options: LambdaOptions): LambdaModule {
  const { region, account, clock, random, store, log } = context;
  const { assets, credentials, runner, endpoint, apiEndpoint: address } = options;
  const directory = createDirectory();
  const invoke = createInvoker({ runner, clock, random });
  const queue = createEventQueue({ store, clock, random, invoke, find: directory.find, log });
  const onFault = (fault: unknown) => log(`Lambda failed: ${fault instanceof Error ? fault.stack : String(fault)}`);
  const accessKey = (name: string, roleArn: string) => {
    const caller: Caller = { kind: 'function', name, roleArn };
    return credentials.issue(caller);
  };
  return {
    services: { lambda: lambdaService({ directory, invoke, queue, onFault }) },
    kinds: {
      'AWS::Lambda::Function': {
        identify: ({ declared, physicalName }) => {
          const { FunctionName: given } = declared;
          const name = typeof given === 'string' ? given : physicalName;
          return { ref: name, attributes: { Arn: `arn:aws:lambda:${region}:${account}:function:${name}` } };
        },
        deploy: (resource) =>
          directory.add(defineFunction(resource, context, assets, { endpoint, address, accessKey })),
      },
      // What it says is heard by IAM, which judges by it.
      'AWS::Lambda::Permission': {
        identify: ({ physicalName }) => ({ ref: physicalName, attributes: { Id: physicalName } }),
        deploy: () => undefined,
      },
    },
    invoke: async (functionName, event) => {
      const text = JSON.stringify(event ?? {});
      if (Buffer.byteLength(text) > 6 * 1024 * 1024) {
        throw new ServiceError('RequestTooLargeException', `The event for ${functionName} is over 6 MB.`, 413);
      }
      const { outcome } = await invoke(directory.get(functionName), text);
      if ('fault' in outcome) throw new FunctionError(outcome.fault);
      return JSON.parse(outcome.payload);
    },
    start: () => queue.start(),
    close: async () => {
      queue.close();
      await runner.close();
    },
  };
}
