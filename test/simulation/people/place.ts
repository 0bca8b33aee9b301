import type { PageState } from '../../../kiosk/web/contract.ts';
import type { OpenKiosk } from '../../../laptop/open-kiosks.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** A kiosk as whoever stands in front of it has it: a screen, a hatch, and perhaps a queue. */
export interface Place {
  kioskId: string;
  /** The machine's steel, which is there also when the screen is dark. */
  machine: OpenKiosk['machine'];
  /** The program behind the screen; undefined while there is no power. */
  kiosk(): OpenKiosk | undefined;
  /** Waits until there is something to see; undefined where that takes longer than `withinMs`. */
  see<Seen>(
    look: (state: PageState | undefined) => Seen | undefined | false,
    withinMs: number,
  ): Promise<Seen | undefined>;
  /** Stands in line before the screen, and gives up after `patienceMs`. */
  inTurn(patienceMs: number, stand: () => Promise<void>): Promise<void>;
  /** The program is another one than it was, or none: the power went, or came back. */
  powered(kiosk: OpenKiosk | undefined): void;
  /** What riders have just put into the hatch, and nobody else takes. */
  puttingIn: Set<string>;
}

/** Whether a bike could be stowed there, by what its sensors read. */
export const hasRoom = ({ machine }: Place): boolean => [...machine.read().bays.values()].includes(null);

export function placeAt(kioskId: string, first: OpenKiosk, clock: VirtualTime): Place {
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const watcher of [...watchers]) watcher();
  };
  const { machine } = first;
  machine.onChange(tell);
  let kiosk: OpenKiosk | undefined;
  let stopListening = () => {};
  let isTaken = false;
  const line: Array<() => void> = [];

  const place: Place = {
    kioskId,
    machine,
    kiosk: () => kiosk,
    puttingIn: new Set(),
    see: (look, withinMs) =>
      new Promise((resolve) => {
        const end = (seen: Awaited<ReturnType<typeof place.see>>) => {
          watchers.delete(watcher);
          timer.cancel();
          resolve(seen as never);
        };
        const watcher = () => {
          const seen = look(kiosk?.state());
          if (seen !== undefined && seen !== false) end(seen);
        };
        const timer = clock.after(withinMs, () => end(undefined));
        watchers.add(watcher);
        watcher();
      }),
    async inTurn(patienceMs, stand) {
      if (isTaken) {
        const isNext = await new Promise<boolean>((resolve) => {
          const comeUp = () => {
            timer.cancel();
            resolve(true);
          };
          const timer = clock.after(patienceMs, () => {
            line.splice(line.indexOf(comeUp), 1);
            resolve(false);
          });
          line.push(comeUp);
        });
        if (!isNext) return;
      }
      isTaken = true;
      try {
        await stand();
      } finally {
        const next = line.shift();
        if (next) next();
        else isTaken = false;
      }
    },
    powered: (next) => {
      stopListening();
      kiosk = next;
      stopListening = next?.onChange(tell) ?? (() => {});
      tell();
    },
  };
  place.powered(first);
  return place;
}
