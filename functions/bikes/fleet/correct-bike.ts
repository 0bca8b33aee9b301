import { type Clock, instant, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { BikeUnknown, TransitionRefused } from '../errors.ts';
import type { BikeChanged } from '../fleet-contract.ts';
import { changeMade, corrected } from '../items/change.ts';
import { CorrectBike } from '../operator-contract.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';
import { BikeInUse, PlaceMissing } from './errors.ts';
import { knownBay } from './known-bay.ts';

/**
 * Records a bike as somebody has found it, by one conditional write, and tells of it. A repeat gets the same answer.
 *
 * @throws BikeUnknown, BikeInUse, PlaceMissing, BayUnknown, TransitionRefused, ItemContended
 */
export function correctBike(deps: { inventory: Inventory; publish: Publish; clock: Clock }) {
  const { inventory, publish, clock } = deps;
  const correct = async (command: CorrectBike): Promise<BikeChanged | undefined> => {
    const { bikeId, changeId } = command;
    const bike = await inventory.readBike(bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${bikeId} is not in the inventory, so its record cannot be wrong.`);
    const made = changeMade(bike, changeId);
    if (made) return made;
    if (bike.state === 'missing' && command.state === 'missing')
      throw new TransitionRefused(`Bike ${bikeId} is missing already.`);
    const next = corrected(bike, command, instant(clock.now()));
    if (!next)
      throw new BikeInUse(
        `Bike ${bikeId} is ${bike.state}. End its ride, or its rental, before its record is corrected.`,
      );
    return (await inventory.save(next)) ? changeMade(next, changeId) : undefined;
  };
  return async (command: CorrectBike): Promise<BikeChanged> => {
    const { state, place } = command;
    if (state !== 'missing' && !place)
      throw new PlaceMissing('A bike that is there stands at a kiosk, in a bay; the command names none.');
    if (place) await knownBay(inventory, place);
    const detail = await untilSaved(() => correct(command));
    await publish([{ type: detail.type, detail }]);
    return detail;
  };
}

export const handler = workflowHandler({
  command: CorrectBike,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return correctBike({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
