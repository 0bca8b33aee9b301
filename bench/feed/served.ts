import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFrontDoor } from '../../laptop/front-door.ts';
import type { Host } from '../../local/host.ts';

const AT_ONCE = 4;
const SECONDS = 4;

/** Reads a file whole; answers its bytes. */
function fetchWhole(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url} answers ${answer.statusCode}.`)),
      );
    }).on('error', reject);
  });
}

/** How often a second a file is read, by a few readers at once. */
async function rate(url: string): Promise<{ perSecond: number; bytes: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const bytes = await fetchWhole(url, agent);
  const startedAt = performance.now();
  const endAt = startedAt + SECONDS * 1_000;
  let reads = 0;
  const reader = async () => {
    for (; performance.now() < endAt; reads++) await fetchWhole(url, agent);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  agent.destroy();
  return { perSecond: (1_000 * reads) / (performance.now() - startedAt), bytes };
}

/** A file that Node reads off the disk for each request, and nothing else. */
async function staticFile(content: Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'freewheel-static-'));
  const path = join(folder, 'file.json');
  writeFileSync(path, content);
  const server = createServer((_request, response) => {
    readFile(path).then((body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    rmSync(folder, { recursive: true });
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

/** How fast a file of the feed is served, beside a plain file of the same bytes in the same run. */
export async function servedBeside(host: Pick<Host, 'distribution'>, file: string) {
  const door = await openFrontDoor({ port: 0, site: (request) => host.distribution(request), log: () => {} });
  const url = `${door.address}/gbfs/${file}`;
  const plain = await staticFile(Buffer.from(await (await fetch(url)).arrayBuffer()));
  try {
    const [before, feed, after] = [await rate(plain.url), await rate(url), await rate(plain.url)];
    return { bytes: feed.bytes, perSecond: feed.perSecond, plain: (before.perSecond + after.perSecond) / 2 };
  } finally {
    plain.close();
    await door.close();
  }
}
