import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../seams/clock.ts';
import { ServiceError, type WireRequest, type WireResponse } from './contract.ts';
import { answerFault } from './fault-answer.ts';

export interface ServerOptions {
  /** 0 takes any free port. */
  port: number;
  /** The environment variable that chooses the port: a person whose port is taken is told of it. */
  portVariable: string;
  answer: Answer;
  clock: Clock;
}

export type Answer = (message: IncomingMessage, response: ServerResponse) => void;

/** Takes a request off the wire, whatever protocol it speaks. */
export type Handle = (request: WireRequest) => Promise<WireResponse>;

export interface HttpServer {
  port: number;
  /** Lets running requests end for a moment, then cuts them off. */
  close(): Promise<void>;
}

/** More than any request of ours: Lambda takes 6 MB, the HTTP API 10 MB; photos go to S3 in one piece. */
const BODY_MAX_BYTES = 64 * 1024 * 1024;

/** SDK clients keep idle connections; a server that closes one just as it is used again costs them a retry. */
const KEEP_ALIVE_MS = 75_000;

/** What a request that is still running gets to end in: a person who stops the city waits for it. */
const CLOSE_GRACE_MS = 500;

/** Reads a body to its end, also one that is too long: a client hears of nothing before it has sent everything. */
function readBody(message: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= BODY_MAX_BYTES) chunks.push(chunk);
    else chunks = [];
  });
  message.on('end', () => {
    if (size <= BODY_MAX_BYTES) resolve(Buffer.concat(chunks));
    else reject(new ServiceError('RequestEntityTooLarge', `The body is over ${BODY_MAX_BYTES} bytes.`, 413));
  });
  message.on('error', reject);
  return promise;
}

/** The path and query of a request's target, also where a proxy's client sends the whole URL (RFC 9112, 3.2.2). */
function splitTarget(target: string): { path: string; query: string } {
  const origin = /^https?:\/\/[^/?]*/i.exec(target)?.[0] ?? '';
  const [path = '', query = ''] = target.slice(origin.length).split(/\?(.*)/s);
  return { path: path || '/', query };
}

/** A request as the host's services take it. Repeated headers are joined by commas, cookies by semicolons. */
async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const headers = Object.entries(message.headersDistinct).map(([name, values = []]) => [
    name,
    values.join(name === 'cookie' ? '; ' : ','),
  ]);
  return {
    method: message.method ?? 'GET',
    ...splitTarget(message.url ?? '/'),
    headers: Object.fromEntries(headers),
    body: await readBody(message),
  };
}

function writeResponse(response: ServerResponse, { status, headers, cookies, body }: WireResponse): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies?.length) response.setHeader('set-cookie', cookies);
  if (!response.hasHeader('content-length') && status !== 204 && status !== 304) {
    response.setHeader('content-length', body.length);
  }
  response.writeHead(status).end(body);
}

function explain(fault: NodeJS.ErrnoException, port: number, portVariable: string): Error {
  const remedy = `Set ${portVariable} to another port.`;
  if (fault.code === 'EADDRINUSE') {
    return new Error(`Port ${port} is in use by another program. ${remedy}`, { cause: fault });
  }
  if (fault.code === 'EACCES') {
    return new Error(`Port ${port} may not be opened by this user. ${remedy}`, { cause: fault });
  }
  return fault;
}

/** Answers each message by a service's `handle`; a fault of the host's own is logged, and no more is said of it. */
export function answerWith(handle: Handle, log: (line: string) => void): Answer {
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    try {
      writeResponse(response, await handle(await readRequest(message)));
    } catch (fault) {
      if (response.headersSent || response.destroyed) return;
      if (!(fault instanceof ServiceError)) log(`A request failed: ${fault instanceof Error ? fault.stack : fault}`);
      const told = fault instanceof ServiceError ? fault : new ServiceError('InternalFailure', 'It failed.', 500);
      const request = { method: '', path: '', query: '', headers: {}, body: Buffer.alloc(0) };
      writeResponse(response, answerFault(undefined, request, told));
    }
  };
  return (message, response) => void answer(message, response);
}

/**
 * Serves HTTP on the loopback interface.
 *
 * @throws Error that names the port and the variable which changes it, where the port cannot be had.
 */
export async function listen({ port, portVariable, answer, clock }: ServerOptions): Promise<HttpServer> {
  const server = createServer({ noDelay: true, keepAliveTimeout: KEEP_ALIVE_MS }, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (fault) => reject(explain(fault, port, portVariable)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const cut = clock.after(CLOSE_GRACE_MS, () => server.closeAllConnections());
        server.close(() => {
          cut.cancel();
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
