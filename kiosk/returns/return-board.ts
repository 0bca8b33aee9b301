import type { Clock } from '../../seams/clock.ts';
import type { ReturnView } from '../web/contract.ts';

/** What the screen says of returns: the one that goes on, and the bikes that came just before it. */
export interface ReturnBoard {
  show(view: ReturnView | undefined): void;
  /** The receipt of a bike that has docked is ready. */
  addReceipt(bikeId: string, receipt: string): void;
  current(): ReturnView | undefined;
  /** Oldest first. */
  earlier(): ReturnView[];
}

interface Entry {
  view: ReturnView;
  /** When it leaves the screen. */
  goesAt: number;
}

const CLOSING_PHASES = new Set<ReturnView['phase']>(['docked', 'notReturned', 'full', 'fault']);

/**
 * Closing words stay for `shownMs`. A bike that docked stays for as long also when the next one is called up before
 * that: its rider has a receipt to read.
 */
export function returnBoard(parts: { clock: Clock; shownMs: number; onChange(): void }): ReturnBoard {
  const { clock, shownMs, onChange } = parts;
  let current: Entry | undefined;
  let earlier: Entry[] = [];

  function sweep(): void {
    const stays = ({ goesAt }: Entry) => goesAt > clock.now();
    earlier = earlier.filter(stays);
    if (current && !stays(current)) current = undefined;
    onChange();
  }

  return {
    show: (view) => {
      if (current?.view.phase === 'docked' && current.view.bikeId !== view?.bikeId) earlier.push(current);
      const closes = view !== undefined && CLOSING_PHASES.has(view.phase);
      current = view && { view, goesAt: closes ? clock.now() + shownMs : Number.POSITIVE_INFINITY };
      if (closes) clock.after(shownMs, sweep);
      onChange();
    },
    addReceipt: (bikeId, receipt) => {
      for (const entry of current ? [...earlier, current] : earlier)
        if (entry.view.bikeId === bikeId && entry.view.phase === 'docked') entry.view = { ...entry.view, receipt };
      onChange();
    },
    current: () => current?.view,
    earlier: () => earlier.map(({ view }) => view),
  };
}
