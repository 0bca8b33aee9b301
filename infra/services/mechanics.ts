import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { frontendWorkshopEnv } from '../../functions/frontend/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { FRONTEND_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { Workshop } from './workshop.ts';

/** The mechanics' part of the HTTP API: it asks the workshop, and speaks HTTP. */
export class Mechanics extends Construct {
  readonly listWorkOrders: IFunction;
  readonly readWorkOrder: IFunction;
  readonly startWork: IFunction;
  readonly addParts: IFunction;
  readonly finishWork: IFunction;
  readonly inspectWork: IFunction;

  constructor(scope: Construct, id: string, { stage, workshop }: ServiceContext & { workshop: Workshop }) {
    super(scope, id);
    const environment = {
      [frontendWorkshopEnv.listWorkOrders]: workshop.listWorkOrders.functionName,
      [frontendWorkshopEnv.readWorkOrder]: workshop.readWorkOrder.functionName,
      [frontendWorkshopEnv.startWork]: workshop.startWork.functionName,
      [frontendWorkshopEnv.addParts]: workshop.addParts.functionName,
      [frontendWorkshopEnv.finishWork]: workshop.finishWork.functionName,
      [frontendWorkshopEnv.inspectWork]: workshop.inspectWork.functionName,
    };
    const make = (name: string, handler: string, asked: IFunction) => {
      const timeout = FRONTEND_TIMEOUT;
      const made = new ServiceFunction(this, name, { stage, service: 'frontend', handler, environment, timeout });
      asked.grantInvoke(made);
      return made;
    };
    this.listWorkOrders = make('ListWorkOrders', 'list-work-orders', workshop.listWorkOrders);
    this.readWorkOrder = make('ReadWorkOrder', 'read-work-order', workshop.readWorkOrder);
    this.startWork = make('StartWork', 'start-work', workshop.startWork);
    this.addParts = make('AddParts', 'add-parts', workshop.addParts);
    this.finishWork = make('FinishWork', 'finish-work', workshop.finishWork);
    this.inspectWork = make('InspectWork', 'inspect-work', workshop.inspectWork);
  }
}
