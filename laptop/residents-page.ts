import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendFile } from '../kiosk/web/page-files.ts';
import { PageProblem, sendJson, sendProblem } from '../kiosk/web/problem.ts';

export interface ResidentsPageOptions {
  /** Folder of the built page. */
  folder: string;
  /** Where people sign in, and as whose page. */
  config: { issuer: string; clientId: string };
}

/** The page runs nothing that is not its own, and speaks to the API beside it and to the provider alone. */
const policyFor = (issuer: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(issuer).origin}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** The residents' page at `/residents/`. */
export function residentsPage({ folder, config }: ResidentsPageOptions) {
  const policy = policyFor(config.issuer);
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '/').split('?')[0]?.replace(/^\/residents\//, '') ?? '';
    response.setHeader('content-security-policy', policy).setHeader('referrer-policy', 'no-referrer');
    const send = async () => sendJson(response, 200, config);
    const sent = path === 'config.json' ? send() : sendFile(folder, path, response);
    sent.catch((fault: unknown) => {
      const problem = fault instanceof PageProblem ? fault : new PageProblem(500, 'internal-fault', 'The page failed.');
      sendProblem(response, problem);
    });
  };
}
