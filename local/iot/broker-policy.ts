import { TLSSocket } from 'node:tls';
import type { AedesOptions, AedesPublishPacket, Client } from 'aedes';
import type { Authorize, Principal } from './authorize.ts';
import type { Hub } from './hub.ts';
import { filterFault, publishFault } from './topics.ts';

/** "Client ID … 1 to 128 bytes of UTF-8" (AWS IoT Core, message broker and protocol limits). */
const clientIdBytesMax = 128;

/** CONNACK return code 5, "not authorized" (MQTT 3.1.1, section 3.2.2.3). */
const notAuthorized = 5;

type Decisions = Required<
  Pick<AedesOptions, 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** The certificate that the client proved to have in the TLS handshake, which was checked against our authority. */
function certificateIdOf({ conn }: Client): string | undefined {
  const certificate = conn instanceof TLSSocket && conn.authorized ? conn.getPeerX509Certificate() : undefined;
  return certificate?.fingerprint256.replaceAll(':', '').toLowerCase();
}

/**
 * What aedes asks before it acts: may this client connect, publish, subscribe, receive? As on AWS, a publish that
 * is refused ends the connection. A publish that is allowed is handed to the hub here, since aedes acknowledges
 * QoS 1 right after this question and before it does anything else: the hub must have kept the message by then.
 */
export function brokerPolicy(
  hub: Hub,
  authorize: Authorize,
  log: (line: string) => void,
): Decisions & { mayStay(client: Client): boolean } {
  const principals = new WeakMap<Client, Principal>();

  const accept = (client: Client, packet: Parameters<Decisions['authorizePublish']>[1]): void => {
    const principal = principals.get(client);
    const payload = Buffer.from(packet.payload);
    const fault = packet.qos === 2 ? 'AWS IoT Core does not speak QoS 2.' : publishFault(packet.topic, payload);
    if (fault) throw new Error(fault);
    if (!principal || !authorize.publish(principal, packet.topic, packet.retain)) {
      throw new Error(`It may not publish to '${packet.topic}'.`);
    }
    const qos = packet.qos === 0 ? 0 : 1;
    hub.publish({ topic: packet.topic, payload, qos, retain: packet.retain, clientId: client.id });
  };

  return {
    mayStay(client) {
      const principal = principals.get(client);
      return principal !== undefined && authorize.stay(principal);
    },
    authenticate(client, _username, _password, done) {
      const bytes = Buffer.byteLength(client.id);
      const wellFormed = bytes > 0 && bytes <= clientIdBytesMax && !client.id.includes('\u0000');
      const certificateId = certificateIdOf(client);
      const principal = wellFormed ? authorize.connect({ clientId: client.id, certificateId }) : undefined;
      if (!principal) {
        log(`MQTT: refused the client '${client.id.slice(0, clientIdBytesMax)}'.`);
        done(Object.assign(new Error('not authorized'), { returnCode: notAuthorized }), false);
        return;
      }
      principals.set(client, principal);
      done(null, true);
    },
    authorizePublish(client, packet, done) {
      try {
        if (client) accept(client, packet);
      } catch (fault) {
        const why = fault instanceof Error ? fault.message : String(fault);
        log(`MQTT: ends the connection of '${client?.id}' over a publish. ${why}`);
        done(fault instanceof Error ? fault : new Error(why));
        return;
      }
      done(null);
    },
    authorizeSubscribe(client, subscription, done) {
      const principal = principals.get(client);
      const fault = filterFault(subscription.topic);
      const allowed = !fault && principal && authorize.subscribe(principal, subscription.topic);
      if (!allowed) log(`MQTT: refused a subscription of '${client.id}'. ${fault ?? subscription.topic}`);
      done(null, allowed ? subscription : null);
    },
    authorizeForward(client, packet: AedesPublishPacket) {
      const principal = principals.get(client);
      if (principal && authorize.receive(principal, packet.topic)) return packet;
      // What it may not receive must not stay in its session for ever.
      hub.sessions.acknowledge(client.id, packet.brokerCounter);
      return null;
    },
  };
}
