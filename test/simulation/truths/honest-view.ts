import { rentalView } from '../../../functions/orchestration/rental-view.ts';
import { casesOfRentals, type Truth } from './truth.ts';

/** What riders and operators are shown of a rental is what happened on the street. */
export const honestView: Truth = {
  says: 'The view of a rental tells of each bike that was taken and brought back.',
  reads: ['rentals', 'cases', 'bikes'],
  broken({ ledger, records }) {
    const hasCase = casesOfRentals(records);
    return records.rentals
      .filter(({ rentalId }) => !hasCase(rentalId))
      .flatMap((rental) => {
        const { bikes, status } = rentalView(rental);
        const back = ledger.of(rental.rentalId).filter(({ dockedAt, isBlurred }) => dockedAt && !isBlurred);
        const untold = back.filter(
          ({ bikeId }) => !bikes.some((one) => one.bikeId === bikeId && one.step === 'returned'),
        );
        return untold.map(
          ({ bikeId }) =>
            `${bikeId} is back from ${rental.rentalId}, and the view, which is ${status}, does not say so.`,
        );
      });
  },
};
