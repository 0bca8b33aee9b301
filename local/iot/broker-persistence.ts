import { Readable } from 'node:stream';
import type { Hub } from './hub.ts';

interface BrokerClient {
  id: string;
}

interface BrokerPacket {
  brokerCounter?: number;
  messageId?: number;
}

interface BrokerSubscription {
  topic: string;
  qos: 0 | 1 | 2;
}

const noQos2 = async (): Promise<never> => {
  throw new Error('AWS IoT Core does not speak QoS 2.');
};
const nothing = async (): Promise<void> => undefined;

/**
 * Lends the hub's sessions and retained messages to aedes, by the interface that aedes calls "persistence". What
 * aedes would keep itself, the hub has kept before (`Hub.publish`); here it only asks and acknowledges. Wills live
 * with their connection: a host that is killed publishes none.
 */
export function brokerPersistence({ sessions, retained }: Hub, brokerId: () => string) {
  // MQTT's packet ids are the connection's own; the hub knows messages by `seq`, which aedes calls a counter.
  const seqs = new Map<string, Map<number, number>>();

  return {
    setup: nothing,
    storeRetained: nothing,
    createRetainedStreamCombi: (filters: string[]) =>
      Readable.from(retained.matching(filters).map((message) => ({ cmd: 'publish', ...message }))),

    addSubscriptions: async (client: BrokerClient, added: BrokerSubscription[]) =>
      sessions.subscribe(
        client.id,
        added.map(({ topic, qos }) => ({ filter: topic, qos: qos === 0 ? 0 : 1 })),
      ),
    removeSubscriptions: async (client: BrokerClient, filters: string[]) => sessions.unsubscribe(client.id, filters),
    subscriptionsByClient: async (client: BrokerClient) =>
      sessions.subscriptions(client.id).map(({ filter, qos }) => ({ topic: filter, qos })),
    cleanSubscriptions: async (client: BrokerClient) => sessions.end(client.id),
    subscriptionsByTopic: async () => [],

    outgoingEnqueue: nothing,
    outgoingEnqueueCombi: nothing,
    async outgoingUpdate(client: BrokerClient, { messageId, brokerCounter }: BrokerPacket): Promise<void> {
      if (messageId !== undefined && brokerCounter) seqs.get(client.id)?.set(messageId, brokerCounter);
    },
    async outgoingClearMessageId(client: BrokerClient, { messageId }: BrokerPacket): Promise<void> {
      const seq = messageId === undefined ? undefined : seqs.get(client.id)?.get(messageId);
      if (seq === undefined || messageId === undefined) return;
      seqs.get(client.id)?.delete(messageId);
      sessions.acknowledge(client.id, seq);
    },
    outgoingStream(client: BrokerClient) {
      // aedes asks once per connection, and from then on the packet ids of earlier connections mean nothing.
      seqs.set(client.id, new Map());
      const packets = sessions.queued(client.id).map(({ seq, ...message }) => ({
        cmd: 'publish',
        brokerId: brokerId(),
        brokerCounter: seq,
        ...message,
      }));
      return Readable.from(packets);
    },

    incomingStorePacket: noQos2,
    incomingGetPacket: noQos2,
    incomingDelPacket: noQos2,
    putWill: nothing,
    delWill: nothing,
    streamWill: () => Readable.from([]),
  };
}
