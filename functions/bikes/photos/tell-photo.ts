import type { WaitingTask } from '../../shared/waiting-task.ts';
import { PhotoUnavailable } from '../errors.ts';
import type { PhotoStored } from '../photo-contract.ts';
import type { Photo } from './photo.ts';

/**
 * Tells the waiting task how its photo stands. Whoever asks for the photo and whoever has news of it each come here
 * once they have written: whoever comes second finds both, and completes. A task completes once.
 *
 * @param photo with no news, the task waits on; for one that is not of a hand-over, none does.
 */
export async function tellPhoto(task: WaitingTask<PhotoStored>, photo: Photo): Promise<void> {
  if (photo.of !== undefined || !photo.taskToken) return;
  const { photoId, bikeId, taskToken, status, stored, missing } = photo;
  if (status === 'stored' && stored) return task.succeed(taskToken, { photoId, storedAt: stored.at });
  if (!missing) return;
  const fault = new PhotoUnavailable(`There is no photo of bike ${bikeId}: ${missing.reason}.`);
  return task.fail(taskToken, fault.name, { message: fault.message, photoId, reason: missing.reason });
}
