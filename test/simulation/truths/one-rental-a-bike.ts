import type { Truth } from './truth.ts';

/** Truth 1 of the design: a bike is in at most one rental. */
export const oneRentalABike: Truth = {
  says: 'A bike is in one rental at the most.',
  reads: ['bikes'],
  broken({ records: { bikes, reservations } }) {
    const outWith = Map.groupBy(
      reservations.filter(({ status }) => status === 'taken'),
      ({ bikeId }) => bikeId ?? '',
    );
    const twice = [...outWith].filter(([, holds]) => holds.length > 1);
    const holds = new Map(reservations.map((reservation) => [reservation.hold, reservation]));
    const strays = bikes.filter(({ bikeId, hold, state }) => {
      const reservation = hold === undefined ? undefined : holds.get(hold);
      return state === 'on_trip' && reservation?.status === 'taken' && reservation.bikeId !== bikeId;
    });
    return [
      ...twice.map(([bikeId, taken]) => `${bikeId} is out with ${taken.map(({ hold }) => hold).join(' and ')}.`),
      ...strays.map(({ bikeId, hold }) => `${bikeId} is out with ${hold}, which has another bike.`),
    ];
  },
};
