import type { Command } from '../../functions/storage/contract.ts';
import type { Clock } from '../../seams/clock.ts';
import { type Driver, HardwareFault } from '../hardware/driver.ts';
import type { HatchClearing } from './clear-hatch.ts';
import type { Fault, Ledger, Outcome } from './ledger.ts';
import type { OfferBike } from './offer-bike.ts';

/** The contract asks for a sign of life every 10 s. */
const PROGRESS_EVERY_MS = 8_000;

export interface CarryOutParts {
  driver: Driver;
  ledger: Ledger;
  clock: Clock;
  clearing: HatchClearing;
  offer: OfferBike;
  /** How long a fetched bike stands in the hatch before it is put back, if no command offers it. */
  forgottenMs: number;
  log(line: string): void;
}

/** Begins a verified command, acts, and reports. What was written down as begun is never begun again. */
export function commandRunner(parts: CarryOutParts): (command: Command) => Promise<void> {
  const { driver, ledger, clock, clearing } = parts;

  async function fetchBike(command: Command): Promise<Outcome> {
    if (driver.read().hatch === command.bikeId) return { type: 'BikeAtHatch' };
    await driver.fetch(command.bay);
    const sensed = driver.read().hatch;
    if (sensed === command.bikeId) return { type: 'BikeAtHatch' };
    return { type: 'CommandFailed', fault: sensed === null ? 'sensorFailure' : 'otherBike' };
  }

  async function act(command: Command): Promise<void> {
    if (command.kind === 'openUntilTaken') return parts.offer(command);
    const outcome = await fetchBike(command);
    ledger.end(command, outcome);
    if (outcome.type === 'BikeAtHatch') clock.after(parts.forgottenMs, () => putBackForgotten(command));
    else await clearAfterFault(command, outcome);
  }

  function putBackForgotten(move: Command): void {
    if (ledger.atHatch()?.commandId === move.commandId) clearing.clearSoon();
  }

  async function clearAfterFault(command: Command, outcome: Outcome): Promise<void> {
    // A bike that the sensor did not see is in the hatch all the same: the carousel feels its weight.
    const unseen = command.kind === 'move' && outcome.type === 'CommandFailed' && outcome.fault === 'sensorFailure';
    if (unseen && driver.read().hatch === null) await driver.stow(command.bay).catch(() => undefined);
    await clearing.clear().catch(() => clearing.clearSoon());
  }

  return async (command) => {
    ledger.begin(command);
    let alive = clock.after(PROGRESS_EVERY_MS, progress);
    function progress(): void {
      ledger.progress(command);
      alive = clock.after(PROGRESS_EVERY_MS, progress);
    }
    try {
      await act(command);
    } catch (error) {
      parts.log(`${command.kind} of ${command.bikeId} failed: ${(error as Error).message}`);
      const outcome = { type: 'CommandFailed', fault: faultOf(error) } as const;
      if (command.kind === 'openUntilTaken') ledger.failOffer(command, outcome.fault);
      else ledger.end(command, outcome);
      await clearAfterFault(command, outcome);
    } finally {
      alive.cancel();
    }
  };
}

/** A driver that fails without saying how has a machine that does not move as told. */
function faultOf(error: unknown): Fault {
  return error instanceof HardwareFault ? error.code : 'jam';
}
