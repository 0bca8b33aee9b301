import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { frontendPhotosEnv, frontendWorkshopEnv } from '../../functions/frontend/env.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { FRONTEND_TIMEOUT, type ServiceContext } from '../service-context.ts';
import type { Footage } from './footage.ts';
import type { Workshop } from './workshop.ts';

/** The mechanics' part of the HTTP API: it asks the workshop, and bikes for photos, and speaks HTTP. */
export class Mechanics extends Construct {
  readonly listWorkOrders: IFunction;
  readonly readWorkOrder: IFunction;
  readonly startWork: IFunction;
  readonly addParts: IFunction;
  readonly addWorkPhoto: IFunction;
  readonly viewWorkPhoto: IFunction;
  readonly finishWork: IFunction;
  readonly inspectWork: IFunction;

  constructor(
    scope: Construct,
    id: string,
    { stage, workshop, footage }: ServiceContext & { workshop: Workshop; footage: Footage },
  ) {
    super(scope, id);
    const environment = {
      [frontendWorkshopEnv.listWorkOrders]: workshop.listWorkOrders.functionName,
      [frontendWorkshopEnv.readWorkOrder]: workshop.readWorkOrder.functionName,
      [frontendWorkshopEnv.startWork]: workshop.startWork.functionName,
      [frontendWorkshopEnv.addParts]: workshop.addParts.functionName,
      [frontendWorkshopEnv.announcePhoto]: workshop.announcePhoto.functionName,
      [frontendWorkshopEnv.finishWork]: workshop.finishWork.functionName,
      [frontendWorkshopEnv.inspectWork]: workshop.inspectWork.functionName,
      [frontendPhotosEnv.grantWorkPhoto]: footage.grantWorkPhoto.functionName,
      [frontendPhotosEnv.viewPhoto]: footage.viewPhoto.functionName,
    };
    const make = (name: string, handler: string, ...asked: IFunction[]) => {
      const timeout = FRONTEND_TIMEOUT;
      const made = new ServiceFunction(this, name, { stage, service: 'frontend', handler, environment, timeout });
      for (const one of asked) one.grantInvoke(made);
      return made;
    };
    this.listWorkOrders = make('ListWorkOrders', 'list-work-orders', workshop.listWorkOrders);
    this.readWorkOrder = make('ReadWorkOrder', 'read-work-order', workshop.readWorkOrder);
    this.startWork = make('StartWork', 'start-work', workshop.startWork);
    this.addParts = make('AddParts', 'add-parts', workshop.addParts);
    this.addWorkPhoto = make('AddWorkPhoto', 'add-work-photo', workshop.announcePhoto, footage.grantWorkPhoto);
    this.viewWorkPhoto = make('ViewWorkPhoto', 'view-work-photo', workshop.readWorkOrder, footage.viewPhoto);
    this.finishWork = make('FinishWork', 'finish-work', workshop.finishWork);
    this.inspectWork = make('InspectWork', 'inspect-work', workshop.inspectWork);
  }
}
