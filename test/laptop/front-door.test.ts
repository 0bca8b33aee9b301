import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PAGE_HEADERS } from '../../kiosk/web/page-headers.ts';
import { type FrontDoor, openFrontDoor } from '../../laptop/front-door.ts';
import { startPage } from '../../laptop/start-page.ts';

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

describe('the front door', () => {
  let folder: string;
  let door: FrontDoor;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'front-door-'));
    mkdirSync(join(folder, 'start', 'assets'), { recursive: true });
    writeFileSync(join(folder, 'secret.html'), 'the secret');
    writeFileSync(join(folder, 'start', 'index.html'), '<h1>Start</h1>');
    writeFileSync(join(folder, 'start', '.hidden.html'), 'the secret');
    const api = async () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') });
    door = await openFrontDoor({ port: 0, api, log: () => {} });
    door.mount('/', startPage({ folder: join(folder, 'start'), board: () => ({}) }));
    door.mount('/kiosks/library/', (_request, response) => void response.end('a page'));
  });
  afterEach(async () => {
    await door.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/%2e%2e%2fsecret.html',
    '/..%5csecret.html',
    '/..\\secret.html',
    '/assets/../../secret.html',
    '/assets%2f..%2f..%2fsecret.html',
    '//secret.html',
    '/.hidden.html',
    '/%2ehidden.html',
    '/index.html%00.js',
    '/%00',
    '/%c0%ae%c0%ae/secret.html',
    '/..;/secret.html',
    '/kiosks/..%2f..%2fsecret.html',
    'http://elsewhere.example/../secret.html',
  ])('leads to nothing outside of a page’s own folder: %s', async (path) => {
    const { status, body } = await get(door.address, path);

    expect(status).toBe(404);
    expect(body).not.toContain('the secret');
  });

  it.each(['/', '/city.json', '/nothing.html', '/kiosks/library', '/kiosks/library/'])(
    'says of %s what a page may do, and that it is of the type that it states',
    async (path) => {
      const { headers } = await get(door.address, path);

      expect(headers).toMatchObject(PAGE_HEADERS);
    },
  );

  it.each(['/', '/city.json', '/nothing.html', '/kiosks/library'])('says of %s who may keep it', async (path) => {
    const { headers } = await get(door.address, path);

    expect(headers['cache-control']).toMatch(/^no-(store|cache)$/);
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
