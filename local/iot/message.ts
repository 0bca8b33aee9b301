/** A message as the hub takes it. */
export interface Message {
  topic: string;
  payload: Buffer;
  qos: 0 | 1;
  retain: boolean;
  /** The MQTT client that sent it; absent when it came over HTTP or from the host itself. */
  clientId?: string;
}

/** A message on its way to those who subscribed; `seq` counts up over all messages of a hub. */
export interface Delivered extends Message {
  seq: number;
}

/** A message as the store keeps it: payloads are bytes, the store keeps JSON. */
export interface StoredMessage {
  topic: string;
  payload: string;
  qos: 0 | 1;
}

export function toStored(message: Message): StoredMessage {
  return { topic: message.topic, payload: message.payload.toString('base64'), qos: message.qos };
}

export function fromStored(stored: StoredMessage, seq: number): Delivered {
  const payload = Buffer.from(stored.payload, 'base64');
  return { topic: stored.topic, payload, qos: stored.qos, retain: false, seq };
}
