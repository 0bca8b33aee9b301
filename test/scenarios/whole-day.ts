import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { VirtualCity } from '../simulation/virtual-city.ts';
import { actByHand, bringBack, casesOf, command, pauseSchedules, riderAt, viewOf } from './people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What happened on a day, for whoever looks for what it left behind. */
export interface Day {
  rentals: string[];
}

const ALERT = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const REFUND = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const QUARANTINE = '550e8400-e29b-41d4-a716-446655440000';

/** Days on which everything happens once: whatever the city keeps of anybody, it keeps after these. */
export async function wholeDay(city: VirtualCity): Promise<Day> {
  const rentals: string[] = [];
  const began = <View extends { rentalId: string }>(view: View): View => {
    rentals.push(view.rentalId);
    return view;
  };
  const paid = (rentalId: string, withinMs?: number) =>
    viewOf(city, rentalId, 'to be paid', ({ payment }) => payment?.receipt !== undefined, withinMs);
  const lastBike = ({ bikes }: { bikes: Array<{ bikeId: string }> }) => bikes.at(-1)?.bikeId ?? '';

  // A resident, who says what is wrong with the bike.
  const marta = began(await riderAt(city, 'Marta', 'harbour-steps').rent({ bikes: 1 }));
  await city.pass(30 * MINUTE);
  await bringBack(city, lastBike(marta), 'library');
  city.kiosk('library').reportDamage(lastBike(marta), { part: 'brakes', severity: 'dangerous', withPhoto: true });
  await paid(marta.rentalId);

  // A family of three.
  const family = began(await riderAt(city, 'Jonas', 'market-hall').rent({ bikes: 3 }));
  for (const { bikeId } of family.bikes) await bringBack(city, bikeId, 'botanic-garden');
  await paid(family.rentalId);

  // A visitor who pays, and is given a part of it back; and one whose card is declined.
  const greta = began(await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' }));
  await city.pass(20 * MINUTE);
  await bringBack(city, lastBike(greta), 'university');
  await paid(greta.rentalId);
  const refund = { rentalId: greta.rentalId, requestId: REFUND, amount: 100, reason: 'A flat tyre.', operator: 'ada' };
  await command(city, 'RefundPayment', refund);
  const walter = riderAt(city, 'Walter', 'hospital');
  rentals.push(await walter.ask({ bikes: 1, card: 'declined' }));
  await walter.closing();

  // An operator takes a bike out of the offer, by hand.
  const quarantine = { kind: 'quarantineBike', bikeId: lastBike(greta), isQuarantined: true };
  await actByHand(city, { ...quarantine, requestId: QUARANTINE, reason: 'Its saddle is loose.' });

  // A bike that is not where it should be, so that another one is fetched; its photo is looked at.
  const tariq = riderAt(city, 'Tariq', 'swan-bridge');
  tariq.kiosk.machine.vanish(1);
  const swapped = began(await tariq.rent({ bikes: 1 }));
  const bikeId = lastBike(swapped);
  const listed = (await command(city, 'ListPhotos', { bikeId })) as { photos: Array<{ photoId: string }> };
  const look = {
    photoId: listed.photos[0]?.photoId,
    operator: 'ada',
    reason: 'A rider says that the lamp was broken.',
  };
  await command(city, 'ViewPhoto', look);
  await bringBack(city, bikeId, 'stadium');
  await paid(swapped.rentalId);

  // Somebody who scans and walks away, and a rental that an operator stops: it is undone, and its case is closed.
  await riderAt(city, 'Ines', 'old-mill').scan();
  const stopped = await riderAt(city, 'Lena', 'harbour-steps').ask({ bikes: 1 });
  rentals.push(stopped);
  await viewOf(city, stopped, 'to begin', ({ status }) => status === 'preparing');
  const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${city.city.id}-dev-rental:${stopped}`;
  await city.meanwhile(city.states.send(new StopExecutionCommand({ executionArn, cause: 'A closed street.' })));
  await city.pass(5 * MINUTE);
  for (const { caseId } of await casesOf(city))
    await command(city, 'CloseCase', { caseId, operator: 'ada', note: 'The street is closed.' });

  // Riders are told something, and it is taken back.
  const summary = [{ text: 'A street is closed.', language: 'en-US' }];
  await command(city, 'SetAlert', { alertId: ALERT, type: 'other', summary, by: 'operator/ada' });
  await command(city, 'ClearAlert', { alertId: ALERT, by: 'operator/ada' });

  // A bike that is late, and one that never comes. What runs by the clock has run by now, and runs again at the end.
  const odette = began(await riderAt(city, 'Odette', 'station-west').rent({ bikes: 1 }));
  const priya = began(await riderAt(city, 'Priya', 'lighthouse-park').rent({ bikes: 1 }));
  const resume = await pauseSchedules(city);
  await city.restHearts();
  await city.pass(25 * HOUR);
  await bringBack(city, lastBike(odette), 'rope-walk');
  await paid(priya.rentalId, 26 * HOUR);
  await resume();
  await city.pass(30 * MINUTE);
  return { rentals };
}
