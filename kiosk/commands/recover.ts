import type { Command } from '../../functions/storage/contract.ts';
import type { Clock } from '../../seams/clock.ts';
import type { Driver } from '../hardware/driver.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { HatchClearing } from './clear-hatch.ts';
import type { Ledger } from './ledger.ts';

export interface RecoveryParts {
  store: KioskStore;
  ledger: Ledger;
  driver: Driver;
  clock: Clock;
  clearing: HatchClearing;
  forgottenMs: number;
}

/**
 * Settles what the last run of the program left open. A command that was begun and has no outcome is never acted on
 * again: it failed. Where its door may have opened, that is told once the hatch is shut; where the bike is nowhere in the
 * machine then, it was taken, at the time of the discovery, which bills nobody for a minute too many.
 */
export function recover({ store, ledger, driver, clock, clearing, forgottenMs }: RecoveryParts): void {
  const failed = new Set(ledger.failedOffers().map(({ command }) => command.commandId));
  for (const { command, doorOpening } of store.unfinishedCommands<Command>()) {
    if (failed.has(command.commandId)) continue;
    if (doorOpening) ledger.failOffer(command, 'powerLoss');
    else ledger.end(command, { type: 'CommandFailed', fault: 'powerLoss' });
  }
  const isOfferOpen = ledger.failedOffers().length > 0;
  const { hatch, door } = driver.read();
  const move = ledger.atHatch();
  const waitsForItsRider = door === 'closed' && hatch !== null && hatch === move?.bikeId;
  if (waitsForItsRider) clock.after(forgottenMs, () => stillThere(ledger, move) && clearing.clearSoon());
  else if (hatch !== null || door === 'open' || isOfferOpen || store.get('docking')) clearing.clearSoon();
}

function stillThere(ledger: Ledger, move: Command): boolean {
  return ledger.atHatch()?.commandId === move.commandId;
}
