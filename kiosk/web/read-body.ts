import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { RAW_LENGTH_MAX } from '../scan/read-scan.ts';
import { PageProblem } from './problem.ts';

/** A pasted licence is the longest that a page has to say. */
const BODY_BYTES_MAX = 16_384;

/** What a scanner reads, or somebody pastes in its place. */
export const Scan = z.strictObject({
  raw: z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(RAW_LENGTH_MAX)),
});

/**
 * Reads a request's JSON body against a schema.
 *
 * @throws PageProblem
 */
export async function readBody<Body>(request: IncomingMessage, schema: z.ZodMiniType<Body>): Promise<Body> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new PageProblem(415, 'content-type-unsupported', 'Send the body as application/json.');
  const body = schema.safeParse(parsed(await text(request)));
  if (!body.success) throw new PageProblem(400, 'request-malformed', z.prettifyError(body.error));
  return body.data;
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX)
      throw new PageProblem(413, 'body-too-large', `The body may have ${BODY_BYTES_MAX} bytes at the most.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new PageProblem(400, 'request-malformed', 'The body is not JSON.');
  }
}
