import { type Fact, factTopic } from '../../functions/storage/contract.ts';
import { instant } from '../../seams/clock.ts';
import type { MqttClient } from '../../seams/mqtt.ts';
import type { KioskConfig } from '../config.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { CorrectedClock } from './corrected-clock.ts';

type Without<Member, Key extends PropertyKey> = Member extends unknown ? Omit<Member, Key> : never;
/** A fact before it has its number and its time. */
export type Happened = Without<Fact, 'seq' | 'at' | 'kioskId'>;

/** Facts on their way to the cloud: written to disk first, published in order, kept until acknowledged. */
export interface Facts {
  /** `at` is the corrected time in milliseconds at which it happened; now, where it is left out. */
  record(happened: Happened, at?: number): void;
  waiting(): number;
  /** The connection is up: what waits is published. */
  connected(client: MqttClient): void;
  disconnected(): void;
}

/** The broker took the message and never acknowledged it, or refused it without hanging up. */
const TRY_AGAIN_AFTER_MS = 2_000;

/**
 * One fact is on its way at a time, since order is worth more here than speed: a kiosk has a few facts a minute.
 * A fact whose acknowledgement was lost is sent again; the cloud drops repeats by their number.
 */
export function outbox(
  config: KioskConfig,
  deps: { store: KioskStore; clock: CorrectedClock; onChange: () => void },
): Facts {
  const { store, clock } = deps;
  const topic = factTopic(config.city, config.kioskId);
  let client: MqttClient | undefined;
  let publishing = false;

  const publishNext = () => {
    const link = client;
    const next = link && !publishing ? store.oldestFact() : undefined;
    if (!link || !next) return;
    publishing = true;
    link.publish(topic, JSON.stringify({ seq: next.seq, ...next.fact })).then(
      () => {
        store.removeFact(next.seq);
        done();
      },
      () => {
        if (client === link) clock.after(TRY_AGAIN_AFTER_MS, done);
        else done();
      },
    );
  };
  const done = () => {
    publishing = false;
    deps.onChange();
    publishNext();
  };

  return {
    record: (happened, at = clock.now()) => {
      store.appendFact({ at: instant(at), kioskId: config.kioskId, ...happened });
      // Published once whatever transaction this is part of has been committed.
      queueMicrotask(() => {
        deps.onChange();
        publishNext();
      });
    },
    waiting: () => store.factsWaiting(),
    connected: (link) => {
      client = link;
      publishNext();
    },
    disconnected: () => {
      client = undefined;
    },
  };
}
