import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { Authorize } from './authorize.ts';
import { brokerPersistence } from './broker-persistence.ts';
import { brokerPolicy } from './broker-policy.ts';
import { brokerRouting } from './broker-routing.ts';
import type { Hub } from './hub.ts';

/** Where AWS IoT Core takes MQTT over WebSocket (AWS IoT Core, "Device communication protocols"). */
const WEB_SOCKET_PATH = '/mqtt';

/** Above the 128 KB of the largest MQTT message; a frame that is larger is no honest client's. */
const frameBytesMax = 256 * 1024;

export interface Broker {
  port: number;
  /**
   * Takes an HTTP server's `upgrade` to `/mqtt` (subprotocol `mqtt`) and answers true; leaves every other path
   * alone and answers false. A page of another origin is refused: browsers let any page open a WebSocket here.
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}

export interface BrokerOptions {
  hub: Hub;
  authorize: Authorize;
  /** 0 takes any free port. */
  port: number;
  log: (line: string) => void;
}

const host = '127.0.0.1';

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is in use by another program. Set MQTT_PORT to another port.`;
      reject(fault.code === 'EADDRINUSE' ? new Error(taken, { cause: fault }) : fault);
    });
    server.listen(port, host, resolve);
  });
}

function refusal(request: IncomingMessage): string | undefined {
  const protocols = String(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  if (!protocols.includes('mqtt')) return '400 Bad Request';
  const { origin } = request.headers;
  if (origin !== undefined && URL.parse(origin)?.host !== request.headers.host) return '403 Forbidden';
  return undefined;
}

function webSockets(handle: Aedes['handle']): Broker['upgrade'] {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax, handleProtocols: () => 'mqtt' });
  return (request, socket, head) => {
    if (request.url?.split('?')[0] !== WEB_SOCKET_PATH) return false;
    const refused = refusal(request);
    if (refused) {
      socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\n\r\n`);
      return true;
    }
    request.socket.setNoDelay(true);
    sockets.handleUpgrade(request, socket, head, (webSocket) => handle(createWebSocketStream(webSocket), request));
    return true;
  };
}

/**
 * MQTT 3.1.1 in clear, on loopback only, over TCP and WebSocket. aedes speaks the protocol; what is routed, kept and
 * allowed is the hub's and `authorize`'s. Rejects when the port is taken, naming it.
 */
export async function openBroker({ hub, authorize, port, log }: BrokerOptions): Promise<Broker> {
  const id = (): string => aedes.id;
  const aedes = new Aedes({
    mq: brokerRouting(hub, id),
    persistence: brokerPersistence(hub, id),
    ...brokerPolicy(hub, authorize, log),
  });
  aedes.on('client', ({ id: clientId, clean }) => {
    if (!clean) hub.sessions.connected(clientId);
  });
  aedes.on('clientDisconnect', ({ id: clientId, clean }) => {
    if (!clean) hub.sessions.disconnected(clientId);
  });

  // Without `noDelay`, Nagle's algorithm and delayed acknowledgements make a QoS 1 round trip 88 ms instead of 0.1.
  const server = createServer({ noDelay: true }, aedes.handle);
  await listen(server, port);
  await aedes.listen();
  return {
    port: (server.address() as AddressInfo).port,
    upgrade: webSockets(aedes.handle),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => aedes.close(resolve));
      await closed;
    },
  };
}
