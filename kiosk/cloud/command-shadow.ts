import * as z from 'zod/mini';
import { COMMAND_SHADOW } from '../../functions/storage/contract.ts';
import type { Clock, Timer } from '../../seams/clock.ts';
import type { MqttClient } from '../../seams/mqtt.ts';
import { parseJson } from './json.ts';
import { shadowTopic } from './shadow-topics.ts';

const Commands = z.record(z.string(), z.unknown());
/** A delta's `state` is what is desired and not reported: all commands, since a kiosk reports nothing here. */
const Delta = z.object({ version: z.int(), state: Commands });
const Document = z.object({
  version: z.int(),
  state: z.object({ desired: z.optional(z.nullable(Commands)) }),
});

export interface CommandListener {
  /** All commands that the cloud wants carried out now, by id, unchecked: what is missing was taken back. */
  commands(wanted: Record<string, unknown>): void;
}

export interface CommandShadow {
  /** Topics to be subscribed to, before `connected` is called. */
  filters: string[];
  connected(client: MqttClient): void;
  disconnected(): void;
  /** Whether the message was the shadow's. */
  message(topic: string, payload: string): boolean;
}

const ASK_AGAIN_AFTER_MS = 10_000;

/**
 * Reads the shadow `commands`. After each connection the whole document is asked for, and nothing is believed until
 * it came: a broker may still hold deltas from before. From then on whatever carries a lower version than the last
 * is dropped (AWS IoT Core, "Device Shadow service: order of messages"). Versions are not compared across
 * connections, because a shadow that was deleted for long begins again at version 1.
 */
export function commandShadow(thing: string, clock: Clock, listener: CommandListener): CommandShadow {
  const topic = (suffix: string) => shadowTopic(thing, COMMAND_SHADOW, suffix);
  let client: MqttClient | undefined;
  let version: number | undefined;
  let askAgain: Timer | undefined;

  const ask = () => {
    askAgain = clock.after(ASK_AGAIN_AFTER_MS, ask);
    client?.publish(topic('get'), '').catch(() => undefined);
  };
  const learn = (seen: number, wanted: Record<string, unknown>) => {
    askAgain?.cancel();
    version = seen;
    listener.commands(Object.fromEntries(Object.entries(wanted).filter(([, command]) => command !== null)));
  };

  const handlers = new Map<string, (payload: unknown) => void>([
    [
      topic('get/accepted'),
      (payload) => {
        const document = Document.safeParse(payload);
        if (!document.success || document.data.version < (version ?? 0)) return;
        learn(document.data.version, document.data.state.desired ?? {});
      },
    ],
    [
      topic('get/rejected'),
      (payload) => {
        // There is no shadow yet: nothing was ever commanded. Any other refusal passes, and is asked again.
        if (z.object({ code: z.literal(404) }).safeParse(payload).success && version === undefined) learn(0, {});
      },
    ],
    [
      topic('update/delta'),
      (payload) => {
        const delta = Delta.safeParse(payload);
        if (!delta.success || version === undefined || delta.data.version < version) return;
        learn(delta.data.version, delta.data.state);
      },
    ],
    [
      // A command that is taken back leaves no delta when it was the only one; the documents say what is left.
      topic('update/documents'),
      (payload) => {
        const change = z.object({ current: Document }).safeParse(payload);
        if (!change.success || version === undefined || change.data.current.version < version) return;
        learn(change.data.current.version, change.data.current.state.desired ?? {});
      },
    ],
  ]);

  return {
    filters: [...handlers.keys()],
    connected: (link) => {
      client = link;
      version = undefined;
      askAgain?.cancel();
      ask();
    },
    disconnected: () => {
      client = undefined;
      version = undefined;
      askAgain?.cancel();
    },
    message: (name, payload) => {
      const handle = handlers.get(name);
      if (handle) handle(parseJson(payload));
      return handle !== undefined;
    },
  };
}
