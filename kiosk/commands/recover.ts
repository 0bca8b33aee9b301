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
 * Settles what the last run of the program left open. A command that was begun and has no outcome is never acted
 * on again: it failed. Where its door may have opened and its bike is nowhere in the machine, the bike was taken,
 * and that is told too; its time is that of the discovery, which bills nobody for a minute too many.
 */
export function recover({ store, ledger, driver, clock, clearing, forgottenMs }: RecoveryParts): void {
  for (const { command, doorOpening } of store.unfinishedCommands<Command>()) {
    store.transaction(() => {
      ledger.end(command, { type: 'CommandFailed', fault: 'powerLoss' });
      if (doorOpening && !standsHere(driver, command.bikeId)) ledger.end(command, { type: 'BikeTaken' });
    });
  }
  const { hatch, door } = driver.read();
  const move = ledger.atHatch();
  const waitsForItsRider = door === 'closed' && hatch !== null && hatch === move?.bikeId;
  if (waitsForItsRider) clock.after(forgottenMs, () => stillThere(ledger, move) && clearing.clearSoon());
  else if (hatch !== null || door === 'open' || store.get('docking')) clearing.clearSoon();
}

function standsHere(driver: Driver, bikeId: string): boolean {
  const { bays, hatch } = driver.read();
  return hatch === bikeId || [...bays.values()].includes(bikeId);
}

function stillThere(ledger: Ledger, move: Command): boolean {
  return ledger.atHatch()?.commandId === move.commandId;
}
