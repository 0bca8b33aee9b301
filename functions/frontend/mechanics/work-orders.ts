import {
  type AddParts,
  type AnnouncePhoto,
  type FinishWork,
  type InspectWork,
  type ListWorkOrders,
  PhotoAnnounced,
  type ReadWorkOrder,
  type StartWork,
  WorkOrder,
  WorkOrdersListed,
} from '../../workshop/contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of the workshop behind the HTTP API. Their refusals come under their own names. */
export interface WorkOrders {
  listWorkOrders(command: ListWorkOrders): Promise<WorkOrdersListed>;
  readWorkOrder(command: ReadWorkOrder): Promise<WorkOrder>;
  startWork(command: StartWork): Promise<WorkOrder>;
  addParts(command: AddParts): Promise<WorkOrder>;
  announcePhoto(command: AnnouncePhoto): Promise<PhotoAnnounced>;
  finishWork(command: FinishWork): Promise<WorkOrder>;
  inspectWork(command: InspectWork): Promise<WorkOrder>;
}

// One by one, by name or ARN: a route that asks one of them does not carry the answers of the others.

/** One of those that answer with a work order. */
export function workOrderCall<Command>(name: string, call = lambdaCaller()): (command: Command) => Promise<WorkOrder> {
  return call<Command, WorkOrder>(name, WorkOrder);
}

export const workOrderLists = (name: string, call = lambdaCaller()): Pick<WorkOrders, 'listWorkOrders'> => ({
  listWorkOrders: call<ListWorkOrders, WorkOrdersListed>(name, WorkOrdersListed),
});

export const photoAnnouncements = (name: string, call = lambdaCaller()): Pick<WorkOrders, 'announcePhoto'> => ({
  announcePhoto: call<AnnouncePhoto, PhotoAnnounced>(name, PhotoAnnounced),
});
