import { Alert, AlertsListed, type ClearAlert, type ListAlerts, type SetAlert } from '../../bikes/feed-contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of bikes behind operators' routes to alerts. Their refusals come under their own names. */
export interface Alerts {
  setAlert(command: SetAlert): Promise<Alert>;
  clearAlert(command: ClearAlert): Promise<Alert>;
  listAlerts(command: ListAlerts): Promise<AlertsListed>;
}

export function lambdaAlerts(names: Record<keyof Alerts, string>, call = lambdaCaller()): Alerts {
  return {
    setAlert: call<SetAlert, Alert>(names.setAlert, Alert),
    clearAlert: call<ClearAlert, Alert>(names.clearAlert, Alert),
    listAlerts: call<ListAlerts, AlertsListed>(names.listAlerts, AlertsListed),
  };
}
