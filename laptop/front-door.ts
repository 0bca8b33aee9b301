import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { WireRequest, WireResponse } from '../local/wire/contract.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface FrontDoorOptions {
  /** Zero takes a free port. */
  port: number;
  /** The HTTP API of the template. */
  api: (request: WireRequest) => Promise<WireResponse>;
  /** What answers under each path that ends in a slash; the longest that fits is asked. */
  pages: Map<string, Answer>;
  log: (line: string) => void;
}

export interface FrontDoor {
  /** Without a slash at the end. */
  address: string;
  close(): Promise<void>;
}

/** What the HTTP API answers; everything else is a page. */
const API_PATHS = [/^\/v1\//, /^\/openapi\.json$/, /^\/\.well-known\//];

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers = Object.entries(request.headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    headers.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

function forward(api: FrontDoorOptions['api'], log: (line: string) => void): Answer {
  const answer: (...args: Parameters<Answer>) => Promise<void> = async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const headers = headersOf(request);
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    const result = await api({ method, path: pathname, query: search.slice(1), headers, body });
    response.writeHead(result.status, result.headers).end(result.body);
  };
  return (request, response) => {
    answer(request, response).catch((fault) => {
      log(`${request.method} ${request.url} failed: ${fault}`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"message":"Internal Server Error"}');
    });
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} is in use. Choose another for the city with PORT.`) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

/** One address for the whole city: the HTTP API, the kiosks' pages, and the start page. */
export async function openFrontDoor({ port, api, pages, log }: FrontDoorOptions): Promise<FrontDoor> {
  const answerApi = forward(api, log);
  const paths = [...pages.keys()].sort((a, b) => b.length - a.length);
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (API_PATHS.some((pattern) => pattern.test(path))) return answerApi(request, response);
    const page = paths.find((prefix) => path.startsWith(prefix));
    if (page) return pages.get(page)?.(request, response);
    if (pages.has(`${path}/`)) return void response.writeHead(308, { location: `${path}/` }).end();
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end(`There is no page at ${path}.\n`);
  });
  const taken = await listen(server, port);
  return {
    address: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
