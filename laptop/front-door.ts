import { protect } from '../kiosk/web/page-headers.ts';
import { type Answer, answerWith, type Handle, listen } from '../local/wire/server.ts';
import { systemClock } from '../seams/clock.ts';

export interface FrontDoorOptions {
  /** Zero takes a free port. */
  port: number;
  /** The distribution of the template: the city's pages and its HTTP API. */
  site: Handle;
  log: (line: string) => void;
}

export interface FrontDoor {
  /** Without a slash at the end. */
  address: string;
  /** Takes a path from the distribution: a file, or everything below one that ends in a slash. The longest is asked. */
  mount(path: string, page: Answer): void;
  close(): Promise<void>;
}

const isBelow = (path: string, mounted: string) =>
  mounted.endsWith('/') ? path.startsWith(mounted) : path === mounted;

/**
 * Opens one address for the whole city: its distribution, and what on a laptop lies at the same address although it is
 * elsewhere in a city, such as the kiosks' own pages.
 *
 * @throws Error that names the port, where it cannot be had.
 */
export async function openFrontDoor({ port, site, log }: FrontDoorOptions): Promise<FrontDoor> {
  const answerSite = answerWith(site, log);
  const mounted = new Map<string, Answer>();
  const pageFor = (path: string) => {
    const fitting = [...mounted.keys()].filter((one) => isBelow(path, one));
    return mounted.get(fitting.sort((a, b) => b.length - a.length)[0] ?? '');
  };
  const answer: Answer = (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const page = pageFor(path);
    const isFolder = mounted.has(`${path}/`);
    if (!page && !isFolder) return answerSite(request, response);
    protect(response);
    if (page) return page(request, response);
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
    return void response.writeHead(308, { location: `${path}/`, ...headers }).end();
  };
  const server = await listen({ port, portVariable: 'PORT', answer, clock: systemClock });
  return {
    address: `http://127.0.0.1:${server.port}`,
    mount: (path, page) => void mounted.set(path, page),
    close: server.close,
  };
}
