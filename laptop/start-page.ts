import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendFile } from '../kiosk/web/page-files.ts';
import { PageProblem, sendJson, sendProblem } from '../kiosk/web/problem.ts';

export interface StartPageOptions {
  /** Folder of the built page. */
  folder: string;
  /** What `city.json` says. */
  board: () => unknown;
}

const send = async (response: ServerResponse, body: unknown) => sendJson(response, 200, body);

/** The page at `/`: the city's kiosks, and where to look further. */
export function startPage({ folder, board }: StartPageOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '/').split('?')[0]?.slice(1) ?? '';
    const sent = path === 'city.json' ? send(response, board()) : sendFile(folder, path, response);
    sent.catch((fault: unknown) => {
      const problem = fault instanceof PageProblem ? fault : new PageProblem(500, 'internal-fault', 'The page failed.');
      sendProblem(response, problem);
    });
  };
}
