import type { WireRequest, WireResponse } from '../../local/wire/contract.ts';
import { sdkHandler } from '../../local/wire/sdk-handler.ts';

/** The settings of an SDK client that reaches a host without a port. */
export function hostClient(answer: (request: WireRequest) => Promise<WireResponse>, region: string) {
  return {
    region,
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: sdkHandler(answer),
  };
}
