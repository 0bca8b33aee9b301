import { DamageRecorded, type ReportDamage } from '../../bikes/contract.ts';
import { type GrantUpload, UploadGranted } from '../../bikes/photo-contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of bikes behind the HTTP API. Their refusals come under their own names. */
export interface Bikes {
  grantUpload(command: GrantUpload): Promise<UploadGranted>;
  reportDamage(command: ReportDamage): Promise<DamageRecorded>;
}

// One by one, by name or ARN: a route that asks one of them does not carry the answers of the others.

export const uploadGrants = (name: string, call = lambdaCaller()): Pick<Bikes, 'grantUpload'> => ({
  grantUpload: call<GrantUpload, UploadGranted>(name, UploadGranted),
});

export const damageReports = (name: string, call = lambdaCaller()): Pick<Bikes, 'reportDamage'> => ({
  reportDamage: call<ReportDamage, DamageRecorded>(name, DamageRecorded),
});
