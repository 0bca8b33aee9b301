import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { frontendBikesEnv, frontendEnv } from '../../functions/frontend/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { FRONTEND_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { Footage } from './footage.ts';
import type { Orchestration } from './orchestration.ts';

/** The kiosks' HTTP API. It owns no data: it asks orchestration and bikes, and speaks HTTP. */
export class Frontend extends Construct {
  readonly openSession: IFunction;
  readonly requestRental: IFunction;
  readonly viewRental: IFunction;
  readonly grantUpload: IFunction;
  readonly describeApi: IFunction;

  constructor(
    scope: Construct,
    id: string,
    context: ServiceContext & { orchestration: Orchestration; footage: Footage },
  ) {
    super(scope, id);
    const { stage, orchestration, footage } = context;
    const environment = {
      [frontendEnv.openSession]: orchestration.openSession.functionName,
      [frontendEnv.startRental]: orchestration.startRental.functionName,
      [frontendEnv.readRental]: orchestration.readRental.functionName,
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
    this.grantUpload = make('GrantUpload', 'grant-upload');
    footage.grantUpload.grantInvoke(this.grantUpload);
    this.describeApi = make('DescribeApi', 'describe-api');
  }
}
