import {
  type AddParts,
  type FinishWork,
  type InspectWork,
  type ListWorkOrders,
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
  finishWork(command: FinishWork): Promise<WorkOrder>;
  inspectWork(command: InspectWork): Promise<WorkOrder>;
}

export function lambdaWorkOrders(names: Record<keyof WorkOrders, string>, call = lambdaCaller()): WorkOrders {
  return {
    listWorkOrders: call<ListWorkOrders, WorkOrdersListed>(names.listWorkOrders, WorkOrdersListed),
    readWorkOrder: call<ReadWorkOrder, WorkOrder>(names.readWorkOrder, WorkOrder),
    startWork: call<StartWork, WorkOrder>(names.startWork, WorkOrder),
    addParts: call<AddParts, WorkOrder>(names.addParts, WorkOrder),
    finishWork: call<FinishWork, WorkOrder>(names.finishWork, WorkOrder),
    inspectWork: call<InspectWork, WorkOrder>(names.inspectWork, WorkOrder),
  };
}
