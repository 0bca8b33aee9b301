import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { FrontendStack } from './frontend.ts';
import type { ServicesStack } from './services.ts';
import type { WorkshopStack } from './workshop.ts';

/**
 * Who may call a route: anyone; a kiosk, by a token that orchestration has issued; or a person who has signed in: any,
 * as a resident, or one of a group; an inspector is a mechanic or an operator. The authoriser lets in who is signed in,
 * and the function looks at the group.
 */
export type RouteCaller = 'anyone' | 'kiosk' | 'resident' | 'mechanic' | 'inspector' | 'operator';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  caller: RouteCaller;
  handler: IFunction;
  /** Why anyone may call it. */
  isOpenBecause?: string;
}

const FOR_ALL = 'What it tells is for everyone to read.';
const FOR_TOKENS =
  'Here kiosks get the token that their other routes ask for; they prove who they are by a signed assertion.';

/** The HTTP API: every route, and who may call it. */
export function routes(
  { orchestration }: Pick<ServicesStack, 'orchestration'>,
  { frontend, kioskDesk }: FrontendStack,
  { mechanics }: WorkshopStack,
): Route[] {
  return [
    { method: 'GET', path: '/openapi.json', caller: 'anyone', handler: frontend.describeApi, isOpenBecause: FOR_ALL },
    {
      method: 'GET',
      path: '/.well-known/jwks.json',
      caller: 'anyone',
      handler: orchestration.publishKeys,
      isOpenBecause: FOR_ALL,
    },
    {
      method: 'POST',
      path: '/v1/token',
      caller: 'anyone',
      handler: orchestration.issueKioskToken,
      isOpenBecause: FOR_TOKENS,
    },

    { method: 'POST', path: '/v1/sessions', caller: 'kiosk', handler: frontend.openSession },
    { method: 'PUT', path: '/v1/rentals/{rentalId}', caller: 'kiosk', handler: frontend.requestRental },
    { method: 'GET', path: '/v1/rentals/{rentalId}', caller: 'kiosk', handler: frontend.viewRental },
    { method: 'GET', path: '/v1/rentals/{rentalId}/receipt', caller: 'kiosk', handler: frontend.readReceipt },
    { method: 'POST', path: '/v1/damage-reports', caller: 'kiosk', handler: frontend.reportDamage },
    { method: 'POST', path: '/v1/reservations', caller: 'kiosk', handler: frontend.holdBikes },
    { method: 'GET', path: '/v1/stations/{kioskId}/nearest', caller: 'kiosk', handler: frontend.findNearest },
    { method: 'POST', path: '/v1/photos/{photoId}', caller: 'kiosk', handler: frontend.grantUpload },
    { method: 'POST', path: '/v1/kiosks/me/boot', caller: 'kiosk', handler: kioskDesk.bootKiosk },

    { method: 'GET', path: '/v1/residents/me', caller: 'resident', handler: frontend.readResident },
    { method: 'PUT', path: '/v1/residents/me', caller: 'resident', handler: frontend.registerResident },
    { method: 'DELETE', path: '/v1/residents/me', caller: 'resident', handler: frontend.deleteResident },
    {
      method: 'POST',
      path: '/v1/residents/me/household/invitations',
      caller: 'resident',
      handler: frontend.inviteHouseholdMember,
    },
    { method: 'PUT', path: '/v1/residents/me/household', caller: 'resident', handler: frontend.joinHousehold },
    { method: 'DELETE', path: '/v1/residents/me/household', caller: 'resident', handler: frontend.leaveHousehold },

    { method: 'GET', path: '/v1/mechanics/moves', caller: 'mechanic', handler: frontend.listMoves },
    { method: 'POST', path: '/v1/mechanics/pick-ups', caller: 'mechanic', handler: frontend.pickUpBike },
    { method: 'POST', path: '/v1/mechanics/drop-offs', caller: 'mechanic', handler: frontend.dropOffBike },
    { method: 'GET', path: '/v1/mechanics/work-orders', caller: 'inspector', handler: mechanics.listWorkOrders },
    {
      method: 'GET',
      path: '/v1/mechanics/work-orders/{repairId}',
      caller: 'inspector',
      handler: mechanics.readWorkOrder,
    },
    {
      method: 'POST',
      path: '/v1/mechanics/work-orders/{repairId}/inspect',
      caller: 'inspector',
      handler: mechanics.inspectWork,
    },
    {
      method: 'POST',
      path: '/v1/mechanics/work-orders/{repairId}/photos/{photoId}',
      caller: 'inspector',
      handler: mechanics.viewWorkPhoto,
    },
    ...Object.entries({
      start: mechanics.startWork,
      parts: mechanics.addParts,
      photos: mechanics.addWorkPhoto,
      finish: mechanics.finishWork,
    }).map(
      ([deed, handler]): Route => ({
        method: 'POST',
        path: `/v1/mechanics/work-orders/{repairId}/${deed}`,
        caller: 'mechanic',
        handler,
      }),
    ),

    { method: 'GET', path: '/v1/operators/residents', caller: 'operator', handler: frontend.listReviews },
    {
      method: 'POST',
      path: '/v1/operators/residents/{residentId}',
      caller: 'operator',
      handler: frontend.reviewResident,
    },
    { method: 'GET', path: '/v1/operators/alerts', caller: 'operator', handler: frontend.listAlerts },
    { method: 'POST', path: '/v1/operators/alerts', caller: 'operator', handler: frontend.setAlert },
    { method: 'POST', path: '/v1/operators/alerts/clear', caller: 'operator', handler: frontend.clearAlert },
    { method: 'GET', path: '/v1/operators/kiosks', caller: 'operator', handler: kioskDesk.listKiosks },
    {
      method: 'POST',
      path: '/v1/operators/kiosks/{kioskId}/mode',
      caller: 'operator',
      handler: kioskDesk.setKioskMode,
    },
    { method: 'GET', path: '/v1/operators/bikes/{bikeId}/photos', caller: 'operator', handler: frontend.listPhotos },
    { method: 'POST', path: '/v1/operators/photos/{photoId}', caller: 'operator', handler: frontend.viewPhoto },
    { method: 'GET', path: '/v1/operators/cases', caller: 'operator', handler: frontend.listCases },
    { method: 'POST', path: '/v1/operators/cases/redrive', caller: 'operator', handler: frontend.redriveCase },
    { method: 'POST', path: '/v1/operators/cases/close', caller: 'operator', handler: frontend.closeCase },
    { method: 'GET', path: '/v1/operators/actions', caller: 'operator', handler: frontend.listActions },
    { method: 'POST', path: '/v1/operators/actions', caller: 'operator', handler: frontend.takeAction },
  ];
}
