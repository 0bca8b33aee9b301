import { instant } from '../../seams/clock.ts';
import type { DamageSeverity } from '../bikes/contract.ts';
import type { BikeCard } from './bike-card.ts';
import type { Finding, Priority, SignalKind, WorkshopRules } from './contract.ts';
import { areOfDifferentRides, shortRides } from './ride.ts';
import { findingOf } from './said.ts';

export interface Triage {
  priority: Priority;
  findings: Finding[];
}

/** A rider may be hurt by riding on with these; and a bike that was withdrawn serves nobody until it is looked at. */
const URGENT: readonly SignalKind[] = ['brakes', 'frame', 'tyres', 'withdrawn'];

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

/** Most pressing first. */
const PRIORITIES: readonly Priority[] = ['urgent', 'soon', 'routine'];

/** The more pressing of two. */
export function morePressing(one: Priority, other: Priority): Priority {
  return PRIORITIES.find((priority) => priority === one || priority === other) ?? one;
}

/** One step more pressing. */
export function raised(priority: Priority): Priority {
  return priority === 'routine' ? 'soon' : 'urgent';
}

/** RFC 3339: when work of this priority that turns up now is due. */
export function dueFrom(nowMs: number, priority: Priority, rules: WorkshopRules): string {
  return instant(nowMs + rules.dueHours[priority] * HOUR_MS);
}

/** RFC 3339: when a bike falls due by the days since its last inspection. */
export function inspectionDue({ inspectedAt }: BikeCard, { inspectionDays }: WorkshopRules): string {
  return instant(Date.parse(inspectedAt) + inspectionDays * DAY_MS);
}

function routine(card: BikeCard, rules: WorkshopRules, nowMs: number): Finding | undefined {
  const dueAt = inspectionDue(card, rules);
  if (card.ridesSince < rules.inspectionRides && dueAt > instant(nowMs)) return undefined;
  // Of a bike that is due by its rides, the last of them says since when.
  const at = dueAt <= instant(nowMs) ? dueAt : (card.rides.at(-1)?.endedAt ?? dueAt);
  return { kind: 'inspection', firstAt: at, lastAt: at };
}

/** All that speaks for looking at the bike, each kind once. */
export function findingsOf(card: BikeCard, rules: WorkshopRules, nowMs: number): Finding[] {
  const told = Object.entries(card.signals).map(([kind, said]) => findingOf(kind as SignalKind, said));
  const noticed = [shortRides(card.rides, rules.shortRideMinutes, card.clearedAt), routine(card, rules, nowMs)];
  return [...told, ...noticed.filter((finding) => finding !== undefined)];
}

/**
 * Whether somebody has to look at the bike, and how soon. Danger: at once, and the bike is not ridden until then. What
 * makes it hard to ride, or the same after different rides: soon. An inspection that has fallen due: in its time. One
 * thing that one rider says and rides on with, however often, is noted until another says the same. A rider's word makes
 * a part that is harmless by itself dangerous, and never the other way.
 */
export function triage(card: BikeCard, rules: WorkshopRules, nowMs: number): Triage | undefined {
  const findings = findingsOf(card, rules, nowMs);
  const isPair = ({ kind, firstAt, lastAt }: Finding) =>
    kind === 'shortRide' || areOfDifferentRides(card.rides, firstAt, lastAt);
  const isSaidToBe = (level: DamageSeverity) => findings.some(({ severity }) => severity === level);
  if (isSaidToBe('dangerous') || findings.some(({ kind }) => URGENT.includes(kind)))
    return { priority: 'urgent', findings };
  if (isSaidToBe('hardToRide') || findings.some(isPair)) return { priority: 'soon', findings };
  return findings.some(({ kind }) => kind === 'inspection') ? { priority: 'routine', findings } : undefined;
}
