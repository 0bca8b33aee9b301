import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { eventHandler } from '../../shared/event-handler.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { stepFunctionsTask, type WaitingTask } from '../../shared/waiting-task.ts';
import { RecordFact } from '../../storage/contract.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv, footageEnv } from '../env.ts';
import type { PhotoStored } from '../photo-contract.ts';
import { type HandOverPhoto, missPhoto, ofHandOver } from './photo.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from './photo-album.ts';
import { eventsOfPhoto } from './photo-events.ts';
import { tellPhoto } from './tell-photo.ts';

/**
 * Gives a photo up as soon as the kiosk says that there will be none, so that the rider does not wait for what does
 * not come. A photo that is there after all stays, and what a kiosk says of another kiosk's photo means nothing.
 *
 * @throws ItemContended
 */
export function followCamera(deps: {
  album: PhotoAlbum;
  task: WaitingTask<PhotoStored>;
  publish: Publish;
  clock: Clock;
}) {
  const { album, task, publish, clock } = deps;
  return async (fact: RecordFact): Promise<void> => {
    if (fact.type !== 'PhotoFailed') return;
    const photo = await untilSaved(async (): Promise<HandOverPhoto | 'none' | undefined> => {
      const found = ofHandOver(await album.read(fact.photoId));
      if (found?.kioskId !== fact.kioskId) return 'none';
      const missing = missPhoto(found, 'missing', fact.type, clock.now());
      return missing === found || (await album.save(missing)) ? missing : undefined;
    });
    if (photo === 'none' || photo.status === 'stored') return;
    await tellPhoto(task, photo);
    await publish(eventsOfPhoto(photo));
  };
}

export const handler = eventHandler({
  detail: RecordFact,
  bind: () => {
    const env = readEnv({ bus: bikesEnv.bus, album: footageEnv.album });
    return followCamera({
      album: dynamoPhotoAlbum(documentClient(), env.album),
      task: stepFunctionsTask(),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
