import type { BayStatus } from '../../functions/shared/fields.ts';
import { BAY_SHADOW, type BaysReported } from '../../functions/storage/contract.ts';
import type { Clock } from '../../seams/clock.ts';
import type { MqttClient } from '../../seams/mqtt.ts';
import type { Reading } from '../hardware/driver.ts';
import { shadowTopic } from './shadow-topics.ts';

/** Mirrors what the sensors read in the shadow `bays`. */
export interface BayMirror {
  /** Something changed. */
  touch(): void;
  connected(client: MqttClient): void;
  disconnected(): void;
}

const TRY_AGAIN_AFTER_MS = 2_000;

/** `state.reported` of the shadow, with null for what is empty: a field that is merely left out would stay. */
function baysReported(reading: Reading): BaysReported {
  return {
    capacity: reading.bays.size,
    bays: Object.fromEntries([...reading.bays].map(([bay, bikeId]) => [String(bay), bikeId])),
    hatch: reading.hatch,
    door: reading.door,
    faults: Object.fromEntries([...reading.bays.keys()].map((bay) => [String(bay), faultIn(reading, bay)])),
  };
}

function faultIn({ faults }: Reading, bay: number): BayStatus | null {
  const status = faults?.get(bay) ?? 'ok';
  return status === 'ok' ? null : status;
}

/**
 * Only the last state matters, so one update is on its way at a time and takes with it all that changed meanwhile.
 * After each connection everything is reported, whatever was said before: a shadow may have been made anew.
 */
export function bayMirror(thing: string, deps: { clock: Clock; read: () => Reading }): BayMirror {
  const topic = shadowTopic(thing, BAY_SHADOW, 'update');
  let client: MqttClient | undefined;
  let said = '';
  let publishing = false;

  const publish = () => {
    const link = client;
    const state = JSON.stringify({ state: { reported: baysReported(deps.read()) } });
    if (!link || publishing || state === said) return;
    publishing = true;
    link.publish(topic, state).then(
      () => {
        if (client === link) said = state;
        done();
      },
      () => (client === link ? void deps.clock.after(TRY_AGAIN_AFTER_MS, done) : done()),
    );
  };
  const done = () => {
    publishing = false;
    publish();
  };

  return {
    touch: publish,
    connected: (link) => {
      client = link;
      said = '';
      publish();
    },
    disconnected: () => {
      client = undefined;
    },
  };
}
