import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { frontendBikesEnv, frontendEnv } from '../../functions/frontend/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { FRONTEND_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { Footage } from './footage.ts';
import type { Orchestration } from './orchestration.ts';

export interface FrontendProps extends ServiceContext {
  orchestration: Orchestration;
  bikes: { reportDamage: IFunction };
  footage: Footage;
}

/** The kiosks' HTTP API. It owns no data: it asks orchestration and bikes, and speaks HTTP. */
export class Frontend extends Construct {
  readonly openSession: IFunction;
  readonly requestRental: IFunction;
  readonly viewRental: IFunction;
  readonly readReceipt: IFunction;
  readonly reportDamage: IFunction;
  readonly grantUpload: IFunction;
  readonly describeApi: IFunction;

  constructor(scope: Construct, id: string, { stage, orchestration, bikes, footage }: FrontendProps) {
    super(scope, id);
    const environment = {
      [frontendEnv.openSession]: orchestration.openSession.functionName,
      [frontendEnv.startRental]: orchestration.startRental.functionName,
      [frontendEnv.readRental]: orchestration.readRental.functionName,
      [frontendBikesEnv.reportDamage]: bikes.reportDamage.functionName,
      [frontendBikesEnv.grantUpload]: footage.grantUpload.functionName,
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
    this.describeApi = make('DescribeApi', 'describe-api');
  }
}
