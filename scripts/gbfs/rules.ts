import { DISCOVERY_RULES } from './discovery-rules.ts';
import type { Feed } from './feed.ts';
import { STATION_RULES } from './station-rules.ts';
import { SYSTEM_RULES } from './system-rules.ts';

/** What is wrong with a feed by one rule, a sentence each. `nowMs`: when it was read. */
export type Rule = (feed: Feed, nowMs: number) => string[];

/** What GBFS 3.0 asks of a docked system beyond what its JSON Schemas can say, each rule by its name. */
export const RULES: Record<string, Rule> = { ...DISCOVERY_RULES, ...SYSTEM_RULES, ...STATION_RULES };

function judge(rule: Rule, feed: Feed, nowMs: number): string[] {
  try {
    return rule(feed, nowMs);
  } catch (fault) {
    return [`The feed is too broken to be judged by this: ${fault instanceof Error ? fault.message : fault}`];
  }
}

/** Everything that is wrong with a feed, as `rule: what`. */
export function faultsOf(feed: Feed, nowMs: number): string[] {
  return Object.entries(RULES).flatMap(([name, rule]) => judge(rule, feed, nowMs).map((what) => `${name}: ${what}`));
}
