import type { Hub } from './hub.ts';
import type { Delivered } from './message.ts';

type Done = () => void;
type Deliver = (packet: object, done: Done) => void;

const noOp: Done = () => undefined;

/**
 * Lends the hub's routing to aedes, by the interface that aedes calls "mq". aedes subscribes its clients here and so
 * gets every message once, from the hub. What aedes emits itself it drops: a client's message has reached the hub
 * before it was acknowledged, and the chatter under `$SYS` is not part of AWS IoT.
 */
export function brokerRouting(hub: Hub, brokerId: () => string) {
  const subscriptions = new Map<string, Map<Deliver, () => void>>();
  const packet = ({ seq, topic, payload, qos, clientId }: Delivered) => ({
    cmd: 'publish',
    brokerId: brokerId(),
    brokerCounter: seq,
    topic,
    payload,
    qos,
    retain: false,
    ...(clientId !== undefined && { clientId }),
  });
  const remove = (filter: string, deliver: Deliver) => {
    subscriptions.get(filter)?.get(deliver)?.();
    subscriptions.get(filter)?.delete(deliver);
    if (subscriptions.get(filter)?.size === 0) subscriptions.delete(filter);
  };
  return {
    on(filter: string, deliver: Deliver, done: Done = noOp): void {
      const ofFilter = subscriptions.get(filter) ?? new Map<Deliver, () => void>();
      subscriptions.set(filter, ofFilter);
      ofFilter.set(
        deliver,
        hub.subscribe(filter, (message) => deliver(packet(message), noOp)),
      );
      done();
    },
    removeListener(filter: string, deliver: Deliver, done: Done = noOp): void {
      remove(filter, deliver);
      done();
    },
    emit(_packet: object, done: Done): void {
      done();
    },
    close(done: Done): void {
      for (const [filter, delivers] of subscriptions) for (const deliver of delivers.keys()) remove(filter, deliver);
      done();
    },
  };
}
