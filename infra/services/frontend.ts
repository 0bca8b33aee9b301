import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { frontendEnv } from '../../functions/frontend/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { FRONTEND_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { Orchestration } from './orchestration.ts';

/** The kiosks' HTTP API. It owns no data: it asks orchestration, and speaks HTTP. */
export class Frontend extends Construct {
  readonly openSession: IFunction;
  readonly requestRental: IFunction;
  readonly viewRental: IFunction;
  readonly describeApi: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { orchestration: Orchestration }) {
    super(scope, id);
    const { stage, orchestration } = context;
    const environment = {
      [frontendEnv.openSession]: orchestration.openSession.functionName,
      [frontendEnv.startRental]: orchestration.startRental.functionName,
      [frontendEnv.readRental]: orchestration.readRental.functionName,
    };
    const make = (name: string, handler: string) =>
      new ServiceFunction(this, name, { stage, service: 'frontend', handler, environment, timeout: FRONTEND_TIMEOUT });

    this.openSession = make('OpenSession', 'open-session');
    orchestration.openSession.grantInvoke(this.openSession);
    this.requestRental = make('RequestRental', 'request-rental');
    orchestration.startRental.grantInvoke(this.requestRental);
    this.viewRental = make('ViewRental', 'view-rental');
    orchestration.readRental.grantInvoke(this.viewRental);
    this.describeApi = make('DescribeApi', 'describe-api');
  }
}
