/** Problem details (RFC 9457), as far as a page tells of them. */
interface Problem {
  status: number;
  detail: string;
  errors?: Array<{ pointer: string; detail: string }>;
}

/** A request that was refused, in the words of the API. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  /** Where the request was at fault: the fields' ids, with what is wrong. */
  readonly faults: Array<{ field: string; detail: string }>;

  constructor({ status, detail, errors = [] }: Problem) {
    super(detail);
    this.status = status;
    this.faults = errors.map(({ pointer, detail: words }) => ({
      field: pointer.split('/').at(-1) ?? '',
      detail: words,
    }));
  }
}

/** Asks the city's API for something, with a body where there is one. Throws Refused. */
export type Ask = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

/** The API, as who is signed in asks it. */
export function askAs(token: string): Ask {
  return async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(path, { method, headers, ...sent });
    const text = await answer.text();
    if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
    const problem: Partial<Problem> = text.startsWith('{') ? JSON.parse(text) : {};
    const words = answer.status === 401 ? 'You are signed out. Please sign in again.' : 'That did not work. Try again.';
    throw new Refused({ detail: words, ...problem, status: answer.status });
  };
}
