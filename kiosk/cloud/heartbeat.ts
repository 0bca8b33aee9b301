import { type Heartbeat, heartbeatTopic } from '../../functions/bikes/kiosk-contract.ts';
import type { Clock, Timer } from '../../seams/clock.ts';
import type { MqttClient } from '../../seams/mqtt.ts';
import type { KioskConfig } from '../config.ts';

/** Says that this kiosk is there, on connecting and then at the interval that the city asks for. */
export interface Heart {
  connected(client: MqttClient): void;
  disconnected(): void;
}

/**
 * Over MQTT, since that is the connection on which commands come: a kiosk that reaches the HTTP API alone can open no
 * door. `onBeat` is called when the broker has acknowledged one.
 */
export function heart(config: KioskConfig, deps: { clock: Clock; everyMs: () => number; onBeat: () => void }): Heart {
  const topic = heartbeatTopic(config.city, config.kioskId);
  let client: MqttClient | undefined;
  let timer: Timer | undefined;

  function beat(): void {
    const link = client;
    if (!link) return;
    timer = deps.clock.after(deps.everyMs(), beat);
    const said: Heartbeat = { kioskId: config.kioskId };
    link.publish(topic, JSON.stringify(said)).then(
      () => client === link && deps.onBeat(),
      // One that is lost is not sent again: the next one says the same.
      () => undefined,
    );
  }

  return {
    connected: (link) => {
      timer?.cancel();
      client = link;
      beat();
    },
    disconnected: () => {
      timer?.cancel();
      client = undefined;
    },
  };
}
