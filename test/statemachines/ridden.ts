import type { JsonObject } from '../../local/states/json.ts';
import { instant } from '../../seams/clock.ts';
import { START } from '../local/states/laboratory.ts';
import { NUMBERS } from './definition.ts';
import { answers, rehearse, reports, type Script } from './rehearsal.ts';

export const HOUR = 60 * 60_000;
export const OVERDUE_MS = Number(NUMBERS['OverdueSeconds']) * 1000;
export const MISSING_MS = Number(NUMBERS['MissingSeconds']) * 1000;

/** A bike that was taken so long before the ride began. */
export const taken = (slot: number, hoursAgo = 0) => ({
  slot,
  bikeId: `bike-${slot}`,
  startedAt: instant(START - hoursAgo * HOUR),
});
export const returned = (slot: number): JsonObject => ({
  slot,
  bikeId: `bike-${slot}`,
  startedAt: instant(START),
  endedAt: instant(START + HOUR),
});
export const missing = (slot: number): JsonObject => ({ ...returned(slot), isMissing: true });
export const RECEIPT = { rentalId: 'r-1', total: 250, captured: 250 };
/** The wait hears nothing. */
export const nothing = answers(null);

/** The edges along which all rides so far have gone. */
export const went: string[] = [];

/** Rides so many bikes under the id `r-1`, with functions that do well unless the script says otherwise. */
export async function ride(script: Script, bikes: JsonObject[] = [taken(1)], notHandedOver: JsonObject[] = []) {
  const rehearsal = rehearse({
    AwaitReturn: [reports(returned(1))],
    ReportOverdue: [answers({})],
    ReportMissing: [answers(missing(1))],
    CapturePayment: [answers(RECEIPT)],
    ...script,
  });
  await rehearsal.make('ride');
  const input = { rentalId: 'r-1', kioskId: 'harbour', rentalToken: 'a.b.c', bikes, notHandedOver };
  const ended = await rehearsal.perform('ride', input, 'r-1');
  went.push(...ended.went);
  const lastedMs = () => rehearsal.lab.clock.now() - START;
  /** Has an operator redrive it so many hours later. */
  const redrive = async (hours = 0) => {
    await rehearsal.lab.clock.pass(hours * HOUR);
    const again = await rehearsal.redrive('ride', 'r-1');
    went.push(...again.went);
    return again;
  };
  return { ...ended, ...rehearsal, redrive, lastedMs };
}

export const slots = (calls: JsonObject[] | undefined) => calls?.map(({ slot }) => slot);
