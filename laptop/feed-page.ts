import type { IncomingMessage, ServerResponse } from 'node:http';
import { PageProblem, sendProblem } from '../kiosk/web/problem.ts';
import type { Host } from '../local/host.ts';
import type { WireRequest } from '../local/wire/contract.ts';

const FILE = /^\/gbfs\/([a-z_]+\.json)$/;
/** By which a reader says what it has already (RFC 9110, section 13.1). */
const CONDITIONS = ['if-none-match', 'if-modified-since'];
/** What S3 says of an object, and a reader may know. */
const TOLD = ['content-type', 'content-length', 'cache-control', 'etag', 'last-modified'];
const OPERATOR = { kind: 'operator', name: 'operator' } as const;

const pick = (headers: Record<string, unknown>, names: string[]): Record<string, string> =>
  Object.fromEntries(names.filter((name) => headers[name] !== undefined).map((name) => [name, String(headers[name])]));

/** The public feed below `/gbfs/`, as it lies in its bucket: for pages of any origin to read. */
export function feedPage({ host, bucket }: { host: Pick<Host, 'call'>; bucket: string }) {
  const read = async (request: IncomingMessage, response: ServerResponse, file: string): Promise<void> => {
    const asked: WireRequest = {
      ...{ method: request.method ?? 'GET', path: `/${bucket}/gbfs/${file}`, query: '', body: Buffer.alloc(0) },
      headers: pick(request.headers, CONDITIONS),
    };
    const { status, headers, body } = await host.call('s3', asked, OPERATOR);
    if (status !== 200 && status !== 304) throw new PageProblem(404, 'file-unknown', `The feed has no file ${file}.`);
    const open = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
    response.writeHead(status, { ...pick(headers, TOLD), ...open }).end(body);
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [, file] = FILE.exec((request.url ?? '').split('?')[0] ?? '') ?? [];
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const unknown = new PageProblem(404, 'file-unknown', 'The feed begins at /gbfs/gbfs.json.');
    const reading = file && isRead ? read(request, response, file) : Promise.reject(unknown);
    reading.catch((fault: unknown) => {
      const problem = fault instanceof PageProblem ? fault : new PageProblem(500, 'internal-fault', 'The feed failed.');
      sendProblem(response, problem);
    });
  };
}
