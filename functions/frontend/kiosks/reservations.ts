import { BikesHeldAhead, type HoldAhead } from '../../bikes/ahead-contract.ts';
import { AheadVouched, type ReserveAhead } from '../../orchestration/reservation-contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions behind the HTTP API that have bikes wait at a kiosk. Their refusals come under their own names. */
export interface Reservations {
  reserveAhead(command: ReserveAhead): Promise<AheadVouched>;
  holdAhead(command: HoldAhead): Promise<BikesHeldAhead>;
}

export function lambdaReservations(names: Record<keyof Reservations, string>, call = lambdaCaller()): Reservations {
  return {
    reserveAhead: call<ReserveAhead, AheadVouched>(names.reserveAhead, AheadVouched),
    holdAhead: call<HoldAhead, BikesHeldAhead>(names.holdAhead, BikesHeldAhead),
  };
}
