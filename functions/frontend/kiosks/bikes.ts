import { DamageRecorded, type ReportDamage } from '../../bikes/contract.ts';
import { type GrantUpload, UploadGranted } from '../../bikes/photo-contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of bikes behind the HTTP API. Their refusals come under their own names. */
export interface Bikes {
  grantUpload(command: GrantUpload): Promise<UploadGranted>;
  reportDamage(command: ReportDamage): Promise<DamageRecorded>;
}

export function lambdaBikes(names: Record<keyof Bikes, string>, call = lambdaCaller()): Bikes {
  return {
    grantUpload: call<GrantUpload, UploadGranted>(names.grantUpload, UploadGranted),
    reportDamage: call<ReportDamage, DamageRecorded>(names.reportDamage, DamageRecorded),
  };
}
