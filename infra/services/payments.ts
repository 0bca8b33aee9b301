import { Duration, SecretValue } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { paymentsEnv } from '../../functions/payments/env.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import { acknowledge } from '../acknowledge.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { grantVerify, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** Two questions to a card's bank, of ten seconds each at most, and our own books; a workflow waits 30 s. */
const ACQUIRER_TIMEOUT = Duration.seconds(25);

/** Payments, what the sandbox holds, and the key to the city's account at its acquirer. */
export class PaymentsData extends Construct {
  readonly table: ServiceTable;
  readonly sandbox: ServiceTable;
  readonly acquirerSecret: Secret;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', {
      stage,
      key: 'pk',
      timeToLive: 'ttl',
      index: { name: 'unsettled', partitionKey: 'unsettled', sortKey: 'changedAt' },
    });
    this.sandbox = new ServiceTable(this, 'Sandbox', { stage, key: 'pk', timeToLive: 'ttl' });
    this.acquirerSecret = new Secret(this, 'AcquirerSecret', {
      description: 'The key to the account at the acquirer: {"stripeKey": "sk_..."}. Without one, the sandbox is used.',
      // No secret: it says that there is none yet. Who puts one here does so past the template, which then leaves it be.
      secretStringValue: SecretValue.unsafePlainText('{}'),
      removalPolicy: stage.removalPolicy,
    });
    acknowledge(
      this.acquirerSecret,
      'SMG4',
      'The acquirer issues the key, and only there can a new one be made: nothing on AWS could rotate it.',
    );
  }
}

/** The payments service: the only one that takes money, or gives it back. */
export class Payments extends Construct {
  readonly quoteFare: IFunction;
  readonly authorizePayment: IFunction;
  readonly settlePayment: IFunction;
  readonly voidPayment: IFunction;
  readonly capturePayment: IFunction;
  readonly refundPayment: IFunction;
  readonly exportPayments: IFunction;
  readonly reclaimHold: IFunction;

  constructor(scope: Construct, id: string, context: ServiceContext & { data: PaymentsData }) {
    super(scope, id);
    const { stage, city, bus, tokenKeys } = context;
    const { table, sandbox, acquirerSecret } = context.data;
    const tariff = { [paymentsEnv.tariff]: JSON.stringify(city.tariff) };
    const payments = { [paymentsEnv.table]: table.tableName };
    const money = {
      ...tariff,
      ...payments,
      [paymentsEnv.sandboxTable]: sandbox.tableName,
      [paymentsEnv.secret]: acquirerSecret.secretArn,
      [paymentsEnv.bus]: bus.eventBusName,
      [paymentsEnv.tokenIssuer]: tokenIssuer(city.id),
      [paymentsEnv.tokenKeys]: tokenKeys.ids,
    };
    const make = (name: string, handler: string, environment: Record<string, string>, timeout?: Duration) =>
      new ServiceFunction(this, name, {
        stage,
        service: 'payments',
        handler,
        environment,
        ...(timeout ? { timeout } : {}),
      });

    this.quoteFare = make('QuoteFare', 'quote-fare', tariff);
    this.exportPayments = make('ExportPayments', 'export-payments', payments);
    table.grant(this.exportPayments, 'dynamodb:Query');

    this.authorizePayment = make('AuthorizePayment', 'authorize-payment', money, ACQUIRER_TIMEOUT);
    this.settlePayment = make('SettlePayment', 'settle-payment', money, ACQUIRER_TIMEOUT);
    this.voidPayment = make('VoidPayment', 'void-payment', money, ACQUIRER_TIMEOUT);
    this.capturePayment = make('CapturePayment', 'capture-payment', money, ACQUIRER_TIMEOUT);
    const ofRental = [this.authorizePayment, this.settlePayment, this.voidPayment, this.capturePayment];
    for (const handler of ofRental) grantVerify(tokenKeys, handler);
    this.refundPayment = make('RefundPayment', 'refund-payment', money, ACQUIRER_TIMEOUT);
    this.reclaimHold = make('ReclaimHold', 'reclaim-hold', money, ACQUIRER_TIMEOUT);
    const readsKey = new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: [acquirerSecret.secretArn],
    });
    for (const handler of [...ofRental, this.refundPayment, this.reclaimHold]) {
      table.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
      sandbox.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
      handler.addToRolePolicy(readsKey);
      bus.grantPutEventsTo(handler);
    }
  }
}
