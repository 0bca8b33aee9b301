import type { Clock } from '../../seams/clock.ts';
import type { ReturnView } from '../web/contract.ts';

/** What the screen says of returns: the one that goes on, and the bikes that came just before it. */
export interface ReturnBoard {
  show(view: ReturnView | undefined): void;
  /** Something new about a bike that has docked. It stays on the screen long enough to be read. */
  amend(bikeId: string, news: Pick<ReturnView, 'receipt' | 'ride' | 'damage' | 'severity' | 'photo'>): void;
  /** The bike that has docked and is still spoken of. */
  docked(bikeId: string): ReturnView | undefined;
  current(): ReturnView | undefined;
  /** Oldest first. */
  earlier(): ReturnView[];
}

interface Entry {
  view: ReturnView;
  /** When it leaves the screen. */
  goesAt: number;
}

const CLOSING_PHASES = new Set<ReturnView['phase']>(['docked', 'notReturned', 'full', 'closed', 'fault']);

/**
 * Closing words stay for `shownMs`. A bike that docked stays for as long also when the next one is called up before
 * that: its rider has a receipt to read.
 */
export function returnBoard(parts: {
  clock: Clock;
  shownMs: number;
  onChange(): void;
  /** It does not speak any more of a bike that had docked. */
  onGone(bikeId: string): void;
}): ReturnBoard {
  const { clock, shownMs, onChange } = parts;
  let current: Entry | undefined;
  let earlier: Entry[] = [];

  function sweep(): void {
    const stays = ({ goesAt }: Entry) => goesAt > clock.now();
    const spokenOf = [...earlier, ...(current ? [current] : [])];
    earlier = earlier.filter(stays);
    if (current && !stays(current)) current = undefined;
    for (const { view } of spokenOf)
      if (view.phase === 'docked' && !dockedEntry(view.bikeId)) parts.onGone(view.bikeId);
    onChange();
  }

  /** When what is said now leaves the screen. */
  function goesAt(): number {
    clock.after(shownMs, sweep);
    return clock.now() + shownMs;
  }

  const dockedEntry = (bikeId: string) =>
    (current ? [...earlier, current] : earlier).findLast(
      ({ view }) => view.bikeId === bikeId && view.phase === 'docked',
    );

  return {
    show: (view) => {
      if (current?.view.phase === 'docked' && current.view.bikeId !== view?.bikeId) earlier.push(current);
      const closes = view !== undefined && CLOSING_PHASES.has(view.phase);
      current = view && { view, goesAt: closes ? goesAt() : Number.POSITIVE_INFINITY };
      onChange();
    },
    amend: (bikeId, news) => {
      const entry = dockedEntry(bikeId);
      if (!entry) return;
      entry.view = { ...entry.view, ...news };
      entry.goesAt = goesAt();
      onChange();
    },
    docked: (bikeId) => dockedEntry(bikeId)?.view,
    current: () => current?.view,
    earlier: () => earlier.map(({ view }) => view),
  };
}
