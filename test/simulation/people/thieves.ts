import { IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { COMMAND_SHADOW, type Command } from '../../../functions/storage/contract.ts';
import { shadowTopic } from '../../../kiosk/cloud/shadow-topics.ts';
import { cardOf } from '../../../laptop/sample-cards.ts';
import { instant } from '../../../seams/clock.ts';
import { uuid } from '../../../seams/random.ts';
import type { Place } from './place.ts';
import type { StreetLife } from './street-life.ts';

interface Seen {
  kioskId: string;
  command: Command;
}

/** So long thieves sit on what they have overheard, at the most, in milliseconds. */
const SITS_MS = 300_000;

/**
 * Thieves have the city's whole account: they read what is commanded, and write into any kiosk's shadow. What they do
 * not have are keys. Now and then they hold a forged licence to a scanner. Resolves when the day is over.
 */
export async function thieves(life: StreetLife, untilMs: number): Promise<void> {
  const { city, places, wait, note, profile, strike } = life;
  const chance = life.dice('thieves');
  const iot = new IoTDataPlaneClient(city.sdk);
  const overheard: Seen[] = [];
  const stop = city.overhear(shadowTopic('+', COMMAND_SHADOW, 'update/documents'), ({ topic, payload }) => {
    const [, , kioskId = ''] = topic.split('/');
    const { current } = JSON.parse(payload.toString()) as {
      current: { state: { desired?: Record<string, Command | null> } };
    };
    for (const command of Object.values(current.state.desired ?? {})) if (command) overheard.push({ kioskId, command });
  });

  /** A command that was good once, or nearly is. */
  function forged({ command }: Seen, place: Place): Command {
    const bays = [...place.machine.read().bays].filter(([, bikeId]) => bikeId !== null);
    const [bay, bikeId] = chance.pick(bays) ?? [command.bay, command.bikeId];
    const later = { expiresAt: instant(city.clock.now() + 60_000) };
    const changes: Partial<Command>[] = [
      {},
      later,
      { ...later, bay, bikeId: bikeId ?? command.bikeId },
      { ...later, kind: command.kind === 'move' ? 'openUntilTaken' : 'move' },
      { ...later, rentalId: uuid(chance.random) },
    ];
    return { ...command, ...chance.pick(changes) };
  }

  async function write(place: Place): Promise<void> {
    const seen = chance.pick(overheard);
    if (!seen) return;
    await wait(chance.between(0, SITS_MS));
    const command = forged(seen, place);
    note(`a thief has ${place.kioskId} told to ${command.kind} ${command.bikeId} for ${command.rentalId}`);
    const payload = Buffer.from(JSON.stringify({ state: { desired: { [command.commandId]: command } } }));
    const update = { thingName: place.kioskId, shadowName: COMMAND_SHADOW, payload };
    await iot.send(new UpdateThingShadowCommand(update));
  }

  function scan(place: Place): void {
    const victim = chance.pick(city.city.residents);
    if (!victim) return;
    const number = String(Math.floor(chance.between(1e8, 1e9)));
    note(`a thief holds a forged licence to the scanner of ${place.kioskId}`);
    place.machine.scan(chance.happens(0.5) ? cardOf({ ...victim, number }) : cardOf(victim).slice(0, 60));
  }

  for (;;) {
    await wait(Math.min(chance.untilNext(profile().people.thieves), untilMs - city.clock.now() + 1));
    if (city.clock.now() >= untilMs) break;
    const place = chance.pick([...places.values()]);
    if (!place) continue;
    strike('people.thieves');
    if (chance.happens(0.75)) await write(place);
    else scan(place);
  }
  stop();
}
