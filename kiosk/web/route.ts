import type { IncomingMessage } from 'node:http';

/** Answers one route: gives what is to be sent as JSON, or nothing where nothing is to be said. */
export type Route = (request: IncomingMessage) => Promise<unknown> | unknown;
