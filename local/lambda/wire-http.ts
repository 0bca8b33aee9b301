import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { WireRequest, WireResponse } from '../wire/contract.ts';

/** Carries a request to wherever it is answered. A rejection is told to the code as a broken connection. */
export type Send = (request: WireRequest) => Promise<WireResponse>;

interface RequestOptions {
  method?: string;
  path?: string;
  headers?: Record<string, string | number | string[]>;
}

function wireRequest({ method = 'GET', path = '/', headers = {} }: RequestOptions, body: Buffer): WireRequest {
  const [bare = '/', query = ''] = path.split(/\?(.*)/s);
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { method, path: bare, query, headers: Object.fromEntries(lower), body };
}

/** The SDK asks before it sends a large body (RFC 9110, section 10.1.1). */
function waitsForLeave({ headers = {} }: RequestOptions): boolean {
  const expect = Object.entries(headers).find(([name]) => name.toLowerCase() === 'expect');
  return expect?.[1] === '100-continue';
}

function incoming({ status, headers, body }: WireResponse): Readable {
  return Object.assign(Readable.from(body.length > 0 ? [body] : []), {
    statusCode: status,
    statusMessage: '',
    headers,
    httpVersion: '1.1',
  });
}

/** What looks like a connection that is open: the SDK would give up on one that does not open within its time. */
class OpenSocket extends EventEmitter {
  readonly connecting = false;

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  destroy(): this {
    return this;
  }
}

/** An outgoing request as far as the SDK's handler knows it. */
class Outgoing extends EventEmitter {
  readonly reusedSocket = true;
  readonly socket = new OpenSocket();
  destroyed = false;
  private readonly chunks: Buffer[] = [];
  private readonly finish: (body: Buffer) => Promise<Readable>;

  constructor(finish: (body: Buffer) => Promise<Readable>) {
    super();
    this.finish = finish;
  }

  write(chunk: string | Uint8Array): boolean {
    this.chunks.push(Buffer.from(chunk as Uint8Array));
    return true;
  }

  end(chunk?: string | Uint8Array): this {
    if (chunk) this.write(chunk);
    this.finish(Buffer.concat(this.chunks)).then(
      (response) => !this.destroyed && this.emit('response', response),
      (fault: unknown) => !this.destroyed && this.emit('error', fault),
    );
    return this;
  }

  destroy(): this {
    this.destroyed = true;
    return this;
  }

  setTimeout(): this {
    return this;
  }

  setHeader(): this {
    return this;
  }
}

/**
 * What stands in for `node:http` and `node:https` in a function that must not reach the network: requests go to
 * `send`. It does what the SDK's request handler asks of the real one, and no more.
 */
export function wireHttp(send: Send) {
  class Agent {
    readonly sockets = {};
    readonly requests = {};
    destroy(): void {}
  }
  const request = (options: RequestOptions, onResponse?: (response: Readable) => void): Outgoing => {
    const outgoing = new Outgoing(async (body) => incoming(await send(wireRequest(options, body))));
    if (onResponse) outgoing.once('response', onResponse);
    if (waitsForLeave(options)) process.nextTick(() => outgoing.emit('continue'));
    return outgoing;
  };
  return { Agent, request };
}
