import type { PhotoViewed } from '../../functions/bikes/photo-contract.ts';
import type {
  PartsToAdd,
  PhotoGranted,
  PhotoToAdd,
  WorkToFinish,
  WorkToInspect,
  WorkToStart,
} from '../../functions/frontend/contract.ts';
import type { WorkOrder, WorkOrdersListed } from '../../functions/workshop/contract.ts';
import type { Ask } from '../shared/api.ts';

const ORDERS = '/v1/mechanics/work-orders';

/** The mechanics' part of the API. All throw Refused. */
export const workOrdersApi = (ask: Ask) => {
  const below = (repairId: string, name: string) => `${ORDERS}/${encodeURIComponent(repairId)}/${name}`;
  const deed = <Command>(repairId: string, name: string, command: Command) =>
    ask<WorkOrder>('POST', below(repairId, name), command);
  return {
    list: (from: string) =>
      ask<WorkOrdersListed>('GET', from === '' ? ORDERS : `${ORDERS}?from=${encodeURIComponent(from)}`),
    read: (repairId: string) => ask<WorkOrder>('GET', `${ORDERS}/${encodeURIComponent(repairId)}`),
    start: (repairId: string, command: WorkToStart) => deed(repairId, 'start', command),
    addParts: (repairId: string, command: PartsToAdd) => deed(repairId, 'parts', command),
    addPhoto: (repairId: string, command: PhotoToAdd) => ask<PhotoGranted>('POST', below(repairId, 'photos'), command),
    /** Each look is written down. */
    viewPhoto: (repairId: string, photoId: string) =>
      ask<PhotoViewed>('POST', below(repairId, `photos/${encodeURIComponent(photoId)}`), {}),
    finish: (repairId: string, command: WorkToFinish) => deed(repairId, 'finish', command),
    inspect: (repairId: string, command: WorkToInspect) => deed(repairId, 'inspect', command),
  };
};
export type WorkOrdersApi = ReturnType<typeof workOrdersApi>;
