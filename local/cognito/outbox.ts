import type { Clock } from '../../seams/clock.ts';
import type { Store } from '../store.ts';

/** A letter that Cognito would send by e-mail. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  /** RFC 3339. */
  at: string;
}

export interface Outbox {
  /** Keeps a letter for the outbox page, and says in the log that there is one: not to whom, nor what it says. */
  send(letter: Omit<Letter, 'at'>): void;
  /** Newest first. */
  letters(): Letter[];
}

const SPACE = 'cognito/outbox';
/** Enough for whoever tries things out; older ones are forgotten. */
const KEPT_MAX = 50;
const KEY_DIGITS = 16;

export function openOutbox({ store, clock, log }: { store: Store; clock: Clock; log: (line: string) => void }): Outbox {
  const entries = () => store.list<Letter>(SPACE);
  return {
    send(letter) {
      const last = Number(entries().at(-1)?.key ?? 0);
      const key = String(last + 1).padStart(KEY_DIGITS, '0');
      store.put(SPACE, key, { ...letter, at: new Date(clock.now()).toISOString() });
      for (const { key: old } of entries().slice(0, -KEPT_MAX)) store.delete(SPACE, old);
      log('cognito: a letter lies in /oidc/outbox');
    },
    letters: () =>
      entries()
        .map(({ value }) => value)
        .reverse(),
  };
}
