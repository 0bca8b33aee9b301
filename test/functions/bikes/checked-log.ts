import { expect } from '@jest/globals';
import { csvRows } from '../../../cities/csv.ts';
import { tripLines } from '../../../cities/trips.ts';
import { eventLines } from '../../../cities/vehicle-events.ts';
import { BikeState } from '../../../functions/bikes/contract.ts';
import type { Bike } from '../../../functions/bikes/items/bike.ts';
import { mayBecome } from '../../../functions/bikes/items/vehicle-states.ts';
import type { LogEntry } from '../../../functions/bikes/log/log-entry.ts';
import type { VehicleEvent } from '../../../functions/bikes/log-contract.ts';
import { instant } from '../../../seams/clock.ts';
import { DAY, inShort, type Logbook } from './logbook.ts';
import { holdBy, type Town } from './town.ts';

/** The hour in which these stories happen, also what is told late. */
const HOUR = '2026-05-01T10';

/** The states to which these events may lead, one after another: of those between, the log says nothing (MDS). */
function reachable(from: BikeState, types: VehicleEvent['event_types']): BikeState[] {
  return types.reduce<BikeState[]>(
    (states, type) => BikeState.options.filter((to) => states.some((state) => mayBecome(state, type, to))),
    [from],
  );
}

/**
 * Throws where the log leads a bike by a way that MDS does not know, back in time, or elsewhere than its record; and where
 * it lacks a move that the record keeps, or has one twice.
 */
function checkEvents(events: VehicleEvent[], bikeId: string, bike: Bike | undefined): void {
  const its = events.filter(({ vehicle_id }) => vehicle_id === bikeId);
  const ways = its.map(inShort);
  let [state, time]: [BikeState, number] = ['available', 0];
  for (const event of its) {
    const isKnown = reachable(state, event.event_types).includes(event.vehicle_state);
    const isLater = event.timestamp > time;
    expect({ ways, event: inShort(event), isKnown, isLater }).toMatchObject({ isKnown: true, isLater: true });
    [state, time] = [event.vehicle_state, event.timestamp];
  }
  expect({ bikeId, ways, state }).toEqual({ bikeId, ways, state: bike?.state });
  const moves = bike?.moves?.map(({ types, state: to }) => `${bikeId}: ${types.join(', ')} → ${to}`) ?? [];
  expect(ways.slice(-Math.max(1, moves.length))).toEqual(moves);
}

/** From when to when the trips of these rentals went by their reservations, where somebody has seen that. */
async function ridesOf({ inventory }: Town, rentals: number[]): Promise<(string | undefined)[][]> {
  const found = await Promise.all(rentals.map((id) => inventory.readReservation(holdBy(id))));
  return found.flatMap((trip) => {
    const seen = trip?.lost?.wasOut && trip.lost.byHand?.stands ? trip.lost.at : trip?.docked?.at;
    return trip?.takenAt ? [[trip.takenAt, seen]] : [];
  });
}

/** The columns with these names, of all rows. */
async function columnsOf(lines: AsyncIterable<string>, ...names: string[]): Promise<string[][]> {
  const all: string[][] = [];
  for await (const row of csvRows(lines)) all.push(row);
  const [header = [], ...rows] = all;
  return rows.map((row) => names.map((name) => row[header.indexOf(name)] ?? ''));
}

/** Throws where what is exported says anything else than the records of these bikes, and of these rentals' trips. */
export async function checkExports(city: Town, book: Logbook, bikes: string[], rentals: number[]): Promise<void> {
  const readDay = async function* pages() {
    yield await book.day();
  };
  const states = new Map(bikes.map((bikeId) => [bikeId, 'available']));
  for (const [bikeId = '', state = ''] of await columnsOf(eventLines(readDay, DAY), 'vehicle_id', 'vehicle_state'))
    states.set(bikeId, state);
  const trips = tripLines(readDay, { day: DAY, daysAfter: 0, timeZone: 'UTC' });
  const rides = await columnsOf(trips, 'started_at', 'ended_at');

  const recorded = await Promise.all(bikes.map(async (bikeId) => [bikeId, (await city.bike(bikeId)).state]));
  expect([...states]).toEqual(recorded);
  const onClock = (at = '') => at.replace('T', ' ').replace('Z', '');
  expect(rides.sort()).toEqual((await ridesOf(city, rentals)).map((times) => times.map(onClock)).sort());
}

function ofKind<Kind extends 'event' | 'trip'>(entries: LogEntry[], kind: Kind) {
  return entries.filter((entry): entry is Extract<LogEntry, Record<Kind, unknown>> => kind in entry);
}

/** Throws where the log says anything else than the records of these bikes, and of these rentals' trips. */
export async function checkLog(city: Town, book: Logbook, bikes: string[], rentals: number[]): Promise<void> {
  const { entries } = await book.log.read(HOUR);
  const events = ofKind(entries, 'event').map(({ event }) => event);
  for (const bikeId of bikes) checkEvents(events, bikeId, await city.inventory.readBike(bikeId));
  const trips = ofKind(entries, 'trip').map(({ trip }) => `${trip.point} ${instant(trip.timestamp)}`);
  const rides = (await ridesOf(city, rentals)).flatMap(([start, end]) => [
    `start ${start}`,
    ...(end ? [`end ${end}`] : []),
  ]);
  expect(trips.sort()).toEqual(rides.sort());
}
