import type { BikeChanged, ChangeBike } from '../fleet-contract.ts';
import type { CorrectBike } from '../operator-contract.ts';
import type { Bike } from './bike.ts';
import { moved } from './move.ts';
import { mayBecome } from './vehicle-states.ts';

/** As many as may be asked for again: a workflow's retries end long before a bike has changed so often. */
const CHANGES_KEPT = 8;

/** The change with this id, if it is one of the bike's last. */
export function changeMade(bike: Bike, changeId: string): BikeChanged | undefined {
  return bike.changes?.find((change) => change.changeId === changeId);
}

/** The bike with one more change kept, and nothing else about it different. */
export function withChange(bike: Bike, change: BikeChanged): Bike {
  return { ...bike, changes: [...(bike.changes ?? []), change].slice(-CHANGES_KEPT) };
}

/** Where the bike stands once it is in its new state. */
function placeAfter(bike: Bike, { event, to, place }: ChangeBike) {
  if (to === 'removed') return { kioskId: undefined, bay: undefined };
  return event === 'provider_drop_off' && place ? place : { kioskId: bike.kioskId, bay: bike.bay };
}

/**
 * The bike changed, and the change kept with it; undefined where its state does not allow that. `at`: RFC 3339.
 * What is known of where the bike stands is newer only where the change says so.
 */
export function changed(bike: Bike, command: ChangeBike, at: string): Bike | undefined {
  const { changeId, bikeId, event, to, by, reason } = command;
  if (!mayBecome(bike.state, event, to)) return undefined;
  const { kioskId, bay } = placeAfter(bike, command);
  const leftKioskId = bike.kioskId === kioskId ? undefined : bike.kioskId;
  const change: BikeChanged = {
    type: 'BikeChanged',
    ...{ changeId, at, bikeId, event, from: bike.state, state: to },
    ...{ kioskId, bay, leftKioskId, by, reason },
  };
  return {
    ...afterChange(bike, change),
    // A bike that is out of reach belongs to the same rider as before; any other is nobody's.
    hold: event === 'comms_lost' || event === 'comms_restored' ? bike.hold : undefined,
    since: leftKioskId === undefined && bike.kioskId === kioskId ? bike.since : at,
  };
}

/** The bike as the change says that it is now. */
function afterChange(bike: Bike, change: BikeChanged): Bike {
  const { event, state, at, kioskId, bay, leftKioskId } = change;
  const placed = { ...withChange(bike, change), kioskId, bay };
  return moved(placed, { to: state, by: [event], at, kioskId: kioskId ?? leftKioskId });
}

/**
 * The bike as an operator has found it, or as missing, whatever its record said; undefined where it is somebody's. What
 * is known of where it stands is as new as the operator's word; that it is missing is a conclusion, and a fact that comes
 * late still counts.
 */
export function corrected(bike: Bike, command: CorrectBike, at: string): Bike | undefined {
  if (bike.state === 'reserved' || bike.state === 'on_trip' || bike.hold !== undefined) return undefined;
  const { changeId, bikeId, state, by, reason } = command;
  const place = state === 'missing' ? undefined : command.place;
  const leftKioskId = bike.kioskId === place?.kioskId ? undefined : bike.kioskId;
  const event = state === 'missing' ? 'not_located' : 'located';
  const change: BikeChanged = {
    type: 'BikeChanged',
    ...{ changeId, at, bikeId, event, from: bike.state, state },
    ...{ kioskId: place?.kioskId, bay: place?.bay, leftKioskId, by, reason },
  };
  return { ...afterChange(bike, change), since: place ? at : bike.since };
}
