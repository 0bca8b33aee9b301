import { type Fact, factTopic } from '../../functions/storage/contract.ts';
import { instant } from '../../seams/clock.ts';
import type { MqttClient } from '../../seams/mqtt.ts';
import type { KioskConfig } from '../config.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { CorrectedClock, UnsureTime } from './corrected-clock.ts';

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

/** A fact as it waits on disk. One whose time is unsure gets its time when it is published. */
type Waiting = object & { at?: string; unsure?: UnsureTime };

/**
 * A clock that is an hour off is right after the first answer of the cloud, which comes a moment after the connection:
 * facts wait for it, so that none is told with a time that is known to be wrong a moment later. A city whose HTTP API is
 * away is to hear all the same, and soon, that a bike was taken.
 */
const UNSURE_FOR_MS_MAX = 30_000;

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
  /** The connection on which facts go out as soon as the time is known. */
  let waitsFor: MqttClient | undefined;
  let publishing = false;

  const publishNext = () => {
    const link = client;
    const next = link && !publishing ? store.oldestFact() : undefined;
    if (!link || !next) return;
    publishing = true;
    link.publish(topic, JSON.stringify({ seq: next.seq, ...timed(next.fact) })).then(
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
  const timed = ({ unsure, ...fact }: Waiting) =>
    unsure ? { ...fact, at: instant(clock.settle(unsure, Date.parse(fact.at ?? ''))) } : fact;
  const done = () => {
    publishing = false;
    deps.onChange();
    publishNext();
  };

  return {
    record: (happened, at = clock.now()) => {
      const unsure = clock.doubt(at);
      store.appendFact({ at: instant(at), kioskId: config.kioskId, ...happened, ...(unsure && { unsure }) });
      // Published once whatever transaction this is part of has been committed.
      queueMicrotask(() => {
        deps.onChange();
        publishNext();
      });
    },
    waiting: () => store.factsWaiting(),
    connected: (link) => {
      const begin = () => {
        if (waitsFor !== link) return;
        waitsFor = undefined;
        client = link;
        publishNext();
      };
      waitsFor = link;
      clock.onConfirmed(begin);
      if (waitsFor) clock.after(UNSURE_FOR_MS_MAX, begin);
    },
    disconnected: () => {
      waitsFor = undefined;
      client = undefined;
    },
  };
}
