import type { ServerResponse } from 'node:http';
import type { Kiosk } from '../kiosk.ts';
import { PageProblem } from './problem.ts';

/** The path below which pictures of bikes are that just came back: `pictures/{bikeId}`. */
export const PICTURES = 'pictures/';

/**
 * Sends the picture of a bike, so that its rider sees what they send along.
 *
 * @throws PageProblem where there is none
 */
export function sendPicture(picture: Kiosk['picture'], path: string, response: ServerResponse): void {
  const found = picture(path.slice(PICTURES.length));
  if (!found) throw new PageProblem(404, 'picture-unknown', 'This kiosk has no such picture.');
  response.writeHead(200, { 'content-type': found.mediaType, 'cache-control': 'no-store' });
  response.end(found.bytes);
}
