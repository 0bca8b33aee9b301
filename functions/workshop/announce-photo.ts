import { workPhotoId } from '../bikes/naming-contract.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { AnnouncePhoto, type PhotoAnnounced } from './contract.ts';
import { type WorkDependencies, workDependencies } from './dependencies.ts';
import { doWork } from './do-work.ts';
import { announcePhoto } from './work-order.ts';

/**
 * A mechanic has photographed their work, and is about to send the photo. The work can be finished with it once bikes,
 * whose photos these are, has told that it has come.
 *
 * @throws WorkOrderUnknown, WorkOrderTaken, WorkOrderOutOfTurn, PhotosTooMany, ItemContended
 */
export function announceWorkPhoto(deps: WorkDependencies) {
  return async (command: AnnouncePhoto): Promise<PhotoAnnounced> => {
    const photoId = workPhotoId(command.repairId, command.requestId);
    const { bikeId } = await doWork(deps, command, (order, deed) => announcePhoto(order, deed, photoId));
    return { photoId, bikeId };
  };
}

export const handler = workflowHandler({
  command: AnnouncePhoto,
  bind: () => announceWorkPhoto(workDependencies()),
});
