/** What the embedded host's services exchange: requests and answers as they stood on the wire, and who called. */

export interface WireRequest {
  method: string;
  /** As sent: still percent-encoded, without the query. */
  path: string;
  /** As sent, without the question mark; empty when there is none. */
  query: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  /** Values of `set-cookie`, the one header that must not be joined into one line (RFC 9110, section 5.3). */
  cookies?: string[];
  body: Buffer;
}

/** Who made a call, told by the access key that signed it. */
export interface Caller {
  kind: 'operator' | 'function' | 'stateMachine' | 'service';
  /** A service of AWS by its principal's name: `events.amazonaws.com`. */
  name: string;
  /** Absent for the operator's own calls, and for a service that a resource's policy lets call. */
  roleArn?: string;
  /** For which of its resources a service calls, as policies ask for it by `aws:SourceArn`. */
  sourceArn?: string;
}

/** One AWS service: takes a request as it came off the wire. Never rejects for a fault of the caller's. */
export type Service = (request: WireRequest, caller: Caller) => Promise<WireResponse>;

/** A fault that the service tells its caller by AWS's name for it. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** An AWS service made of named operations that take and give JSON, whichever protocol carries them. */
export type Operations = Record<string, (input: never, caller: Caller) => unknown>;
