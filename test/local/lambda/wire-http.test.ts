import { describe, expect, it } from '@jest/globals';
import { wireHttp } from '../../../local/lambda/wire-http.ts';

describe('the wire in place of HTTP', () => {
  it('is connected from the start, so that nobody gives up for want of a connection', () => {
    const { request } = wireHttp(() => new Promise(() => {}));

    const { socket } = request({ method: 'GET' });

    expect(socket.connecting).toBe(false);
    expect(() => socket.setKeepAlive().setTimeout()).not.toThrow();
  });

  it('gives leave at once to who asks for it before sending a body, as the SDK does with a large one', async () => {
    const { request } = wireHttp(async ({ body }) => ({ status: 200, headers: {}, body }));
    const answered = new Promise((resolve) => {
      const outgoing = request({ method: 'PUT', headers: { Expect: '100-continue' } }, (response) =>
        response.on('data', (chunk) => resolve(String(chunk))),
      );
      outgoing.once('continue', () => outgoing.end('a large body'));
    });

    expect(await answered).toBe('a large body');
  }, 5_000);
});
