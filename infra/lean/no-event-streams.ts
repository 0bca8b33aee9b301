function unavailable(): never {
  throw new Error('This bundle was made without event streams: see infra/lean/sdk.ts.');
}

/** Stands in for `@smithy/core/event-streams` in bundles. Whoever calls an operation with a stream hears why not. */
export class EventStreamSerde {
  constructor() {
    unavailable();
  }
}

export const eventStreamSerdeProvider = unavailable;

/** Lambda's client prepares itself for `InvokeWithResponseStream`, which we do not call. */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}
