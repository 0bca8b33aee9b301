import { balancedBooks } from './balanced-books.ts';
import { bikesWhereTheyAre } from './bikes-where-they-are.ts';
import { causedCases } from './caused-cases.ts';
import { commandedDoors } from './commanded-doors.ts';
import { factsTold } from './facts-told.ts';
import { freeRiders } from './free-riders.ts';
import { honestFare } from './honest-fare.ts';
import { honestView } from './honest-view.ts';
import { logIsWhole } from './log-is-whole.ts';
import { noCredentialLeft } from './no-credential-left.ts';
import { noRentalLost } from './no-rental-lost.ts';
import { oneRentalABike } from './one-rental-a-bike.ts';
import { partyLimit } from './party-limit.ts';
import { settledHolds } from './settled-holds.ts';
import type { Truth } from './truth.ts';

/** What holds after every step, whatever fails. */
export const SAFE: readonly Truth[] = [oneRentalABike, commandedDoors, partyLimit, honestFare];

/** What holds once nothing fails any more, and everything had time to settle. */
export const SETTLED: readonly Truth[] = [
  settledHolds,
  freeRiders,
  noRentalLost,
  noCredentialLeft,
  causedCases,
  balancedBooks,
  bikesWhereTheyAre,
  factsTold,
  logIsWhole,
  honestView,
];
