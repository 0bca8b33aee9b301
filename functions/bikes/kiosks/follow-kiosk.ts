import { systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { eventHandler } from '../../shared/event-handler.ts';
import { publisher } from '../../shared/events.ts';
import { documentClient } from '../../shared/table.ts';
import { RecordFact } from '../../storage/contract.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import type { BayStatusSeen } from '../kiosk-contract.ts';
import { dynamoInventory } from '../store/inventory.ts';
import { type HearingDependencies, hearing } from './hearing.ts';

/**
 * Takes a kiosk's facts as what they are besides: words of its own, and what it says of its bays. A fact may be a week
 * old; that the kiosk speaks again is new.
 *
 * @throws KioskUnknown, ItemContended
 */
export function followKiosk(deps: HearingDependencies) {
  const hear = hearing(deps);
  return async (fact: RecordFact): Promise<void> => {
    if (fact.type !== 'BayStatusChanged') return void (await hear(fact.kioskId));
    const { kioskId, bay, status, at } = fact;
    await hear(kioskId, [{ bay, status, at }]);
    const detail: BayStatusSeen = { type: 'BayStatusSeen', at, kioskId, bay, status };
    await deps.publish([{ type: detail.type, detail }]);
  };
}

export const handler = eventHandler({
  detail: RecordFact,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return followKiosk({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
