import type { Clock } from '../../seams/clock.ts';
import type { Store } from '../store.ts';
import { ServiceError } from '../wire/contract.ts';
import type { Hub } from './hub.ts';
import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';
import { deltaOf, echo, isLive, metadataOf, type ShadowRecord, stateOf, updated } from './shadow-record.ts';
import { clientTokenOf, readDocument, readUpdate, shadowFault } from './shadow-request.ts';
import { isEmpty } from './shadow-state.ts';
import { shadowRequestOf } from './topics.ts';

const SPACE = 'iot/shadows';

/** Things' names: 1 to 128 of these characters; shadows' names: 1 to 64 (AWS IoT data plane API reference). */
const thingName = /^[a-zA-Z0-9:_-]{1,128}$/;
const shadowName = /^[a-zA-Z0-9:_$-]{1,64}$/;

/**
 * The Device Shadow service ("Device Shadow MQTT topics" and "Device Shadow service documents", AWS IoT Core
 * developer guide). `name` is absent for the classic shadow. Faults are `ServiceError`s with AWS's texts. Each
 * change is on disk, and its messages handed to the hub, when the call returns.
 */
export interface Shadows {
  update(thing: string, name: string | undefined, payload: Buffer): JsonObject;
  get(thing: string, name: string | undefined, payload?: Buffer): JsonObject;
  delete(thing: string, name: string | undefined, payload?: Buffer): JsonObject;
  /** The thing's named shadows, in the order of their names. */
  named(thing: string): string[];
}

export function openShadows({ hub, store, clock }: { hub: Hub; store: Store; clock: Clock }): Shadows {
  const seconds = () => Math.floor(clock.now() / 1000);
  const topicOf = (thing: string, name: string | undefined) =>
    `$aws/things/${thing}/shadow${name === undefined ? '' : `/name/${name}`}`;
  const keyOf = (thing: string, name = '') => {
    if (!thingName.test(thing)) throw shadowFault(400, `'${thing}' is no name for a thing`);
    if (name !== '' && !shadowName.test(name)) throw shadowFault(400, `'${name}' is no name for a shadow`);
    return `${thing}/${name}`;
  };
  const find = (thing: string, name: string | undefined): ShadowRecord => {
    const record = store.get<ShadowRecord>(SPACE, keyOf(thing, name));
    const called = name === undefined ? thing : `${thing}~${name}`;
    if (!isLive(record)) throw shadowFault(404, `No shadow exists with name: '${called}'`);
    return record;
  };
  const tell = (topic: string, document: JsonObject) =>
    hub.publish({ topic, payload: Buffer.from(JSON.stringify(document)), qos: 1, retain: false });
  const document = (record: ShadowRecord): JsonObject => ({
    state: stateOf(record),
    metadata: metadataOf(record),
    version: record.version,
  });

  const update: Shadows['update'] = (thing, name, payload) => {
    const request = readUpdate(readDocument(payload));
    const key = keyOf(thing, name);
    const before = store.get<ShadowRecord>(SPACE, key);
    const after = updated(before, request, clock.now());
    store.put(SPACE, key, after);

    const timestamp = seconds();
    const token = request.clientToken === undefined ? {} : { clientToken: request.clientToken };
    const accepted = { ...echo(request, timestamp), version: after.version, timestamp, ...token };
    const topic = topicOf(thing, name);
    tell(`${topic}/update/accepted`, accepted);
    const delta = deltaOf(after);
    if (!isEmpty(delta)) {
      const { values: state, stamps: metadata } = delta;
      tell(`${topic}/update/delta`, { version: after.version, timestamp, state, metadata, ...token });
    }
    const previous = isLive(before) ? { previous: document(before) } : {};
    tell(`${topic}/update/documents`, { ...previous, current: document(after), timestamp, ...token });
    return accepted;
  };

  const get: Shadows['get'] = (thing, name, payload = Buffer.alloc(0)) => {
    const token = clientTokenOf(readDocument(payload));
    const record = find(thing, name);
    const delta = deltaOf(record);
    const state = { ...stateOf(record), ...(!isEmpty(delta) && { delta: delta.values }) };
    return { ...document(record), state, timestamp: seconds(), ...token };
  };

  const remove: Shadows['delete'] = (thing, name, payload = Buffer.alloc(0)) => {
    const token = clientTokenOf(readDocument(payload));
    const record = find(thing, name);
    store.put(SPACE, keyOf(thing, name), { ...record, deletedAt: clock.now() });
    const accepted = { version: record.version, timestamp: seconds(), ...token };
    tell(`${topicOf(thing, name)}/delete/accepted`, accepted);
    return accepted;
  };

  const answer = ({ topic, payload }: Message): void => {
    const request = shadowRequestOf(topic);
    if (!request) return;
    const { thing, name, operation } = request;
    try {
      if (operation === 'update') update(thing, name, payload);
      else if (operation === 'delete') remove(thing, name, payload);
      else tell(`${topic}/accepted`, get(thing, name, payload));
    } catch (fault) {
      if (!(fault instanceof ServiceError)) throw fault;
      tell(`${topic}/rejected`, {
        code: fault.status,
        message: fault.message,
        timestamp: seconds(),
        ...token(payload),
      });
    }
  };
  for (const operation of ['update', 'get', 'delete']) {
    hub.subscribe(`$aws/things/+/shadow/${operation}`, answer);
    hub.subscribe(`$aws/things/+/shadow/name/+/${operation}`, answer);
  }

  return {
    update,
    get,
    delete: remove,
    named: (thing) =>
      store
        .list<ShadowRecord>(SPACE, keyOf(thing))
        .filter(({ key, value }) => key !== keyOf(thing) && isLive(value))
        .map(({ key }) => key.slice(keyOf(thing).length)),
  };
}

/** The client token of a request that was refused, when it has a usable one. */
function token(payload: Buffer): { clientToken?: string } {
  try {
    return clientTokenOf(readDocument(payload));
  } catch {
    return {};
  }
}
