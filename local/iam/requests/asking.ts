import { ServiceError, type WireRequest } from '../../wire/contract.ts';
import type { Asked } from '../statement.ts';

/** What a table needs to know to tell the ARNs that a call's names stand for. */
export interface Names {
  region: string;
  account: string;
  /** The ARN of the KMS key that an id, an ARN or an alias stands for; the caller's own words where there is none. */
  keyArn(id: string): string;
  /** The ARN of the secret of this name; the caller's own words where there is none. */
  secretArn(id: string): string;
  /** The state machine whose task a token belongs to; undefined where no execution has such a token. */
  machineOfToken(token: string): Promise<string | undefined>;
}

type Many<Value> = Value | Value[];

/** Everything that a call must be allowed to do; undefined where the table does not know the operation. */
export type Asking = (request: WireRequest, names: Names) => Promise<Asked[] | undefined> | Asked[] | undefined;

/** One operation of a service that speaks JSON: what its input asks for. */
export type Operation = (input: Record<string, unknown>, names: Names) => Promise<Many<Asked>> | Many<Asked>;

function inputOf({ body }: WireRequest): Record<string, unknown> {
  try {
    return Object(body.length === 0 ? {} : JSON.parse(body.toString()));
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON.');
  }
}

/** The name of the operation that a request of AWS's JSON protocol is for, as the service itself reads it. */
export function operationOf({ headers }: WireRequest): string {
  const target = headers['x-amz-target'] ?? '';
  return target.slice(target.indexOf('.') + 1);
}

/** What is asked of a service that speaks AWS's JSON protocol, by operation. */
export function jsonAsking(operations: Record<string, Operation>): Asking {
  return async (request, names) => {
    const name = operationOf(request);
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    return operation && [await operation(inputOf(request), names)].flat();
  };
}

/** A name as text; what is no text names nothing. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
