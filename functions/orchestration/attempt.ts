import { CommandKind, commandId } from '../storage/contract.ts';

/** Twenty bikes of one kiosk that jam twice each. By then no rider stands there. */
const ATTEMPTS_MAX = 40;

/**
 * Which attempt to hand over a slot a command belongs to, from 1. Its id is a hash, which whoever knows the rental can
 * compute as well; undefined where no attempt has a command of this id.
 */
export function attemptOf(id: string, rentalId: string, slot: number): number | undefined {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++)
    if (CommandKind.options.some((kind) => commandId(rentalId, slot, kind, attempt) === id)) return attempt;
  return undefined;
}
