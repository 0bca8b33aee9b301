import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { paymentsEnv } from '../../functions/payments/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { ServiceContext } from '../service-context.ts';

/** The payments service. It knows the tariff; it does not take money yet. */
export class Payments extends Construct {
  readonly quoteFare: IFunction;

  constructor(scope: Construct, id: string, { stage, city }: ServiceContext) {
    super(scope, id);
    this.quoteFare = new ServiceFunction(this, 'QuoteFare', {
      stage,
      service: 'payments',
      handler: 'quote-fare',
      environment: { [paymentsEnv.tariff]: JSON.stringify(city.tariff) },
    });
  }
}
