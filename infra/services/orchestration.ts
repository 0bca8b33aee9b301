import type { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { BIKE_EVENTS } from '../../functions/bikes/contract.ts';
import { rentalTopic } from '../../functions/orchestration/contract.ts';
import { orchestrationEnv } from '../../functions/orchestration/env.ts';
import { PAYMENT_EVENTS } from '../../functions/payments/contract.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import { STORAGE_EVENTS } from '../../functions/storage/contract.ts';
import { grantPublish } from '../constructs/iot-grants.ts';
import type { KeyRing } from '../constructs/key-ring.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceTable } from '../constructs/service-table.ts';
import { workflowArn } from '../constructs/workflow.ts';
import { grantVerify, ORCHESTRATION_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { Stage } from '../stage.ts';

/** Sessions, which hold a sealed credential until they end, and the rentals that came of them. */
export class OrchestrationData extends Construct {
  readonly sessions: ServiceTable;
  readonly rentals: ServiceTable;
  /** The device keys of registered kiosks. */
  readonly kiosks: ServiceTable;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.sessions = new ServiceTable(this, 'Sessions', {
      stage,
      key: 'id',
      timeToLive: 'expiresAt',
      isEphemeral: true,
    });
    this.rentals = new ServiceTable(this, 'Rentals', { stage, key: 'rentalId', timeToLive: 'ttl' });
    this.kiosks = new ServiceTable(this, 'Kiosks', { stage, key: 'kioskId' });
  }
}

export interface OrchestrationProps extends ServiceContext {
  data: OrchestrationData;
  /** Their public halves are published for kiosks to seal to. Orchestration may not open what they seal. */
  credentialKeys: KeyRing;
  admission: IStateMachine;
}

/** The entry point behind the front end: sessions, rentals, and the identities of kiosks and rentals. */
export class Orchestration extends Construct {
  readonly openSession: IFunction;
  readonly startRental: IFunction;
  readonly reserveAhead: IFunction;
  readonly readRental: IFunction;
  readonly vouchForRider: IFunction;
  readonly issueKioskToken: IFunction;
  readonly authorizeKiosk: IFunction;
  readonly publishKeys: IFunction;
  readonly registerKiosks: IFunction;
  readonly exportKiosks: IFunction;
  readonly exportRentals: IFunction;

  constructor(scope: Construct, id: string, props: OrchestrationProps) {
    super(scope, id);
    const { stage, city, bus, tokenKeys, credentialKeys, admission } = props;
    const { sessions, rentals, kiosks } = props.data;
    const rental = workflowArn(this, stage, city.id, 'rental');
    const reservation = workflowArn(this, stage, city.id, 'reservation');
    const environment = {
      [orchestrationEnv.sessionsTable]: sessions.tableName,
      [orchestrationEnv.rentalsTable]: rentals.tableName,
      [orchestrationEnv.kiosksTable]: kiosks.tableName,
      [orchestrationEnv.admissionArn]: admission.stateMachineArn,
      [orchestrationEnv.rentalArn]: rental,
      [orchestrationEnv.reservationArn]: reservation,
      [orchestrationEnv.tokenKeyIds]: tokenKeys.ids,
      [orchestrationEnv.tokenIssuer]: tokenIssuer(city.id),
      [orchestrationEnv.city]: city.id,
      [orchestrationEnv.credentialKeyIds]: credentialKeys.ids,
    };
    const make = (name: string, handler: string, timeout?: Duration) =>
      new ServiceFunction(this, name, {
        stage,
        service: 'orchestration',
        handler,
        environment,
        ...(timeout ? { timeout } : {}),
      });

    this.openSession = make('OpenSession', 'open-session', ORCHESTRATION_TIMEOUT);
    sessions.grant(this.openSession, 'dynamodb:PutItem');
    admission.grantStartSyncExecution(this.openSession);

    this.startRental = make('StartRental', 'start-rental', ORCHESTRATION_TIMEOUT);
    sessions.grant(this.startRental, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    rentals.grant(this.startRental, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    tokenKeys.grant(this.startRental, 'kms:Sign');
    this.startRental.addToRolePolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [rental] }));

    this.reserveAhead = make('ReserveAhead', 'reserve-ahead', ORCHESTRATION_TIMEOUT);
    sessions.grant(this.reserveAhead, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    admission.grantStartSyncExecution(this.reserveAhead);
    tokenKeys.grant(this.reserveAhead, 'kms:Sign');
    this.reserveAhead.addToRolePolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [reservation] }),
    );

    this.readRental = make('ReadRental', 'read-rental');
    rentals.grant(this.readRental, 'dynamodb:GetItem');

    this.vouchForRider = make('VouchForRider', 'vouch-for-rider', ORCHESTRATION_TIMEOUT);
    sessions.grant(this.vouchForRider, 'dynamodb:GetItem');
    admission.grantStartSyncExecution(this.vouchForRider);
    tokenKeys.grant(this.vouchForRider, 'kms:Sign');
    grantVerify(tokenKeys, this.vouchForRider);

    const projectRental = make('ProjectRental', 'project-rental');
    sessions.grant(projectRental, 'dynamodb:DeleteItem');
    rentals.grant(projectRental, 'dynamodb:UpdateItem');
    grantPublish(projectRental, rentalTopic(city.id, '*', '*'));
    new Rule(this, 'ServiceEvents', {
      eventBus: bus,
      // A kiosk at work says so every few seconds, which is for the waiting task and changes nothing that one can see.
      eventPattern: {
        source: [BIKE_EVENTS, STORAGE_EVENTS, PAYMENT_EVENTS],
        detailType: Match.anythingBut('CommandProgressed'),
        detail: { rentalId: [{ exists: true }] },
      },
      targets: [new LambdaFunction(projectRental)],
    });
    new Rule(this, 'RentalEnded', {
      description: 'Step Functions tells the account, on its default bus, how each execution ended',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [rental], status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [new LambdaFunction(projectRental)],
    });

    this.issueKioskToken = make('IssueKioskToken', 'issue-kiosk-token');
    sessions.grant(this.issueKioskToken, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    kiosks.grant(this.issueKioskToken, 'dynamodb:GetItem');
    tokenKeys.grant(this.issueKioskToken, 'kms:Sign');
    this.authorizeKiosk = make('AuthorizeKiosk', 'authorize-kiosk');
    grantVerify(tokenKeys, this.authorizeKiosk);
    this.publishKeys = make('PublishKeys', 'publish-keys');
    grantVerify(tokenKeys, this.publishKeys);
    grantVerify(credentialKeys, this.publishKeys);
    this.registerKiosks = make('RegisterKiosks', 'register-kiosks');
    kiosks.grant(this.registerKiosks, 'dynamodb:PutItem');

    this.exportKiosks = make('ExportKiosks', 'export-kiosks');
    kiosks.grant(this.exportKiosks, 'dynamodb:Scan');
    this.exportRentals = make('ExportRentals', 'export-rentals');
    rentals.grant(this.exportRentals, 'dynamodb:GetItem');
  }
}
