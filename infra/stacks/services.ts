import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { ServiceContext } from '../service-context.ts';
import { Bikes } from '../services/bikes.ts';
import { Frontend } from '../services/frontend.ts';
import { Identity } from '../services/identity.ts';
import { Orchestration } from '../services/orchestration.ts';
import { Payments } from '../services/payments.ts';
import { Storage } from '../services/storage.ts';
import type { Stage } from '../stage.ts';
import type { DataStack } from './data.ts';

export interface ServicesStackProps extends StackProps {
  stage: Stage;
  city: City;
  data: DataStack;
}

/** The services and the workflows through which they talk. */
export class ServicesStack extends Stack {
  readonly frontend: Frontend;
  readonly orchestration: Orchestration;
  readonly storage: Storage;

  constructor(scope: Construct, id: string, { stage, city, data, ...props }: ServicesStackProps) {
    super(scope, id, { ...props, description: 'Freewheel: services and workflows' });
    const bus = new EventBus(this, 'Bus');
    const context: ServiceContext = { stage, city, bus, tokenKey: data.tokenKey };

    const identity = new Identity(this, 'Identity', { ...context, data: data.identity });
    const payments = new Payments(this, 'Payments', { ...context, data: data.payments });
    const bikes = new Bikes(this, 'Bikes', { ...context, data: data.bikes });
    const admission = new Workflow(this, 'Admission', {
      stage,
      city: city.id,
      workflow: 'admission',
      type: StateMachineType.EXPRESS,
      functions: {
        VerifyCredential: identity.verifyCredential,
        LookUpAvailability: bikes.lookUpAvailability,
        QuoteFare: payments.quoteFare,
      },
    });

    this.storage = new Storage(this, 'Storage', { ...context, data: data.storage });
    this.orchestration = new Orchestration(this, 'Orchestration', {
      ...context,
      data: data.orchestration,
      credentialKey: data.identity.credentialKey,
      admission,
    });
    const undo = new Workflow(this, 'Undo', {
      stage,
      city: city.id,
      workflow: 'undo',
      type: StateMachineType.STANDARD,
      functions: { CancelCommands: this.storage.cancelCommands, ReleaseBikes: bikes.releaseBikes },
    });
    const rental = new Workflow(this, 'Rental', {
      stage,
      city: city.id,
      workflow: 'rental',
      type: StateMachineType.STANDARD,
      functions: {
        ReserveBikes: bikes.reserveBikes,
        VouchForRider: this.orchestration.vouchForRider,
        MoveBike: this.storage.moveBike,
        OpenUntilTaken: this.storage.openUntilTaken,
        StartTrip: bikes.startTrip,
      },
      workflows: { Undo: undo },
    });
    this.frontend = new Frontend(this, 'Frontend', { ...context, orchestration: this.orchestration });

    for (const [name, workflow] of Object.entries({ Admission: admission, Rental: rental, Undo: undo })) {
      new CfnOutput(this, `${name}Workflow`, { value: workflow.stateMachineArn });
    }
    new CfnOutput(this, 'ImportFleet', { value: bikes.importFleet.functionName });
    new CfnOutput(this, 'ImportResidents', { value: identity.importResidents.functionName });
    new CfnOutput(this, 'RegisterKiosks', { value: this.orchestration.registerKiosks.functionName });
  }
}
