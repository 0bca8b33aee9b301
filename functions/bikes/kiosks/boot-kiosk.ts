import { type Clock, instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { contactEvent, heard } from '../items/kiosk-contact.ts';
import { type Kiosk, statusOf } from '../items/station.ts';
import { BootKiosk, HEARTBEAT_S, type KioskBooted, type KioskReported } from '../kiosk-contract.ts';
import { dynamoInventory } from '../store/inventory.ts';
import type { HearingDependencies } from './hearing.ts';
import { bootWords, withBays } from './kiosk-bays.ts';

/** The kiosk with what it says of itself on starting. That this is its newest word needs no throttle: it starts seldom. */
function booted(kiosk: Kiosk, command: BootKiosk, nowMs: number): Kiosk {
  const at = instant(nowMs);
  const { programVersion, configVersion, bays } = command;
  const spoken = heard(kiosk, nowMs) ?? kiosk;
  const known = withBays(spoken, bootWords(spoken, command, at)) ?? spoken;
  return { ...known, heardAt: at, boot: { at, programVersion, configVersion, bays } };
}

function reported(kioskId: string, { boot }: Kiosk): { type: string; detail: KioskReported }[] {
  return boot ? [{ type: 'KioskReported', detail: { type: 'KioskReported', kioskId, ...boot } }] : [];
}

/** What a kiosk is told that is not in service here. */
function turnedAway(status: 'pending' | 'rejected', clock: Clock, reason: string): KioskBooted {
  const currentTime = instant(clock.now());
  return { status, currentTime, heartbeatSeconds: HEARTBEAT_S, is_renting: false, is_returning: false, reason };
}

/**
 * A kiosk has started: keeps what it says of itself, and tells it whether it is in service, what time it is, and how
 * often it is to speak. It may ask again, and twice at once: the answer is the same. How many bays it says that it has
 * is kept beside what the city's list says, and changes nothing of that.
 *
 * @throws ItemContended
 */
export function bootKiosk({ inventory, publish, clock, city }: HearingDependencies & { city: string }) {
  return async (command: BootKiosk): Promise<KioskBooted> => {
    const { kioskId } = command;
    if (command.city !== city)
      return turnedAway('rejected', clock, `This is ${city}, and the kiosk was set up for ${command.city}.`);
    const kiosk = await untilSaved<Kiosk | 'unknown'>(async () => {
      const found = await inventory.readKiosk(kioskId);
      if (!found) return 'unknown';
      const next = booted(found, command, clock.now());
      return (await inventory.save(next)) ? next : undefined;
    });
    if (kiosk === 'unknown')
      return turnedAway('pending', clock, `${kioskId} is registered, and is not in the city's list of kiosks yet.`);
    const news = kiosk.contact && !kiosk.contact.isSettled ? contactEvent(kiosk) : [];
    await publish([...reported(kioskId, kiosk), ...news]);
    const { is_renting = false, is_returning = false } = statusOf(kioskId, kiosk, [], clock.now());
    const currentTime = instant(clock.now());
    return { status: 'accepted', currentTime, heartbeatSeconds: HEARTBEAT_S, is_renting, is_returning };
  };
}

export const handler = workflowHandler({
  command: BootKiosk,
  bind: () => {
    const { table, bus, city } = bikesEnv;
    const env = readEnv({ table, bus, city });
    return bootKiosk({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
      city: env.city,
    });
  },
});
