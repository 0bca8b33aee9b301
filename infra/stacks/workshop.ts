import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { City } from '../../cities/city.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { ServiceContext } from '../service-context.ts';
import { Mechanics } from '../services/mechanics.ts';
import { Workshop } from '../services/workshop.ts';
import type { Stage } from '../stage.ts';
import type { DataStack } from './data.ts';
import type { ServicesStack } from './services.ts';

export interface WorkshopStackProps extends StackProps {
  stage: Stage;
  city: City;
  data: DataStack;
  services: ServicesStack;
}

/**
 * The workshop, its workflow and the mechanics' routes. It knows bikes by their events and by one command, so that it
 * has a stack of its own beside the services', which has room for no more than 500 resources either.
 */
export class WorkshopStack extends Stack {
  readonly mechanics: Mechanics;

  constructor(scope: Construct, id: string, { stage, city, data, services, ...props }: WorkshopStackProps) {
    super(scope, id, { ...props, description: 'Freewheel: the workshop' });
    const context: ServiceContext = { stage, city, bus: services.bus, tokenKeys: data.tokenKeys };
    const workshop = new Workshop(this, 'Workshop', { ...context, data: data.workshop });
    const repair = new Workflow(this, 'Repair', {
      stage,
      city: city.id,
      workflow: 'repair',
      type: StateMachineType.STANDARD,
      functions: {
        OpenWorkOrder: workshop.openWorkOrder,
        ChangeBike: services.bikes.changeBike,
        AwaitStep: workshop.awaitStep,
        ReportLate: workshop.reportLate,
        CloseWorkOrder: workshop.closeWorkOrder,
      },
    });
    this.mechanics = new Mechanics(this, 'Frontend', { ...context, workshop, footage: services.footage });
    new CfnOutput(this, 'RepairWorkflow', { value: repair.stateMachineArn });
    new CfnOutput(this, 'ImportStops', { value: workshop.importStops.functionName });
  }
}
