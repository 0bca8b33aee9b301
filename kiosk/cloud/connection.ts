import { RentalView, rentalTopic } from '../../functions/orchestration/contract.ts';
import { type Clock, sleep } from '../../seams/clock.ts';
import type { MqttClient, MqttTransport } from '../../seams/mqtt.ts';
import type { KioskConfig } from '../config.ts';
import type { Photographer } from '../photos/photographer.ts';
import type { BayMirror } from './bay-mirror.ts';
import type { CommandShadow } from './command-shadow.ts';
import type { Contact } from './contact.ts';
import type { Facts } from './facts.ts';
import type { Heart } from './heartbeat.ts';
import { parseJson } from './json.ts';
import type { Stations } from './stations.ts';

const TRY_AGAIN_AFTER_MS = 5_000;

export interface Connection {
  online(): boolean;
  close(): Promise<void>;
}

export interface ConnectionParts {
  transport: MqttTransport;
  clock: Clock;
  shadow: CommandShadow;
  stations: Stations;
  photos: Photographer;
  mirror: BayMirror;
  facts: Facts;
  heart: Heart;
  contact: Contact;
  onRental(view: RentalView): void;
  /** The connection came up or went down. */
  onChange(): void;
  log(line: string): void;
}

/**
 * The kiosk's one MQTT connection. Each time it comes up: subscribe, then ask for the commands, report the bays,
 * send the facts that waited, and say that the kiosk is there.
 */
export function connect(config: KioskConfig, parts: ConnectionParts): Connection {
  const { shadow, stations, photos, mirror, facts, heart, contact } = parts;
  const rentals = rentalTopic(config.city, config.kioskId, '+');
  const ownRentals = rentals.slice(0, -1);
  const filters = [...shadow.filters, rentals, ...photos.filters, ...stations.filters];
  // Counts connections, so that a subscription that ends after its connection did starts nothing.
  let connection = 0;
  let online = false;
  let closed = false;

  async function subscribe(client: MqttClient, mine: number): Promise<boolean> {
    while (mine === connection && !closed) {
      try {
        await client.subscribe(filters);
        return mine === connection;
      } catch (error) {
        parts.log(`${config.kioskId} could not subscribe: ${(error as Error).message}`);
        await sleep(parts.clock, TRY_AGAIN_AFTER_MS);
      }
    }
    return false;
  }

  async function up(): Promise<void> {
    connection += 1;
    if (!(await subscribe(client, connection))) return;
    online = true;
    shadow.connected(client);
    mirror.connected(client);
    facts.connected(client);
    heart.connected(client);
    contact.connected();
    parts.onChange();
  }

  function down(): void {
    connection += 1;
    online = false;
    shadow.disconnected();
    mirror.disconnected();
    facts.disconnected();
    heart.disconnected();
    contact.disconnected();
    if (!closed) parts.onChange();
  }

  function message(topic: string, payload: string): void {
    if (!closed) contact.heard();
    if (closed || shadow.message(topic, payload) || stations.message(topic, payload)) return;
    if (photos.message(topic, payload)) return;
    const view = topic.startsWith(ownRentals) ? RentalView.safeParse(parseJson(payload)) : undefined;
    if (view?.success) parts.onRental(view.data);
  }

  // A transport may call `up` before it has given its client back.
  const listener = { up: () => void Promise.resolve().then(up), down, message };
  const client = parts.transport(config.kioskId, listener);
  return {
    online: () => online,
    close: () => {
      closed = true;
      down();
      return client.close();
    },
  };
}
