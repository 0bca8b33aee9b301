import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { PageProblem } from './problem.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** One folder deep, and no dots but the one before the ending: nothing outside the page's own folder has a name. */
const FILE = /^(?:assets\/)?[\w-]+\.[a-z0-9]+$/;

/**
 * Sends a file of the built page. Built assets carry a hash in their name, so that browsers may keep them for good.
 *
 * @throws PageProblem where there is no such file.
 */
export async function sendFile(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name = path === '' ? 'index.html' : path;
  const type = TYPES[extname(name)];
  const bytes = type && FILE.test(name) ? await readFile(join(folder, name)).catch(() => undefined) : undefined;
  if (!type || !bytes) throw missing(name);
  const keep = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, { 'content-type': type, 'cache-control': keep });
  response.end(bytes);
}

function missing(name: string): PageProblem {
  if (name === 'index.html')
    return new PageProblem(503, 'page-not-built', 'The kiosk’s page is not built: run `npm run build` first.');
  return new PageProblem(404, 'not-found', 'There is nothing at this address.');
}
