import { getHttpHandlerExtensionConfiguration } from '@smithy/core/protocols';

type Config = Parameters<typeof getHttpHandlerExtensionConfiguration>[0];

/** Stands in for each client's `runtimeExtensions`: no client of ours is given any. */
export function resolveRuntimeExtensions(config: Config, extensions: unknown[]): Config {
  if (extensions.length > 0) throw new Error('This bundle was made without extensions: see infra/lean/sdk.ts.');
  // This is where the handler is told of the client's time-out, besides what could be extended.
  getHttpHandlerExtensionConfiguration(config);
  return config;
}
