/** One packet on its way between a client and the broker. */
export interface Hop {
  clientId: string;
  to: 'broker' | 'client';
  kind: 'connect' | 'connack' | 'publish' | 'puback' | 'subscribe' | 'suback' | 'message' | 'ack';
  /** Of a `publish` or a `message`. */
  topic?: string;
}

/** A client's connection, in the hands of whoever plays the network. */
export interface Link {
  clientId: string;
  /** Breaks the connection, as both ends would notice: what was under way is lost or not, as `carry` decides. */
  cut(reason: string): void;
  /** Connects again after a `cut`; the session goes on where it stood. */
  mend(): void;
}

/**
 * How packets travel. `carry` calls `arrive` when the packet arrives: later, never, or twice. A real connection
 * loses nothing short of breaking, so a network that drops a packet should cut the link in the end.
 */
export interface Network {
  carry(hop: Hop, arrive: () => void): void;
  /** Told of each client that a transport opens. */
  opened?(link: Link): void;
}

/** A network that delivers all things, in order, as soon as the running code is done. */
export const inOrder: Network = { carry: (_hop, arrive) => queueMicrotask(arrive) };
