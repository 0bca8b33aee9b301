import type { Clock } from '../../seams/clock.ts';
import { type ItemStore, untilSaved } from '../shared/table.ts';
import type { Acquirer, Hold } from './acquirer.ts';
import { AcquirerUnavailable } from './errors.ts';
import { giveBackOf, holdOn, openHold, type Reply, type SandboxHold, sandboxKey, take } from './sandbox-hold.ts';

const seen = ({ status, captured }: Hold): Hold => ({ status, captured });

/** An answer that got lost on its way is a fault to whoever waits for it, whatever was written down. */
function hear(says: Reply['says'], holdId: string): void {
  if (says === 'nothing') throw new AcquirerUnavailable(`The sandbox did not answer in time for ${holdId}.`);
}

/**
 * An acquirer of our own, for cities without an account at Stripe: for laptops, tests and trying things out. It is a
 * system apart, with books of its own in which its holds outlive the process; no money moves.
 */
export function sandboxAcquirer(items: ItemStore, clock: Clock): Acquirer {
  const read = async (holdId: string): Promise<SandboxHold> => {
    const hold = await items.read<SandboxHold>(sandboxKey(holdId));
    if (!hold) throw new AcquirerUnavailable(`The sandbox knows nothing of ${holdId}.`);
    return hold;
  };
  /** Changes a hold that stands in `from`; answers what is said of it, or how it stands where it stands elsewhere. */
  const change = (holdId: string, from: Hold['status'][], act: (hold: SandboxHold) => Reply) =>
    untilSaved(async (): Promise<Reply | undefined> => {
      const found = await read(holdId);
      if (!from.includes(found.status)) return { hold: found, says: 'that it was made already' };
      const reply = act(found);
      return (await items.save(reply.hold)) ? reply : undefined;
    });
  return {
    name: 'sandbox',
    open(request) {
      const holdId = `sandbox_${request.rentalId}`;
      return untilSaved(async () => {
        if (await items.read<SandboxHold>(sandboxKey(holdId))) return holdId;
        return (await items.save(openHold(holdId, request, clock.now()))) ? holdId : undefined;
      });
    },
    find: async (holdId) => seen(await read(holdId)),
    async hold(holdId, paymentMethod) {
      const { hold, says } = await change(holdId, ['open'], (found) => holdOn(found, paymentMethod));
      hear(says, holdId);
      return seen(hold);
    },
    async capture(holdId, amount) {
      const { says } = await change(holdId, ['held'], (found) => take(found, amount));
      hear(says, holdId);
      return seen(await read(holdId));
    },
    async cancel(holdId) {
      const { hold } = await change(holdId, ['open', 'held', 'declined'], (found) => ({
        hold: { ...found, status: 'cancelled' },
        says: 'all of it',
      }));
      return seen(hold);
    },
    refund: (holdId, request) =>
      untilSaved(async () => {
        const found = await read(holdId);
        const given = giveBackOf(found, request);
        if (!given) return false;
        return given === found || (await items.save(given)) || undefined;
      }),
  };
}
