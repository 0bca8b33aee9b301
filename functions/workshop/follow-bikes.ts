import * as z from 'zod/mini';
import { instant } from '../../seams/clock.ts';
import { BikeEvent, BikeFound, DamageReported } from '../bikes/contract.ts';
import { BikeChanged } from '../bikes/fleet-contract.ts';
import { WorkPhotoEvent } from '../bikes/photo-contract.ts';
import { eventHandler } from '../shared/event-handler.ts';
import { untilSaved } from '../shared/table.ts';
import { type BikeNews, newCard, takeIn } from './bike-card.ts';
import { type FollowDependencies, repairStarter, workDependencies } from './dependencies.ts';
import { judged } from './order-book.ts';
import { earlier } from './ride.ts';
import { completeStep } from './step.ts';
import { withPhotoNews } from './work-photo.ts';

/**
 * Takes in what is told of bikes, and judges anew whether somebody has to look at them: a repair is started for a bike
 * that has none, and what is told of a bike in repair joins its work order; so does what becomes of a photo of the work.
 * Events may be repeated, late, and in any order.
 *
 * @throws ItemContended
 */
export function followBikes(deps: FollowDependencies) {
  const { workshop, rules, clock, task, repairs } = deps;
  const followPhoto = async (news: WorkPhotoEvent): Promise<void> => {
    await untilSaved(async () => {
      const found = await workshop.readCard(news.bikeId);
      const next = found && withPhotoNews(found, news);
      return next === found || (next && (await workshop.save(next))) || undefined;
    });
  };
  const followBike = async (news: BikeNews): Promise<void> => {
    const card = await untilSaved(async () => {
      const nowMs = clock.now();
      const at = instant(nowMs);
      const found = (await workshop.readCard(news.bikeId)) ?? newCard(news.bikeId, earlier(news.at, at));
      const back = found.status === 'gone' ? { ...found, status: 'inService' as const } : found;
      const next = judged(takeIn(back, news), rules, { at, nowMs });
      return (await workshop.save(next)) ? next : undefined;
    });
    const { order, bikeId } = card;
    if (order?.status === 'reported') await repairs.start({ repairId: order.repairId, bikeId });
    await completeStep(task, card);
  };
  return (news: BikeNews | WorkPhotoEvent) => (isOfPhoto(news) ? followPhoto(news) : followBike(news));
}

function isOfPhoto(news: BikeNews | WorkPhotoEvent): news is WorkPhotoEvent {
  return news.type === 'WorkPhotoStored' || news.type === 'WorkPhotoRejected';
}

export const handler = eventHandler({
  detail: z.union([DamageReported, BikeChanged, BikeFound, WorkPhotoEvent, BikeEvent]),
  bind: () => followBikes({ ...workDependencies(), repairs: repairStarter() }),
});
