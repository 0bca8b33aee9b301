import type { HostContext, HostModule } from '../module.ts';
import { jsonService } from '../wire/json-service.ts';
import { bus as openBus } from './bus.ts';
import type { EventEntry } from './bus-event.ts';
import { deliveryQueue } from './delivery-queue.ts';
import { eventKinds } from './kinds.ts';
import { putEvents } from './put-events.ts';
import { ruleChanging, ruleReading } from './rule-operations.ts';
import { rules as openRules } from './rules.ts';
import { scheduler } from './scheduler.ts';

export interface EventsModule extends HostModule {
  /** Puts an event of the host's own; it survives the process at once, and the machine once the store is settled. */
  put(entry: EventEntry): void;
}

/**
 * EventBridge: buses, rules by pattern and by schedule, and delivery to functions and state machines, at least once.
 */
export function eventsModule(context: HostContext): EventsModule {
  const rules = openRules(context, () => schedules.refresh());
  const queue = deliveryQueue(context);
  const bus = openBus(context, rules, queue);
  const schedules = scheduler(context, rules, bus);
  const operations = { PutEvents: putEvents(bus, context.store), ...ruleReading(rules), ...ruleChanging(rules) };
  const onFault = (fault: unknown): void => context.log(`events: ${fault instanceof Error ? fault.stack : fault}`);
  return {
    services: { events: jsonService('events', '1.1', operations, onFault) },
    kinds: eventKinds(rules),
    put: (entry) => void bus.put(entry),
    start: () => {
      queue.start();
      schedules.start();
    },
    close: () => {
      schedules.close();
      queue.close();
    },
  };
}
