import type { ServerResponse } from 'node:http';
import type { PageState } from './contract.ts';

/** The pages that watch, by Server-Sent Events (HTML Standard, section 9.2). */
export interface EventStreams {
  open(response: ServerResponse): void;
  close(): void;
}

/** Sends the whole state on connecting and after each change; changes of one turn are sent once. */
export function eventStreams(state: () => PageState, onChange: (listener: () => void) => () => void): EventStreams {
  const watching = new Set<ServerResponse>();
  let scheduled = false;
  let stopListening: (() => void) | undefined;

  const send = (response: ServerResponse) => response.write(`data: ${JSON.stringify(state())}\n\n`);
  const changed = () => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      for (const response of watching) send(response);
    });
  };

  return {
    open: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      stopListening ??= onChange(changed);
      watching.add(response);
      response.on('close', () => {
        watching.delete(response);
        if (watching.size > 0) return;
        stopListening?.();
        stopListening = undefined;
      });
      send(response);
    },
    close: () => {
      stopListening?.();
      for (const response of watching) response.end();
      watching.clear();
    },
  };
}
