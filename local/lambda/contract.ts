/** A function of the template, ready to run. */
export interface FunctionDefinition {
  name: string;
  arn: string;
  roleArn: string;
  runtime: string;
  /** As in the template: `index.handler`. */
  handler: string;
  description: string;
  /** The file that has the handler, absolute. */
  file: string;
  /** The export of that file. */
  exported: string;
  /** The template's own variables, which are for everyone to see. */
  variables: Record<string, string>;
  /** All that the function finds in its environment, its credentials among them. */
  env: Record<string, string>;
  timeoutMs: number;
  memoryMb: number;
  logGroup: string;
  /** How many invocations may run at once; absent where the template reserves nothing. */
  concurrencyMax?: number;
}

export interface Invocation {
  requestId: string;
  /** The event, as JSON. */
  event: string;
  /** When the function will be given up, in milliseconds since the epoch. */
  deadlineMs: number;
}

/** How a function failed, in the form of AWS's answer ("Lambda function errors in Node.js"). */
export interface Fault {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** What came of an invocation: an answer as JSON, or the function's own failure. */
export type Outcome = { payload: string } | { fault: Fault };

/** Where functions run. */
export interface Runner {
  /** Rejects where the runner itself failed, with a ServiceError `ServiceException`: the function may have run. */
  run(definition: FunctionDefinition, invocation: Invocation): Promise<Outcome>;
  /** Nobody waits for this invocation any longer. What it has loaded is not used again. */
  abandon(requestId: string): void;
  close(): Promise<void>;
}

/** A function's own failure, told to whoever called it and waited. Its name is the error's type. */
export class FunctionError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.errorMessage);
    this.name = fault.errorType;
    this.fault = fault;
  }
}

/** Six megabytes and a bit: what AWS's own error message names as the limit of an answer. */
export const ANSWER_MAX_BYTES = 6_291_556;
