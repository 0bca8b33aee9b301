import { DamageRecorded, type ReportDamage } from '../bikes/contract.ts';
import { lambdaCaller } from './services.ts';

/** The functions of bikes behind the HTTP API. Their refusals come under their own names. */
export interface Bikes {
  reportDamage(command: ReportDamage): Promise<DamageRecorded>;
}

export function lambdaBikes(names: Record<keyof Bikes, string>, call = lambdaCaller()): Bikes {
  return { reportDamage: call<ReportDamage, DamageRecorded>(names.reportDamage, DamageRecorded) };
}
