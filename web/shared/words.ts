const MOMENT = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });

/** A moment as people read it, by the clock of their own place. */
export function momentWords(instant: string): string {
  return MOMENT.format(Date.parse(instant));
}
