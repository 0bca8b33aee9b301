import { type Clock, instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { BikeUnknown, StationUnknown } from '../errors.ts';
import type { BikeChanged } from '../fleet-contract.ts';
import { changed, changeMade, withChange } from '../items/change.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { DropOffBike } from '../van-contract.ts';
import { dockedSince, droppedOff, pickUpOf } from './drop-off.ts';
import { BayTaken, BayUnknown, BikeNotCarried, KioskFull } from './errors.ts';

/** @throws StationUnknown, BayUnknown, KioskFull, BayTaken */
async function checkPlace(inventory: Inventory, { bikeId, kioskId, bay }: DropOffBike): Promise<void> {
  const [kiosk, standing] = await Promise.all([inventory.readKiosk(kioskId), inventory.listStanding(kioskId)]);
  if (!kiosk) throw new StationUnknown(`There is no kiosk ${kioskId}.`);
  if (bay > kiosk.bays) throw new BayUnknown(`${kiosk.name} has bays 1 to ${kiosk.bays}, and no bay ${bay}.`);
  const others = standing.filter((one) => one.bikeId !== bikeId);
  if (others.length >= kiosk.bays)
    throw new KioskFull(`Every bay of ${kiosk.name} is taken. Please take the bike to another kiosk.`);
  const other = others.find((one) => one.bay === bay);
  if (other) throw new BayTaken(`Bike ${other.bikeId} stands in bay ${bay} of ${kiosk.name}. Please use another bay.`);
}

/**
 * Puts down a bike that the staff has picked up, by one conditional write, and tells of it. A repeat gets the same
 * answer. That the bay is free is read from the index: of two bikes put into one bay in the same moment both are
 * recorded there, until the kiosk's own report corrects one of them.
 *
 * @throws BikeUnknown, BikeNotCarried, StationUnknown, BayUnknown, KioskFull, BayTaken, ItemContended
 */
export function dropOffBike(deps: { inventory: Inventory; publish: Publish; clock: Clock }) {
  const { inventory, publish, clock } = deps;
  const dropOff = async (command: DropOffBike): Promise<BikeChanged | undefined> => {
    const { changeId, bikeId, kioskId, bay, by } = command;
    const bike = await inventory.readBike(bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${bikeId} is not in the inventory, so it cannot be dropped off.`);
    const made = changeMade(bike, changeId);
    if (made) return made;
    const at = instant(clock.now());
    const pickUp = pickUpOf(bike);
    const docking = pickUp && dockedSince(bike, pickUp, kioskId);
    if (docking) {
      const told = droppedOff(pickUp, docking, { changeId, by, at });
      return (await inventory.save(withChange(bike, told))) ? told : undefined;
    }
    if (!pickUp || bike.state !== 'removed')
      throw new BikeNotCarried(`Nobody has picked up bike ${bikeId}: it is ${bike.state}. Please pick it up first.`);
    await checkPlace(inventory, command);
    const event = 'provider_drop_off';
    const next = changed(bike, { changeId, bikeId, event, to: 'available', place: { kioskId, bay }, by }, at);
    if (!next) throw new BikeNotCarried(`Bike ${bikeId} is ${bike.state}, and cannot be dropped off.`);
    return (await inventory.save(next)) ? changeMade(next, changeId) : undefined;
  };
  return async (command: DropOffBike): Promise<BikeChanged> => {
    const detail = await untilSaved(() => dropOff(command));
    await publish([{ type: detail.type, detail }]);
    return detail;
  };
}

export const handler = workflowHandler({
  command: DropOffBike,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return dropOffBike({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
