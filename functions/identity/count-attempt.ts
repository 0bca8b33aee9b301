import type { Clock } from '../../seams/clock.ts';
import type { Publish } from '../shared/events.ts';
import { untilSaved } from '../shared/table.ts';
import type { AttemptStore } from './attempt-store.ts';
import { takeAttempt } from './attempts.ts';
import { TooManyAttempts } from './errors.ts';

export interface Counting {
  attempts: AttemptStore;
  publish: Publish;
  log: { warn(message: string, fields: Record<string, string>): void };
  clock: Clock;
}

/**
 * Counts an attempt before anything of it is looked at: whoever is turned away learns nothing, and that somebody is in
 * the register cannot be read off what is counted. Operators are told, once in a while, and again when this very
 * attempt is repeated, since the first telling may have failed.
 *
 * @throws TooManyAttempts, ItemContended
 */
export async function countAttempt(
  { attempts, publish, log, clock }: Counting,
  attempt: { kioskId: string; sessionId: string },
): Promise<void> {
  const { isLetIn, notice } = await untilSaved(async () => {
    const found = await attempts.read(attempt.kioskId);
    const taken = takeAttempt(found, attempt, clock.now());
    if (!taken.next) return taken;
    return (await attempts.save(taken.next, attempt.sessionId, found?.revision ?? 0)) ? taken : undefined;
  });
  if (notice) {
    log.warn('GuessingNoticed', { kioskId: notice.kioskId, limit: notice.limit });
    await publish([{ type: notice.type, detail: notice }]);
  }
  if (!isLetIn)
    throw new TooManyAttempts('This kiosk has checked very many IDs just now. Please wait a minute, then scan again.');
}
