import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PAGE_HEADERS } from '../../kiosk/web/page-headers.ts';
import { boardPage } from '../../laptop/city-board.ts';
import { type FrontDoor, openFrontDoor } from '../../laptop/front-door.ts';

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What is asked for is sent as it stands: `fetch` would tidy it up first. */
function get(address: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    request({ hostname, port, path, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => (body += text));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

const BOARD = { name: 'Havenbrook', awsEndpoint: 'http://127.0.0.1:4566', kiosks: [] };

describe('the front door', () => {
  let door: FrontDoor;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    const site = async ({ path }: { path: string }) => {
      asked.push(path);
      return { status: 200, headers: { 'content-type': 'text/html', 'x-of': 'site' }, body: Buffer.from('the site') };
    };
    door = await openFrontDoor({ port: 0, site, log: () => {} });
    door.mount(
      '/city.json',
      boardPage(() => BOARD),
    );
    door.mount('/kiosks/library/', (_request, response) => void response.end('a page'));
  });
  afterEach(() => door.close());

  it.each([
    '/',
    '/residents/',
    '/v1/rentals/1',
    '/openapi.json',
    '/city.json/',
    '/city.jsonx',
    '/kiosks/',
    '/kiosks/elsewhere/',
    '/kiosks/..%2f..%2fsecret.html',
    '/x?/kiosks/library/',
  ])('hands on to the distribution what is not mounted: %s', async (path) => {
    const { body, headers } = await get(door.address, path);

    expect([body, headers['x-of']]).toEqual(['the site', 'site']);
    expect(asked).toEqual([path.split('?')[0]]);
  });

  it.each([
    ['/city.json', JSON.stringify(BOARD)],
    ['/kiosks/library/', 'a page'],
    ['/kiosks/library/assets/main.js', 'a page'],
  ])('takes from the distribution what is mounted: %s', async (path, text) => {
    const { body } = await get(door.address, path);

    expect(body).toBe(text);
    expect(asked).toEqual([]);
  });

  it.each(['/city.json', '/kiosks/library', '/kiosks/library/'])(
    'says of %s what a page may do, and that it is of the type that it states',
    async (path) => {
      const { headers } = await get(door.address, path);

      expect(headers).toMatchObject(PAGE_HEADERS);
    },
  );

  it.each(['/city.json', '/kiosks/library'])('says of %s that nobody is to keep it', async (path) => {
    const { headers } = await get(door.address, path);

    expect(headers['cache-control']).toBe('no-store');
  });

  it('runs and loads what the page was built with, and nothing that stands within it', () => {
    const policy = PAGE_HEADERS['content-security-policy'];

    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|data:|\*|https?:/);
  });

  it('puts nothing that was asked for into a header, but the path of a page that is there', async () => {
    const marked = await get(door.address, '/kiosks/library?x=%0d%0aset-cookie:%20a=b', { 'x-forwarded-host': 'evil' });
    const other = await get(door.address, '/kiosks/library%0d%0aset-cookie:%20a=b');

    expect(marked.headers.location).toBe('/kiosks/library/');
    expect([marked.headers['set-cookie'], other.headers['set-cookie']]).toEqual([undefined, undefined]);
    expect(JSON.stringify(marked.headers)).not.toContain('evil');
  });

  it.each([
    ['two lengths', 'POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a length that is none', 'POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['a header with a line of its own', 'GET / HTTP/1.1\r\nHost: x\r\nX: a\rSet-Cookie: b\r\n\r\n'],
  ])('refuses a request with %s', async (_what, text) => {
    const { port } = new URL(door.address);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      let got = '';
      socket.setEncoding('utf8').on('data', (part: string) => (got += part));
      socket.on('close', () => resolve(got)).on('error', reject);
    });

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});
