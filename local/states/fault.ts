import { isOversizedText, isSmall, isTooDeepText, type Json } from './json.ts';

/** The names that the language itself gives to errors. */
export const ErrorName = {
  all: 'States.ALL',
  dataLimitExceeded: 'States.DataLimitExceeded',
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  noChoiceMatched: 'States.NoChoiceMatched',
  queryEvaluation: 'States.QueryEvaluationError',
  runtime: 'States.Runtime',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
} as const;

interface FaultExtras {
  /** An expression failed to give its value: the field at fault, where there is one. */
  evaluation?: { location?: string };
  /** A heartbeat did not come. AWS calls it a time-out, but it may also be caught by its own name. */
  isHeartbeat?: boolean;
}

/** What a state can fail with. Error and cause may be absent, and absent is not empty. */
export class StateFault extends Error {
  override name = 'StateFault';
  readonly error: string | undefined;
  readonly reason: string | undefined;
  readonly extras: FaultExtras;

  constructor(error: string | undefined, reason?: string, extras: FaultExtras = {}) {
    super(`${error ?? 'no error'}: ${reason ?? 'no cause'}`);
    this.error = error;
    this.reason = reason;
    this.extras = extras;
  }

  /** Error and cause as they stand in events; what is absent is left out. */
  get details(): { error?: string; cause?: string } {
    return {
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(this.reason === undefined ? {} : { cause: this.reason }),
    };
  }

  /** What a Catch sees. A time-out has no cause in its event, yet an empty one here, as AWS was recorded doing. */
  get output(): Json {
    const absent = this.error === ErrorName.timeout ? '' : null;
    return { Error: this.error ?? null, Cause: this.reason ?? absent };
  }
}

/** Whether a Retry or Catch that names these errors takes the fault. */
export function matches(errorEquals: string[], fault: StateFault): boolean {
  if (fault.error === ErrorName.runtime) return false;
  return errorEquals.some((name) => {
    if (name === ErrorName.all || name === fault.error) return true;
    if (name === ErrorName.taskFailed) return fault.error !== ErrorName.timeout;
    return name === ErrorName.heartbeatTimeout && fault.extras.isHeartbeat === true;
  });
}

/** Throws where a payload is over 256 KiB, in AWS's words, or nests too deep. */
export function checkPayload(payload: Json, what: string): void {
  if (isSmall(payload)) return;
  const text = JSON.stringify(payload);
  if (isOversizedText(text)) {
    throw new StateFault(
      ErrorName.dataLimitExceeded,
      `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
  if (isTooDeepText(text)) {
    throw new StateFault(
      ErrorName.dataLimitExceeded,
      `The state/task '${what}' returned a result that nests more than 1000 levels deep.`,
    );
  }
}
