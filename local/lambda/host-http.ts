import http from 'node:http';
import { type Send, wireHttp } from './wire-http.ts';

/** As far as the SDK tells whom a request is for. */
interface Addressed {
  host?: string | null;
  hostname?: string | null;
  port?: number | string | null;
}

/**
 * `node:http` for a function that shares a process with the services it calls: what is for `endpoint` goes to `send`,
 * signed as it is, without a socket and without being written and read as HTTP; all else goes over the network.
 */
export function hostHttp(endpoint: string, send: Send): typeof http {
  const { hostname, port } = new URL(endpoint);
  const isForHost = (asked: unknown) => {
    const { host, hostname: name = host, port: at }: Addressed = Object(asked);
    return name === hostname && String(at) === port;
  };
  const wire = wireHttp(send);
  const request = (...given: unknown[]) =>
    Reflect.apply(isForHost(given[0]) ? wire.request : http.request, undefined, given);
  return { ...http, request };
}
