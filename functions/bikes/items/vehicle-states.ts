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

/** Whether `events`, one after another, may lead a bike from one state to another. */
function lead(from: BikeState, events: readonly VehicleEvent[], to: BikeState): boolean {
  const reached = events.reduce<BikeState[]>(
    (states, event) => BikeState.options.filter((next) => states.some((state) => mayBecome(state, event, next))),
    [from],
  );
  return reached.includes(to);
}

/** Out of reach, and of sight, and back: by these MDS gets from any state to any other, for what nobody saw happen. */
const UNSEEN: VehicleEvent[] = ['comms_lost', 'comms_restored', 'not_located', 'located'];
/** `comms_lost`, `not_located`, `located`: no way is longer. */
const UNSEEN_MAX = 3;

/**
 * The events by which MDS gets from one state to another, with `told` at their end: those alone where they lead there;
 * otherwise the bike was out of sight before, by the shortest way that there is.
 */
export function stepsTo(from: BikeState, told: readonly VehicleEvent[], to: BikeState): VehicleEvent[] {
  let ways: VehicleEvent[][] = [[]];
  for (let steps = 0; steps <= UNSEEN_MAX; steps++) {
    const way = ways.find((before) => lead(from, [...before, ...told], to));
    if (way) return [...way, ...told];
    ways = ways.flatMap((before) => UNSEEN.map((event) => [...before, event]));
  }
  throw new Error(`MDS knows no way from ${from} by ${told} to ${to}.`);
}
