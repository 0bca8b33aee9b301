import { afterEach, describe, expect, it } from '@jest/globals';
import type { WireRequest, WireResponse } from '../../../local/wire/contract.ts';
import { answerWith, type HttpServer, listen } from '../../../local/wire/server.ts';
import { systemClock } from '../../../seams/clock.ts';
import { virtualClock } from '../virtual-clock.ts';

const ok: WireResponse = { status: 200, headers: {}, body: Buffer.from('ok') };

describe('the HTTP server', () => {
  const opened: HttpServer[] = [];
  const logged: string[] = [];

  const serve = async (handle: (request: WireRequest) => Promise<WireResponse>, port = 0, clock = systemClock) => {
    const log = (line: string) => void logged.push(line);
    const server = await listen({ port, portVariable: 'AWS_PORT', answer: answerWith(handle, log), clock });
    opened.push(server);
    return server;
  };

  afterEach(() => Promise.all(opened.splice(0).map((server) => server.close())));

  it('names the port that is taken, and the variable that changes it', async () => {
    const { port } = await serve(async () => ok);

    const second = serve(async () => ok, port);

    await expect(second).rejects.toThrow(`Port ${port} is in use by another program. Set AWS_PORT to another port.`);
  });

  it('hands on path and query as they were sent', async () => {
    const received: WireRequest[] = [];
    const { port } = await serve(async (request) => {
      received.push(request);
      return ok;
    });

    await fetch(`http://127.0.0.1:${port}/a%2Fb/c?d=%20&e=?`, { method: 'POST', body: 'content' });

    expect(received[0]).toMatchObject({ method: 'POST', path: '/a%2Fb/c', query: 'd=%20&e=?' });
    expect(received[0]?.body.toString()).toBe('content');
  });

  it('sends each cookie in a header of its own', async () => {
    const { port } = await serve(async () => ({ ...ok, cookies: ['a=1; Secure', 'b=2'] }));

    const response = await fetch(`http://127.0.0.1:${port}/`);

    expect(response.headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
  });

  it('refuses a body that no service would take', async () => {
    const { port } = await serve(async () => ok);

    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'PUT', body: Buffer.alloc(65 * 1024 * 1024) });

    expect(response.status).toBe(413);
  });

  it('answers where the host itself fails, without its inner words', async () => {
    const { port } = await serve(() => Promise.reject(new Error('inner words')));

    const response = await fetch(`http://127.0.0.1:${port}/`);

    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('inner words');
    expect(logged.join()).toContain('inner words');
  });

  it('cuts off, when it is closed, what does not end in time', async () => {
    const clock = virtualClock(0);
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const never = Promise.withResolvers<WireResponse>();
    const server = await serve(
      () => {
        resolve();
        return never.promise;
      },
      0,
      clock,
    );
    const answer = fetch(`http://127.0.0.1:${server.port}/`).catch(() => 'cut off');
    await arrived;

    const closed = server.close();
    clock.advance(500);

    await closed;
    await expect(answer).resolves.toBe('cut off');
  });
});
