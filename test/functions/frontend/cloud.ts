import { constants, createHmac, generateKeyPairSync, type KeyObject, privateDecrypt, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Context } from 'aws-lambda';

const dynalite = jest.requireActual<(options: { createTableMs: number }) => Server>('dynalite');

type Json = Record<string, string>;
type Handler = (event: never, context: Context) => Promise<unknown>;

/** KMS with the keys `token`, `credential` and `pepper`. */
function keys() {
  const token = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credential = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pairs = new Map([
    ['token', token],
    ['credential', credential],
  ]);
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64');
  const spki = (key: KeyObject | undefined) => key?.export({ type: 'spki', format: 'der' }).toString('base64');
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return new Map<string, (request: Json) => object>([
    ['GetPublicKey', ({ KeyId = '' }) => ({ PublicKey: spki(pairs.get(KeyId)?.publicKey) })],
    ['Sign', ({ Message }) => ({ Signature: sign('sha256', bytes(Message), token.privateKey).toString('base64') })],
    ['GenerateMac', ({ Message }) => ({ Mac: createHmac('sha256', 'pepper').update(bytes(Message)).digest('base64') })],
    [
      'Decrypt',
      ({ CiphertextBlob }) => {
        const key = { key: credential.privateKey, oaepHash: 'sha256', padding };
        return { Plaintext: privateDecrypt(key, bytes(CiphertextBlob)).toString('base64') };
      },
    ],
  ]);
}

export interface Cloud {
  /** What was published to IoT topics: path and payload. */
  published: { path: string; payload: string }[];
  /** The inputs of executions of the workflow `rental`. */
  rentals: Json[];
  functions: Map<string, Handler>;
  /** What the workflow `admission` does. */
  admit: (input: never) => Promise<object>;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, body: unknown, headers: Json = {}): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', ...headers });
  response.end(JSON.stringify(body));
}

/** An execution of `admission` as StartSyncExecution tells of it. */
async function admission(cloud: Cloud, input: string): Promise<object> {
  try {
    return { status: 'SUCCEEDED', output: JSON.stringify(await cloud.admit(JSON.parse(input) as never)) };
  } catch (error) {
    const { name, message } = error as Error;
    return { status: 'FAILED', error: name, cause: JSON.stringify({ errorType: name, errorMessage: message }) };
  }
}

/**
 * Enough of AWS for the functions as they are deployed, with their own bindings: DynamoDB by dynalite, KMS by
 * node:crypto, Step Functions and Lambda by calling what the test hands in.
 */
export async function startCloud(): Promise<Cloud> {
  const database = dynalite({ createTableMs: 0 }).listeners('request')[0] as RequestListener;
  const kms = keys();
  const serve: RequestListener = async (request, response) => {
    const [service, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    if (service?.startsWith('DynamoDB')) return database(request, response);
    const body = await bodyOf(request);
    const [, kind, , name = ''] = request.url?.split('/') ?? [];
    if (kind === 'topics') {
      cloud.published.push({ path: request.url ?? '', payload: body });
      return send(response, {});
    }
    if (kind === '2015-03-31') return invoke(name, body, response);
    const command = JSON.parse(body) as Json;
    if (operation === 'StartSyncExecution') return send(response, await admission(cloud, command['input'] ?? ''));
    if (operation === 'StartExecution') cloud.rentals.push(JSON.parse(command['input'] ?? '') as Json);
    send(response, kms.get(operation)?.(command) ?? { executionArn: 'arn', startDate: 1 });
  };
  const invoke = async (name: string, body: string, response: ServerResponse) => {
    try {
      send(response, await cloud.functions.get(name)?.(JSON.parse(body) as never, {} as Context));
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      send(response, { errorType, errorMessage }, { 'x-amz-function-error': 'Unhandled' });
    }
  };
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
  });
  const cloud: Cloud = {
    published: [],
    rentals: [],
    functions: new Map(),
    admit: async () => ({}),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return cloud;
}
