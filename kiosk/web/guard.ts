import type { IncomingMessage } from 'node:http';
import { PageProblem } from './problem.ts';

const LOOPBACK_ADDRESS = /^(?:::ffff:)?127\.|^::1$/;
const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * The page is for the kiosk's own screen. A site in some browser on the same machine must not drive it either: not
 * through a name of its own that leads here, and not with a request from its own pages.
 *
 * @throws PageProblem
 */
export function refuseStrangers(request: IncomingMessage): void {
  const host = request.headers.host ?? '';
  const origin = request.headers.origin;
  if (!LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? ''))
    throw new PageProblem(403, 'not-local', 'The kiosk’s page is served to its own screen only.');
  if (!LOOPBACK_NAME.test(host)) throw new PageProblem(403, 'not-local', 'Open the kiosk’s page as localhost.');
  if (origin !== undefined && origin !== `http://${host}`)
    throw new PageProblem(403, 'foreign-origin', 'Another site’s page may not drive the kiosk.');
}
