import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { Aedes, type Client } from 'aedes';
import type { Authorize } from './authorize.ts';
import { brokerPersistence } from './broker-persistence.ts';
import { brokerPolicy } from './broker-policy.ts';
import { brokerRouting } from './broker-routing.ts';
import type { Hub } from './hub.ts';

export interface Broker {
  port: number;
  /** Ends the connections of clients whose certificates are not good any more. */
  review(): void;
  close(): Promise<void>;
}

export interface BrokerOptions {
  hub: Hub;
  authorize: Authorize;
  /** 0 takes any free port. */
  port: number;
  /** The broker's own certificate and key, and the authority that signs its clients' certificates; as PEM. */
  tls: { cert: string; key: string; ca: string };
  log: (line: string) => void;
}

const host = '127.0.0.1';

/** A client on this machine is done in milliseconds; one that opens a port and says nothing is sent away. */
const handshakeTimeoutMs = 10_000;

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is in use by another program. Set MQTT_PORT to another port.`;
      reject(fault.code === 'EADDRINUSE' ? new Error(taken, { cause: fault }) : fault);
    });
    server.listen(port, host, resolve);
  });
}

/** Takes clients that can prove a certificate of our authority; `accept` gets no other. */
function tlsServer({ tls, log }: BrokerOptions, accept: (socket: Socket) => void) {
  const open = new Set<Socket>();
  const server = createServer(
    {
      ...tls,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      handshakeTimeout: handshakeTimeoutMs,
      // Nagle's algorithm and delayed acknowledgements make a QoS 1 round trip 88 ms instead of 0.1.
      noDelay: true,
    },
    accept,
  );
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('tlsClientError', ({ message }) => log(`MQTT: refused a connection. ${message.trim()}`));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      // Whoever has not finished its handshake is no client yet, and would keep the server open.
      for (const socket of open) socket.destroy();
    });
  return { server, close };
}

/**
 * MQTT 3.1.1 over TLS with client certificates, on loopback only. aedes speaks the protocol; what is routed, kept and
 * allowed is the hub's and `authorize`'s. Rejects when the port is taken, naming it.
 */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const { hub, authorize, port, log } = options;
  const id = (): string => aedes.id;
  const { mayStay, ...decisions } = brokerPolicy(hub, authorize, log);
  const aedes = new Aedes({
    mq: brokerRouting(hub, id),
    persistence: brokerPersistence(hub, id),
    ...decisions,
  });
  const connected = new Set<Client>();
  aedes.on('client', (client) => {
    connected.add(client);
    if (!client.clean) hub.sessions.connected(client.id);
  });
  aedes.on('clientDisconnect', (client) => {
    connected.delete(client);
    if (!client.clean) hub.sessions.disconnected(client.id);
  });

  const { server, close } = tlsServer(options, (socket) => void aedes.handle(socket));
  await listen(server, port);
  await aedes.listen();
  return {
    port: (server.address() as AddressInfo).port,
    review() {
      for (const client of connected) {
        if (mayStay(client)) continue;
        log(`MQTT: ends the connection of '${client.id}', whose certificate is not active any more.`);
        client.close();
      }
    },
    close: async () => {
      await new Promise<void>((resolve) => aedes.close(resolve));
      await close();
    },
  };
}
