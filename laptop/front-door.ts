import { protect } from '../kiosk/web/page-headers.ts';
import { type Answer, answerWith, type Handle, listen } from '../local/wire/server.ts';
import { systemClock } from '../seams/clock.ts';

export interface FrontDoorOptions {
  /** Zero takes a free port. */
  port: number;
  /** The HTTP API of the template. */
  api: Handle;
  log: (line: string) => void;
}

export interface FrontDoor {
  /** Without a slash at the end. */
  address: string;
  /** Answers everything below `path`, which ends in a slash; the longest that fits is asked. */
  mount(path: string, page: Answer): void;
  close(): Promise<void>;
}

/** What the HTTP API answers; everything else is a page. */
const API_PATHS = [/^\/v1\//, /^\/openapi\.json$/, /^\/\.well-known\//];

/**
 * Opens one address for the whole city: the HTTP API, and the pages that are mounted.
 *
 * @throws Error that names the port, where it cannot be had.
 */
export async function openFrontDoor({ port, api, log }: FrontDoorOptions): Promise<FrontDoor> {
  const answerApi = answerWith(api, log);
  const pages = new Map<string, Answer>();
  const pageFor = (path: string) => {
    const fitting = [...pages.keys()].filter((mounted) => path.startsWith(mounted));
    return pages.get(fitting.sort((a, b) => b.length - a.length)[0] ?? '');
  };
  const answer: Answer = (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (API_PATHS.some((pattern) => pattern.test(path))) return answerApi(request, response);
    protect(response);
    const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
    if (pages.has(`${path}/`)) return void response.writeHead(308, { location: `${path}/`, ...plain }).end();
    const page = pageFor(path);
    if (page) return page(request, response);
    response.writeHead(404, plain).end(`There is no page at ${path}.\n`);
  };
  const server = await listen({ port, portVariable: 'PORT', answer, clock: systemClock });
  return {
    address: `http://127.0.0.1:${server.port}`,
    mount: (path, page) => void pages.set(path, page),
    close: server.close,
  };
}
