import { keptUntil } from '../../shared/retention.ts';
import type { Versioned } from '../../shared/table.ts';
import type { BikePart, DamageReported, DamageSeverity } from '../contract.ts';
import { damagePhotoId } from '../naming-contract.ts';

/** What a rider said is wrong with a bike, as it is kept with the bike. */
export interface DamageReport {
  reportId: string;
  kioskId: string;
  part: BikePart;
  /** RFC 3339, the kiosk's corrected time. */
  at: string;
  /** Whether the bike was taken out of the offer for it. */
  isWithdrawn: boolean;
  /** How bad it is, once its rider has said so. */
  severity?: DamageSeverity | undefined;
  /** Whether a photo goes with it. */
  hasPhoto?: boolean | undefined;
}

/** A report as it comes: how it is judged is not for who reports to say. */
export type ToldDamage = Omit<DamageReport, 'isWithdrawn'>;

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

/**
 * Whether the report is of danger, and of the ride that ended with this return. A rider's word makes any part dangerous,
 * and none of those harmless: who says that brakes still hold somehow is no mechanic.
 */
export function followsReturn(
  report: Pick<DamageReport, 'part' | 'severity' | 'kioskId' | 'at'>,
  docking: { kioskId: string; at: string },
): boolean {
  const isDangerous = report.severity === 'dangerous' || DANGEROUS.includes(report.part);
  const afterMs = Date.parse(report.at) - Date.parse(docking.at);
  return isDangerous && report.kioskId === docking.kioskId && afterMs >= 0 && afterMs <= RETURN_MS;
}

/**
 * The report with what was left open and its kiosk says now. What was said before stays; so does the report with no
 * news, or where another kiosk speaks.
 */
export function withMore<Report extends DamageReport>(report: Report, told: ToldDamage): Report {
  const { severity, hasPhoto } = told;
  if (told.kioskId !== report.kioskId) return report;
  const isRated = report.severity === undefined && severity !== undefined;
  const isPictured = !report.hasPhoto && hasPhoto === true;
  if (!isRated && !isPictured) return report;
  return { ...report, ...(isRated && { severity }), ...(isPictured && { hasPhoto }) };
}

/** @param kept the same report as it was read, where it was kept before */
export function keepReport(bikeId: string, report: DamageReport, nowMs: number, kept?: KeptReport): KeptReport {
  const { revision, ttl } = kept ?? { revision: 0, ttl: keptUntil(nowMs, 'damage') };
  return { pk: reportKey(report.reportId), revision, bikeId, ...report, ttl };
}

/** What there is to tell of a report. */
export function reported(
  bikeId: string,
  { reportId, kioskId, part, at, isWithdrawn, severity, hasPhoto }: DamageReport,
): { type: string; detail: DamageReported } {
  const type = 'DamageReported';
  const more = { ...(severity && { severity }), ...(hasPhoto && { photoId: damagePhotoId(reportId) }) };
  return { type, detail: { type, at, reportId, bikeId, kioskId, part, isWithdrawn, ...more } };
}
