import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  frontendActionsEnv,
  frontendAlertsEnv,
  frontendAllowanceEnv,
  frontendBikesEnv,
  frontendCasesEnv,
  frontendDeskEnv,
  frontendEnv,
  frontendMovesEnv,
  frontendPhotosEnv,
  frontendReservationsEnv,
  frontendResidentsEnv,
  frontendStationsEnv,
  frontendVanEnv,
} from '../../functions/frontend/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { FRONTEND_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';
import type { Actions } from './actions.ts';
import type { Bikes } from './bikes.ts';
import type { Footage } from './footage.ts';
import type { Identity } from './identity.ts';
import type { Operations } from './operations.ts';
import type { Orchestration } from './orchestration.ts';
import type { Payments } from './payments.ts';
import type { Rebalancing } from './rebalancing.ts';

/** How much each kiosk has left of what it may ask: nothing of anybody's, and gone within minutes. */
export class FrontendData extends Construct {
  readonly allowances: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.allowances = new ServiceTable(this, 'Allowances', {
      stage,
      key: 'id',
      timeToLive: 'expiresAt',
      isEphemeral: true,
    });
  }
}

export interface FrontendProps extends ServiceContext {
  data: FrontendData;
  orchestration: Orchestration;
  bikes: Bikes;
  payments: Payments;
  actions: Actions;
  footage: Footage;
  operations: Operations;
  identity: Identity;
  rebalancing: Rebalancing;
}

/** The HTTP API of kiosks and of people. It keeps count of what kiosks ask, and nothing else: it asks the services, and speaks HTTP. */
export class Frontend extends Construct {
  readonly openSession: IFunction;
  readonly requestRental: IFunction;
  readonly viewRental: IFunction;
  readonly readReceipt: IFunction;
  readonly reportDamage: IFunction;
  readonly grantUpload: IFunction;
  readonly holdBikes: IFunction;
  readonly findNearest: IFunction;
  readonly listMoves: IFunction;
  readonly pickUpBike: IFunction;
  readonly dropOffBike: IFunction;
  readonly listCases: IFunction;
  readonly redriveCase: IFunction;
  readonly closeCase: IFunction;
  readonly takeAction: IFunction;
  readonly listActions: IFunction;
  readonly registerResident: IFunction;
  readonly readResident: IFunction;
  readonly deleteResident: IFunction;
  readonly inviteHouseholdMember: IFunction;
  readonly joinHousehold: IFunction;
  readonly leaveHousehold: IFunction;
  readonly listReviews: IFunction;
  readonly reviewResident: IFunction;
  readonly setAlert: IFunction;
  readonly clearAlert: IFunction;
  readonly listAlerts: IFunction;
  readonly listPhotos: IFunction;
  readonly viewPhoto: IFunction;
  readonly describeApi: IFunction;

