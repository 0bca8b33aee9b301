import { uuid } from '../../seams/random.ts';
import type { HostContext } from '../module.ts';
import { type BusEvent, type EventEntry, makeEvent } from './bus-event.ts';
import type { Delivery } from './deliver.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { ReadRule, Rules } from './rules.ts';
import type { Target } from './target.ts';
import { inputFor } from './target-input.ts';

export interface Bus {
  /**
   * Gives the event's id. Its deliveries survive the process, and once the store is settled the machine. Throws
   * `ResourceNotFoundException` for the bus.
   */
  put(entry: EventEntry): string;
  /** Sends an event to the targets of one rule, whatever its pattern. */
  run(rule: ReadRule, event: EventEntry): void;
}

/** EventBridge tries for a day, 185 times ("How EventBridge retries delivering events"). */
const AGE_MAX_S = 86_400;
const ATTEMPTS_MAX = 185;

export function bus(context: HostContext, rules: Rules, queue: DeliveryQueue): Bus {
  const { clock, random, log } = context;

  const delivery = (rule: ReadRule, target: Target, event: BusEvent): Delivery => {
    const { MaximumRetryAttempts = ATTEMPTS_MAX, MaximumEventAgeInSeconds = AGE_MAX_S } = target.RetryPolicy ?? {};
    const nowMs = clock.now();
    return {
      id: uuid(random),
      eventId: event.id,
      ruleName: rule.name,
      ruleArn: rule.arn,
      arn: target.Arn,
      ...(target.RoleArn !== undefined && { roleArn: target.RoleArn }),
      input: inputFor(target, event, rule),
      acceptedAt: nowMs,
      dueAt: nowMs,
      attempts: 0,
      functionErrors: 0,
      attemptsMax: MaximumRetryAttempts,
      ageMaxMs: MaximumEventAgeInSeconds * 1_000,
    };
  };

  /** One target whose template makes no JSON of this event must not cost the others theirs. */
  const deliveriesOf = (rule: ReadRule, event: BusEvent): Delivery[] =>
    rule.targets.flatMap((target) => {
      try {
        return [delivery(rule, target, event)];
      } catch (fault) {
        log(`events: event ${event.id} was not sent to ${target.Arn}: ${String(fault)}`);
        return [];
      }
    });

  return {
    put: (entry) => {
      const event = makeEvent(entry, clock.now(), context);
      const matching = rules.list(rules.busName(entry.busName)).filter((rule) => rule.enabled && rule.matches(event));
      queue.accept(matching.flatMap((rule) => deliveriesOf(rule, event)));
      return event.id;
    },
    run: (rule, entry) => queue.accept(deliveriesOf(rule, makeEvent(entry, clock.now(), context))),
  };
}
