/** A request to the HTTP API, or to where it says that a photo goes. `signal` aborts when the caller has stopped waiting. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Sends a request; rejects where no answer came. Tests and the simulator put a cloud of their own here. */
export type HttpSend = (request: HttpRequest) => Promise<HttpAnswer>;

/** Sends over the network. */
export const sendHttp: HttpSend = async ({ url, ...request }) => {
  const answer = await fetch(url, request);
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
};
