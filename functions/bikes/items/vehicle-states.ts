import { BikeState } from '../contract.ts';

/** Every state but those that are named. */
const allBut = (...excepted: BikeState[]) => BikeState.options.filter((state) => !excepted.includes(state));

/** Which event leads a bike from which states to which: Mobility Data Specification 2.0, "Vehicle State Events". */
const TRANSITIONS = {
  reservation_start: [{ from: ['available'], to: ['reserved'] }],
  reservation_cancel: [{ from: ['reserved'], to: ['available'] }],
  trip_start: [{ from: ['available', 'reserved'], to: ['on_trip'] }],
  trip_end: [{ from: ['on_trip'], to: ['available'] }],
  trip_cancel: [{ from: ['on_trip'], to: ['available'] }],
  trip_leave_jurisdiction: [{ from: ['on_trip'], to: ['elsewhere'] }],
  trip_enter_jurisdiction: [{ from: ['elsewhere'], to: ['on_trip'] }],
  maintenance: [
    { from: ['available'], to: ['non_operational'] },
    { from: ['non_operational'], to: ['available'] },
  ],
  off_hours: [{ from: ['available'], to: ['non_operational'] }],
  on_hours: [{ from: ['non_operational'], to: ['available'] }],
  system_suspend: [{ from: ['available'], to: ['non_operational'] }],
  system_resume: [{ from: ['non_operational'], to: ['available'] }],
  maintenance_pick_up: [{ from: ['available', 'non_operational'], to: ['removed'] }],
  rebalance_pick_up: [{ from: ['available', 'non_operational'], to: ['removed'] }],
  decommissioned: [{ from: ['available', 'non_operational', 'non_contactable', 'missing'], to: ['removed'] }],
  provider_drop_off: [{ from: ['removed'], to: ['available'] }],
  comms_lost: [{ from: allBut('missing', 'non_contactable'), to: ['non_contactable'] }],
  comms_restored: [{ from: ['non_contactable'], to: allBut('missing', 'non_contactable') }],
  not_located: [{ from: ['non_contactable'], to: ['missing'] }],
  located: [{ from: ['missing'], to: allBut('missing') }],
} satisfies Record<string, { from: BikeState[]; to: BikeState[] }[]>;

/** An event type of MDS 2.0. */
export type VehicleEvent = keyof typeof TRANSITIONS;
export const VEHICLE_EVENTS = Object.keys(TRANSITIONS) as VehicleEvent[];

/**
 * Whether `event` may lead a bike from one state to another. What we decide keeps to this; what a sensor saw has
 * happened, and is taken in whatever the state was (MDS: the prior state "shall not be enforced" at ingest).
 */
export function mayBecome(from: BikeState, event: VehicleEvent, to: BikeState): boolean {
  const rows: { from: BikeState[]; to: BikeState[] }[] = TRANSITIONS[event];
  return rows.some((row) => row.from.includes(from) && row.to.includes(to));
}

type Lost = 'comms_lost' | 'not_located';
/** What must have happened to a bike before it can be found, or be missing: it was out of reach, and nobody found it. */
const BEFORE: Partial<Record<VehicleEvent, Lost[]>> = {
  located: ['comms_lost', 'not_located'],
  not_located: ['comms_lost'],
};

/**
 * The events by which MDS gets from one state to another, the last of them `event`: it alone where it leads there;
 * otherwise the bike was out of sight in between, since MDS knows no shorter way for what nobody saw happen.
 */
export function stepsTo<Event extends VehicleEvent>(from: BikeState, event: Event, to: BikeState): (Event | Lost)[] {
  const before = mayBecome(from, event, to) ? [] : (BEFORE[event] ?? []);
  return [...before.filter((step) => step !== 'comms_lost' || from !== 'non_contactable'), event];
}
