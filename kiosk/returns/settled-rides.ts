import type { RentalView } from '../../functions/orchestration/contract.ts';
import { type Clock, instant } from '../../seams/clock.ts';
import type { ReturnView } from '../web/contract.ts';
import { receiptPage } from './receipt-page.ts';
import type { ReturnBoard } from './return-board.ts';
import { rideWords } from './ride-words.ts';

/** The rides that ended here in the last minutes, and what they came to. Nothing of it is on disk. */
export interface SettledRides {
  /** A bike is back since `at`, in milliseconds, corrected. */
  docked(bikeId: string, bay: number, at: number): void;
  /** This kiosk has signed for that. */
  signed(bikeId: string, receipt: string): void;
  /** The city tells how a rental stands; most rentals are nobody's who stands here. */
  viewed(view: RentalView): void;
  /** The receipt as a page, of rentals that were shown here alone. */
  page(rentalId: string, isDownload: boolean): string | undefined;
}

interface Ended {
  docking: ReturnView;
  view?: RentalView;
  goesAt: number;
}

/** As long as somebody may still stand at the kiosk, open their receipt and print it. */
const KEPT_MS = 10 * 60_000;

export function settledRides(parts: {
  clock: Clock;
  kioskName: string;
  board: Pick<ReturnBoard, 'amend'>;
}): SettledRides {
  const { clock, board } = parts;
  let ended: Ended[] = [];

  const recent = (): Ended[] => {
    ended = ended.filter(({ goesAt }) => goesAt > clock.now());
    return ended;
  };

  return {
    docked: (bikeId, bay, at) => {
      const docking: ReturnView = { phase: 'docked', bikeId, bay, at: instant(at) };
      ended = [...recent(), { docking, goesAt: clock.now() + KEPT_MS }];
    },
    signed: (bikeId, receipt) => {
      const last = recent().findLast(({ docking }) => docking.bikeId === bikeId);
      if (last) last.docking = { ...last.docking, receipt };
    },
    viewed: (view) => {
      for (const ride of recent()) {
        if (!endedIn(view, ride.docking) || (ride.view && ride.view.revision >= view.revision)) continue;
        ride.view = view;
        const { rentalId, payment } = view;
        const told = { rentalId, ...rideWords(view), hasReceipt: payment?.receipt !== undefined };
        board.amend(ride.docking.bikeId, { ride: told });
      }
    },
    page: (rentalId, isDownload) => {
      const rides = recent().filter(({ view }) => view?.rentalId === rentalId);
      const receipts = rides.map(({ view }) => view?.payment?.receipt).filter((receipt) => receipt !== undefined);
      // All of a rental's rides are told of each view, so that they hold the same one.
      const [receipt] = receipts;
      return (
        receipt &&
        receiptPage({ receipt, kioskName: parts.kioskName, dockings: rides.map(({ docking }) => docking), isDownload })
      );
    },
  };
}

/**
 * Whether the docking is the end of a ride of this rental. A message of an older ride of the same bike may come late;
 * bikes end a trip at the very moment that the kiosk has told of, which tells the two apart.
 */
function endedIn({ bikes }: RentalView, { bikeId, at }: ReturnView): boolean {
  return bikes.some(
    (bike) => bike.bikeId === bikeId && bike.steps.some((told) => told.step === 'returned' && told.at === at),
  );
}
