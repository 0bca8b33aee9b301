import type { BikeChanged } from '../fleet-contract.ts';
import type { Bike } from '../items/bike.ts';
import type { Docking } from '../items/docking.ts';

const PICK_UPS: readonly BikeChanged['event'][] = ['maintenance_pick_up', 'rebalance_pick_up'];

/** Who has the bike, since when and why; undefined where nobody of the staff does, as far as its changes say. */
export function pickUpOf({ changes = [] }: Pick<Bike, 'changes'>): BikeChanged | undefined {
  const last = changes.at(-1);
  return last && last.state === 'removed' && PICK_UPS.includes(last.event) ? last : undefined;
}

/** That a sensor has seen the bike at a kiosk after it was picked up. */
export function dockedSince(bike: Bike, pickUp: BikeChanged, kioskId: string): Docking | undefined {
  return bike.docks.find((docking) => docking.at > pickUp.at && docking.kioskId === kioskId);
}

/** What a drop-off was of which a sensor was first to tell: only who has done it is new. */
export function droppedOff(
  pickUp: BikeChanged,
  { kioskId, bay }: Docking,
  { changeId, by, at }: Pick<BikeChanged, 'changeId' | 'by' | 'at'>,
): BikeChanged {
  const { type, bikeId } = pickUp;
  const event = 'provider_drop_off';
  return { type, changeId, at, bikeId, event, from: 'removed', state: 'available', kioskId, bay, by };
}