  constructor(scope: Construct, id: string, props: FrontendProps) {
    super(scope, id);
    const { stage, data, orchestration, bikes, payments, footage, operations, actions, identity, rebalancing } = props;
    const environment = {
      [frontendAllowanceEnv.allowances]: data.allowances.tableName,
      [frontendEnv.openSession]: orchestration.openSession.functionName,
      [frontendEnv.startRental]: orchestration.startRental.functionName,
      [frontendEnv.readRental]: orchestration.readRental.functionName,
      [frontendBikesEnv.reportDamage]: bikes.reportDamage.functionName,
      [frontendBikesEnv.grantUpload]: footage.grantUpload.functionName,
      [frontendAlertsEnv.setAlert]: bikes.setAlert.functionName,
      [frontendAlertsEnv.clearAlert]: bikes.clearAlert.functionName,
      [frontendAlertsEnv.listAlerts]: bikes.listAlerts.functionName,
      [frontendReservationsEnv.reserveAhead]: orchestration.reserveAhead.functionName,
      [frontendReservationsEnv.holdAhead]: bikes.holdAhead.functionName,
      [frontendMovesEnv.exportKiosks]: orchestration.exportKiosks.functionName,
      [frontendMovesEnv.countStations]: bikes.countStations.functionName,
      [frontendMovesEnv.listMoves]: rebalancing.listMoves.functionName,
      [frontendVanEnv.changeBike]: bikes.changeBike.functionName,
      [frontendVanEnv.dropOffBike]: bikes.dropOffBike.functionName,
      [frontendStationsEnv.lookUpNearest]: bikes.lookUpNearest.functionName,
      [frontendCasesEnv.listCases]: operations.listCases.functionName,
      [frontendCasesEnv.redriveCase]: operations.redriveCase.functionName,
      [frontendCasesEnv.closeCase]: operations.closeCase.functionName,
      [frontendResidentsEnv.registerResident]: identity.registerResident.functionName,
      [frontendResidentsEnv.readResident]: identity.readResident.functionName,
      [frontendResidentsEnv.deleteResident]: identity.deleteResident.functionName,
      [frontendResidentsEnv.inviteHouseholdMember]: identity.inviteHouseholdMember.functionName,
      [frontendResidentsEnv.addHouseholdMember]: identity.addHouseholdMember.functionName,
      [frontendResidentsEnv.removeHouseholdMember]: identity.removeHouseholdMember.functionName,
      [frontendResidentsEnv.listReviews]: identity.listReviews.functionName,
      [frontendResidentsEnv.reviewResident]: identity.reviewResident.functionName,
    };
    const { changeBike, quarantineBay, endRide, correctBike } = bikes;
    const desk = {
      noteAction: actions.noteAction,
      changeBike,
      quarantineBay,
      endRide,
      correctBike,
      refundPayment: payments.refundPayment,
    };
    const make = (name: string, handler: string, more: Record<string, string> = {}) =>
      new ServiceFunction(this, name, {
        ...{ stage, service: 'frontend', handler, timeout: FRONTEND_TIMEOUT },
        environment: { ...environment, ...more },
      });

    this.openSession = make('OpenSession', 'open-session');
    orchestration.openSession.grantInvoke(this.openSession);
    this.requestRental = make('RequestRental', 'request-rental');
    orchestration.startRental.grantInvoke(this.requestRental);
    this.viewRental = make('ViewRental', 'view-rental');
    orchestration.readRental.grantInvoke(this.viewRental);
    this.readReceipt = make('ReadReceipt', 'read-receipt');
    orchestration.readRental.grantInvoke(this.readReceipt);
    this.reportDamage = make('ReportDamage', 'report-damage');
    bikes.reportDamage.grantInvoke(this.reportDamage);
    this.grantUpload = make('GrantUpload', 'grant-upload');
    footage.grantUpload.grantInvoke(this.grantUpload);
    this.findNearest = make('FindNearest', 'find-nearest');
    bikes.lookUpNearest.grantInvoke(this.findNearest);
    this.holdBikes = make('HoldBikes', 'hold-bikes');
    orchestration.reserveAhead.grantInvoke(this.holdBikes);
    bikes.holdAhead.grantInvoke(this.holdBikes);
    const { openSession, requestRental, viewRental, readReceipt, reportDamage, grantUpload } = this;
    const ofRentals = [openSession, requestRental, viewRental, readReceipt, reportDamage, grantUpload];
    for (const handler of [...ofRentals, this.findNearest, this.holdBikes])
      data.allowances.grant(handler, 'dynamodb:UpdateItem');
    this.listMoves = make('ListMoves', 'list-moves');
    for (const asked of [orchestration.exportKiosks, bikes.countStations, rebalancing.listMoves])
      asked.grantInvoke(this.listMoves);
    this.pickUpBike = make('PickUpBike', 'pick-up-bike');
    bikes.changeBike.grantInvoke(this.pickUpBike);
    this.dropOffBike = make('DropOffBike', 'drop-off-bike');
    bikes.dropOffBike.grantInvoke(this.dropOffBike);
    this.listCases = make('ListCases', 'list-cases');
    operations.listCases.grantInvoke(this.listCases);
    this.redriveCase = make('RedriveCase', 'redrive-case');
    operations.redriveCase.grantInvoke(this.redriveCase);
    this.closeCase = make('CloseCase', 'close-case');
    operations.closeCase.grantInvoke(this.closeCase);
    this.takeAction = make('TakeAction', 'take-action', {
      [frontendDeskEnv.noteAction]: desk.noteAction.functionName,
      [frontendDeskEnv.changeBike]: desk.changeBike.functionName,
      [frontendDeskEnv.quarantineBay]: desk.quarantineBay.functionName,
      [frontendDeskEnv.endRide]: desk.endRide.functionName,
      [frontendDeskEnv.correctBike]: desk.correctBike.functionName,
      [frontendDeskEnv.refundPayment]: desk.refundPayment.functionName,
    });
    for (const handler of Object.values(desk)) handler.grantInvoke(this.takeAction);
    this.listActions = make('ListActions', 'list-actions', {
      [frontendActionsEnv.listActions]: actions.listActions.functionName,
    });
    actions.listActions.grantInvoke(this.listActions);
    this.registerResident = make('RegisterResident', 'register-resident');
    identity.registerResident.grantInvoke(this.registerResident);
    this.readResident = make('ReadResident', 'read-resident');
    identity.readResident.grantInvoke(this.readResident);
    this.deleteResident = make('DeleteResident', 'delete-resident');
    identity.deleteResident.grantInvoke(this.deleteResident);
    this.inviteHouseholdMember = make('InviteHouseholdMember', 'invite-household-member');
    identity.inviteHouseholdMember.grantInvoke(this.inviteHouseholdMember);
    this.joinHousehold = make('JoinHousehold', 'join-household');
    identity.addHouseholdMember.grantInvoke(this.joinHousehold);
    this.leaveHousehold = make('LeaveHousehold', 'leave-household');
    identity.removeHouseholdMember.grantInvoke(this.leaveHousehold);
    this.listReviews = make('ListReviews', 'list-reviews');
    identity.listReviews.grantInvoke(this.listReviews);
    this.reviewResident = make('ReviewResident', 'review-resident');
    identity.reviewResident.grantInvoke(this.reviewResident);
    this.setAlert = make('SetAlert', 'set-alert');
    bikes.setAlert.grantInvoke(this.setAlert);
    this.clearAlert = make('ClearAlert', 'clear-alert');
    bikes.clearAlert.grantInvoke(this.clearAlert);
    this.listAlerts = make('ListAlerts', 'list-alerts');
    bikes.listAlerts.grantInvoke(this.listAlerts);
    this.listPhotos = make('ListPhotos', 'list-photos', {
      [frontendPhotosEnv.listPhotos]: footage.listPhotos.functionName,
    });
    footage.listPhotos.grantInvoke(this.listPhotos);
    this.viewPhoto = make('ViewPhoto', 'view-photo', {
      [frontendPhotosEnv.viewPhoto]: footage.viewPhoto.functionName,
    });
    footage.viewPhoto.grantInvoke(this.viewPhoto);
    this.describeApi = make('DescribeApi', 'describe-api');
  }
}
