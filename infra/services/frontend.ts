import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  frontendAlertsEnv,
  frontendAllowanceEnv,
  frontendBikesEnv,
  frontendCasesEnv,
  frontendEnv,
  frontendResidentsEnv,
} from '../../functions/frontend/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { FRONTEND_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';
import type { Footage } from './footage.ts';
import type { Identity } from './identity.ts';
import type { Operations } from './operations.ts';
import type { Orchestration } from './orchestration.ts';

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
  bikes: { reportDamage: IFunction; setAlert: IFunction; clearAlert: IFunction; listAlerts: IFunction };
  footage: Footage;
  operations: Operations;
  identity: Identity;
}

/** The HTTP API of kiosks and of people. It keeps count of what kiosks ask, and nothing else: it asks the services, and speaks HTTP. */
export class Frontend extends Construct {
  readonly openSession: IFunction;
  readonly requestRental: IFunction;
  readonly viewRental: IFunction;
  readonly readReceipt: IFunction;
  readonly reportDamage: IFunction;
  readonly grantUpload: IFunction;
  readonly listCases: IFunction;
  readonly redriveCase: IFunction;
  readonly closeCase: IFunction;
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
  readonly describeApi: IFunction;

  constructor(scope: Construct, id: string, props: FrontendProps) {
    super(scope, id);
    const { stage, data, orchestration, bikes, footage, operations, identity } = props;
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
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'frontend', handler, environment, timeout: FRONTEND_TIMEOUT });

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
    const { openSession, requestRental, viewRental, readReceipt, reportDamage, grantUpload } = this;
    for (const handler of [openSession, requestRental, viewRental, readReceipt, reportDamage, grantUpload])
      data.allowances.grant(handler, 'dynamodb:UpdateItem');
    this.listCases = make('ListCases', 'list-cases');
    operations.listCases.grantInvoke(this.listCases);
    this.redriveCase = make('RedriveCase', 'redrive-case');
    operations.redriveCase.grantInvoke(this.redriveCase);
    this.closeCase = make('CloseCase', 'close-case');
    operations.closeCase.grantInvoke(this.closeCase);
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
    this.describeApi = make('DescribeApi', 'describe-api');
  }
}
