import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it came over the wire: `target` is the operation of a JSON protocol, empty for REST. */
export interface WireCall {
  target: string;
  method: string;
  path: string;
  body: string;
}

export interface WireAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface AwsEndpoint {
  calls: WireCall[];
  close(): Promise<void>;
}

/** A refusal in the JSON protocols of AWS. */
export const awsError = (type: string): WireAnswer => ({ status: 400, body: { __type: type, message: 'refused' } });

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-west-1' };

async function readCall(request: IncomingMessage): Promise<WireCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const target = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
  return { target, method: request.method ?? '', path: request.url ?? '', body: Buffer.concat(chunks).toString() };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: WireAnswer): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/**
 * An AWS of the test's own on loopback: the real SDK clients speak to it, so that the adapters are tested to the
 * wire. An answer of undefined never comes.
 */
export async function startAwsEndpoint(
  answer: (call: WireCall) => WireAnswer | undefined | Promise<WireAnswer>,
): Promise<AwsEndpoint> {
  const calls: WireCall[] = [];
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    const answered = await answer(call);
    if (answered) send(response, answered);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const before = { ...process.env };
  Object.assign(process.env, CREDENTIALS, { AWS_ENDPOINT_URL });
  return {
    calls,
    async close() {
      process.env = before;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
