import type { Network } from '../../local/iot/memory-network.ts';
import { fraction, type Random } from '../../seams/random.ts';
import type { Between } from './between.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How long things take on their way, at the most, in milliseconds: drawn evenly, so that any of two may come first. */
export interface Delays {
  call: number;
  http: number;
  packet: number;
}

/** Everything that passes, as it passes: the log of a simulation. */
export type Note = (line: string) => void;

/**
 * Makes every call to AWS, request of a kiosk and packet a scheduling point: each arrives, and is answered, after a time
 * that the seed draws. Packets of one connection in one direction keep their order, as TCP keeps it.
 */
export function chance({ clock, random }: { clock: VirtualTime; random: Random }, most: Delays, note: Note): Between {
  const after = (mostMs: number) =>
    new Promise<void>((resolve) => void clock.after(fraction(random) * mostMs, resolve));
  const lanes = new Map<string, number>();
  const carry: Network['carry'] = ({ clientId, to, kind, topic = '' }, arrive) => {
    const lane = `${clientId} ${to}`;
    const at = Math.max(lanes.get(lane) ?? 0, clock.now() + fraction(random) * most.packet);
    lanes.set(lane, at);
    clock.after(at - clock.now(), () => {
      note(`${clock.now()} ${lane} ${kind} ${topic}`);
      arrive();
    });
  };
  return {
    async call(request, answer) {
      const what = request.headers['x-amz-target'] ?? `${request.method} ${request.path}`;
      await after(most.call);
      note(`${clock.now()} > ${what} ${request.body}`);
      const response = await answer();
      await after(most.call);
      note(`${clock.now()} < ${what} ${response.status}`);
      return response;
    },
    run: (definition, invocation, attempt) => {
      note(`${clock.now()} ${definition.description}`);
      return attempt(invocation).outcome;
    },
    async http(kioskId, request, answer) {
      await after(most.http);
      note(`${clock.now()} ${kioskId} ${request.method} ${request.path}`);
      const response = await answer();
      await after(most.http);
      return response;
    },
    carry,
    clockOf: (_kioskId, own) => own,
  };
}
