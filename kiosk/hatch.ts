import type { Command } from '../functions/storage/contract.ts';
import { instant } from '../seams/clock.ts';
import type { DeviceSigner } from './cloud/access-token.ts';
import type { CommandListener } from './cloud/command-shadow.ts';
import type { CorrectedClock } from './cloud/corrected-clock.ts';
import type { Facts } from './cloud/facts.ts';
import type { KeyRing } from './cloud/key-ring.ts';
import { commandRunner } from './commands/carry-out.ts';
import { hatchClearing } from './commands/clear-hatch.ts';
import { hatchQueue } from './commands/hatch-queue.ts';
import { commandLedger } from './commands/ledger.ts';
import { obey } from './commands/obey.ts';
import { bikeOffer } from './commands/offer-bike.ts';
import { recover } from './commands/recover.ts';
import { bikeTokenVerifier } from './commands/verify-bike-token.ts';
import type { KioskConfig } from './config.ts';
import type { Driver } from './hardware/driver.ts';
import type { Compute } from './lifetime.ts';
import { type ReturnPictures, returnPictures } from './photos/return-pictures.ts';
import { bikeReturns, type Returns } from './returns/accept-bike.ts';
import { fullHouse } from './returns/full-house.ts';
import { returnReceipt } from './returns/receipt.ts';
import { type ReturnBoard, returnBoard } from './returns/return-board.ts';
import { type SettledRides, settledRides } from './returns/settled-rides.ts';
import type { KioskStore } from './store/kiosk-store.ts';

/** How long the machine waits for people, in milliseconds. */
export interface Patience {
  /** The open door, for a rider who stands there. */
  takeMs: number;
  /** The open door, for a rider who has walked away. */
  leftMs: number;
  /** The open door, for a bike that was announced. */
  returnMs: number;
  /** A fetched bike in the hatch that no command offers. */
  forgottenMs: number;
  /** The closing words of a return, on the screen. */
  returnShownMs: number;
}

export const PATIENCE: Patience = {
  takeMs: 60_000,
  leftMs: 5_000,
  returnMs: 45_000,
  forgottenMs: 120_000,
  returnShownMs: 15_000,
};

export interface HatchParts {
  config: KioskConfig;
  driver: Driver;
  store: KioskStore;
  clock: CorrectedClock;
  facts: Facts;
  keys: KeyRing;
  sign: DeviceSigner;
  patience: Patience;
  compute: Compute;
  /** Whether the city lets this kiosk take bikes back. */
  takesReturns(): boolean;
  /** The bays that operators keep from riders. */
  quarantined(): readonly number[];
  /** Whether nobody stands at the screen whom a bike of this rental is not for. */
  mayCome(rentalId: string): boolean;
  /** The screen does not speak any more of a bike that had docked. */
  onGone(bikeId: string): void;
  onChange(): void;
  log(line: string): void;
}

/** Everything that moves the machine: commands from the cloud, and bikes that come back. */
export interface Hatch extends CommandListener, Returns {
  /** What the screen says of returns. */
  returns: Omit<ReturnBoard, 'show'>;
  /** Pictures of the bikes that the screen speaks of. */
  pictures: Pick<ReturnPictures, 'of' | 'forget'>;
  /** What the rides that ended here came to. */
  rides: Pick<SettledRides, 'viewed' | 'page'>;
  /** The machine moved, or the screen is somebody else's: what waited for it may go on. */
  look(): void;
  /** Whether a bike stands in the hatch for a rider, or is on its way there. */
  isServing(): boolean;
  /** Settles what the last run of the program left open. */
  recover(): void;
  stop(): void;
}

const bikesInBays = (driver: Driver) => new Set(driver.read().bays.values());

export function openHatch(parts: HatchParts): Hatch {
  const { driver, store, clock, facts, keys, sign, patience, quarantined, log } = parts;
  const pictures = returnPictures({ driver, clock, log });
  const onGone = (bikeId: string) => {
    pictures.forget(bikeId);
    parts.onGone(bikeId);
  };
  const board = returnBoard({ clock, shownMs: patience.returnShownMs, onChange: parts.onChange, onGone });
  const rides = settledRides({ clock, kioskName: parts.config.name, board });
  const onDocked = (bikeId: string, bay: number, at: number) => {
    rides.docked(bikeId, bay, at);
    board.show({ phase: 'docked', bikeId, bay, at: instant(at) });
    returnReceipt(sign, { bikeId, bay, at }).then(
      (receipt) => {
        rides.signed(bikeId, receipt);
        board.amend(bikeId, { receipt });
      },
      (error: Error) => log(`The receipt for ${bikeId} could not be signed: ${error.message}`),
    );
  };

  const ledger = commandLedger(store, facts);
  const queue = hatchQueue();
  const clearing = hatchClearing({
    ...{ driver, store, ledger, facts, queue, clock, quarantined },
    beforeStow: pictures.take,
    onDocked,
    log,
  });
  const offer = bikeOffer({ driver, ledger, clock, clearing, ...patience, log });
  const carryOut = commandRunner({ driver, ledger, clock, clearing, offer, ...patience, log });
  const verify = bikeTokenVerifier(parts.config, { keys, clock, compute: parts.compute });
  const obedience = obey({ driver, ledger, verify, queue, clock, mayCome: parts.mayCome, carryOut });
  const isAtHatch = (move?: Command) => move !== undefined && driver.read().hatch === move.bikeId;
  let standing = bikesInBays(driver);
  const noDockFree = fullHouse({ store, facts, clock });
  const returns = bikeReturns({
    driver,
    store,
    queue,
    clearing,
    clock,
    ...patience,
    show: board.show,
    noDockFree,
    isFromHere: (bikeId) => standing.has(bikeId) || ledger.atHatch()?.bikeId === bikeId,
    takesReturns: parts.takesReturns,
    quarantined,
    log,
  });
  return {
    ...returns,
    commands: obedience.commands,
    returns: board,
    pictures,
    rides,
    look: () => {
      standing = bikesInBays(driver);
      queue.look();
    },
    isServing: () => store.unfinishedCommands().length > 0 || isAtHatch(ledger.atHatch()),
    recover: () => recover({ store, ledger, driver, clock, clearing, ...patience }),
    stop: () => {
      queue.stop();
      obedience.stop();
    },
  };
}
