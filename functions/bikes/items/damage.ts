import { keptUntil } from '../../shared/retention.ts';
import type { Versioned } from '../../shared/table.ts';
import type { BikePart, DamageReported } from '../contract.ts';

/** What a rider said is wrong with a bike, as it is kept with the bike. */
export interface DamageReport {
  reportId: string;
  kioskId: string;
  part: BikePart;
  /** RFC 3339, the kiosk's corrected time. */
  at: string;
  /** Whether the bike was taken out of the offer for it. */
  isWithdrawn: boolean;
}

/** A report as an item of its own: it is found by its id, also when the bike lists it no more. */
export interface KeptReport extends Versioned, DamageReport {
  bikeId: string;
}

/** A rider may be hurt by riding on with these. With the others the next rider is merely worse off. */
const DANGEROUS: readonly BikePart[] = ['brakes', 'frame', 'tyres'];

/**
 * The rider who reports has just returned the bike. Half an hour is ample for two taps, and keeps a stranger from
 * emptying a kiosk by reporting every bike that stands in it.
 */
const RETURN_MS = 30 * 60 * 1000;

/** More than a mechanic reads before looking at the bike itself. */
const REPORTS_KEPT = 20;

export const reportKey = (reportId: string) => `damage#${reportId}`;

export const newestReports = (reports: DamageReport[]) => reports.slice(-REPORTS_KEPT);

/** Whether the report is of danger, and of the ride that ended with this return. */
export function followsReturn(
  { part, kioskId, at }: Pick<DamageReport, 'part' | 'kioskId' | 'at'>,
  docking: { kioskId: string; at: string },
): boolean {
  const afterMs = Date.parse(at) - Date.parse(docking.at);
  return DANGEROUS.includes(part) && kioskId === docking.kioskId && afterMs >= 0 && afterMs <= RETURN_MS;
}

export function keepReport(bikeId: string, report: DamageReport, nowMs: number): KeptReport {
  return { pk: reportKey(report.reportId), revision: 0, bikeId, ...report, ttl: keptUntil(nowMs, 'damage') };
}

/** What there is to tell of a report. */
export function reported(
  bikeId: string,
  { reportId, kioskId, part, at, isWithdrawn }: DamageReport,
): { type: string; detail: DamageReported } {
  const type = 'DamageReported';
  return { type, detail: { type, at, reportId, bikeId, kioskId, part, isWithdrawn } };
}
