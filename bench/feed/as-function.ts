import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Host } from '../../local/host.ts';
import type { Caller } from '../../local/wire/contract.ts';
import { sdkHandler } from '../../local/wire/sdk-handler.ts';

/** The host, as far as its services are called without the network. */
export type Called = Pick<Host, 'region' | 'call'>;

const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };

/** The host is told who calls, and looks at no signature: to make one is a machine's work that is not here. */
const signer = { sign: async <Request>(request: Request) => request };

function settingsOf(host: Called, service: string, caller: Caller) {
  const requestHandler = sdkHandler((request) => host.call(service, request, caller));
  return { region: host.region, endpoint: 'http://host.invalid', credentials, signer, requestHandler };
}

/** Settings of an SDK client with which the operator calls the host's service of this signing name. */
export const asOperator = (host: Called, service: string) =>
  settingsOf(host, service, { kind: 'operator', name: 'bench' });

/** What code finds around it that stands in for a function of the template: its environment, and AWS under its role. */
export interface AsFunction {
  env: Record<string, string>;
  settings: (service: string) => ReturnType<typeof settingsOf>;
}

export async function asFunction(host: Called, name: string): Promise<AsFunction> {
  const FunctionName = `Freewheel-havenbrook-dev-Services-${name}`;
  const lambda = new LambdaClient(asOperator(host, 'lambda'));
  const { Environment, Role = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const caller: Caller = { kind: 'function', name: FunctionName, roleArn: Role };
  return { env: Environment?.Variables ?? {}, settings: (service) => settingsOf(host, service, caller) };
}
