import type { ServerResponse } from 'node:http';

/** A request of the page's that cannot be done. Becomes problem details (RFC 9457). */
export class PageProblem extends Error {
  override readonly name = 'PageProblem';
  readonly status: number;
  /** In kebab case: the last part of the problem's type. */
  readonly kind: string;

  constructor(status: number, kind: string, detail: string) {
    super(detail);
    this.status = status;
    this.kind = kind;
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

export function sendProblem(response: ServerResponse, { status, kind, message }: PageProblem): void {
  const words = kind.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const problem = { type: `urn:freewheel:problem:${kind}`, title, status, detail: message };
  sendJson(response, status, problem, 'application/problem+json');
}
