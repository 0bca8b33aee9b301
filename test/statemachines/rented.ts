import { answers, type Rehearsal, rehearse, reports, type Script } from './rehearsal.ts';

export const TAKEN_AT = '2026-05-01T10:02:00.000Z';

/** The edges along which all rentals so far have gone. */
export const went: string[] = [];
export const bike = (slot: number) => ({ slot, bikeId: `bike-${slot}`, bay: slot });
export const reserved = (bikes: number) =>
  answers({ bikes: Array.from({ length: bikes }, (_, index) => bike(index + 1)) });
export const done = (commandId: string) => reports({ commandId, at: TAKEN_AT });

/** What each function does where all goes well. */
export const WELL: Script = {
  VouchForRider: [answers({ bikeToken: 'd.e.f' })],
  MoveBike: [done('move')],
  OpenUntilTaken: [done('open')],
  StartTrip: [answers({ startedAt: TAKEN_AT })],
  CancelCommands: [answers({ commands: [] })],
  ReleaseBikes: [answers({ slots: [] })],
};

interface Staged {
  bikes?: number;
  /** What is done before the rental starts. */
  before?: (rehearsal: Rehearsal) => Promise<unknown>;
  /** Whether there is a workflow that undoes. */
  canUndo?: boolean;
}

/** Rents at the kiosk `harbour` under the id `r-1`, with functions that do well unless the script says otherwise. */
export async function rent(script: Script, { bikes = 1, before = async () => {}, canUndo = true }: Staged = {}) {
  const rehearsal = rehearse({ ReserveBikes: [reserved(bikes)], ...WELL, ...script });
  await rehearsal.make('rental');
  if (canUndo) await rehearsal.make('undo');
  await before(rehearsal);
  const input = {
    rentalId: 'r-1',
    kioskId: 'harbour',
    partyRef: 'party_1',
    partyLimit: 4,
    bikes,
    rentalToken: 'a.b.c',
  };
  const ended = await rehearsal.perform('rental', input, 'r-1');
  went.push(...ended.went);
  return { ...ended, ...rehearsal };
}
