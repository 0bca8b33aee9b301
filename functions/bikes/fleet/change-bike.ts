import { type Clock, instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { BikeUnknown, KioskUnknown, TransitionNeedless, TransitionRefused } from '../errors.ts';
import { type BikeChanged, ChangeBike } from '../fleet-contract.ts';
import { changed, changeMade } from '../items/change.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { PlaceMissing } from './errors.ts';

/**
 * Changes a bike's state outside of any rental, by one conditional write, and tells of it. A repeat gets the same answer.
 *
 * @throws BikeUnknown, KioskUnknown, PlaceMissing, TransitionNeedless, TransitionRefused, ItemContended
 */
export function changeBike(deps: { inventory: Inventory; publish: Publish; clock: Clock }) {
  const { inventory, publish, clock } = deps;
  const change = async (command: ChangeBike): Promise<BikeChanged | undefined> => {
    const { bikeId, changeId, event, to } = command;
    const bike = await inventory.readBike(bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${bikeId} is not in the inventory, so nothing about it can be changed.`);
    const made = changeMade(bike, changeId);
    if (made) return made;
    const next = changed(bike, command, instant(clock.now()));
    if (!next && bike.state === to && !command.place) throw new TransitionNeedless(`Bike ${bikeId} is ${to} already.`);
    if (!next)
      throw new TransitionRefused(`Bike ${bikeId} is ${bike.state}, and no ${event} makes it ${to} from there.`);
    return (await inventory.save(next)) ? changeMade(next, changeId) : undefined;
  };
  return async (command: ChangeBike): Promise<BikeChanged> => {
    const { event, place } = command;
    if (event === 'provider_drop_off' && !place)
      throw new PlaceMissing('A bike is dropped off at a kiosk, in a bay; the command names none.');
    if (place && !(await inventory.readKiosk(place.kioskId)))
      throw new KioskUnknown(`There is no kiosk ${place.kioskId} in the inventory.`);
    const detail = await untilSaved(() => change(command));
    await publish([{ type: detail.type, detail }]);
    return detail;
  };
}

export const handler = workflowHandler({
  command: ChangeBike,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return changeBike({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
