import { isDeepStrictEqual } from 'node:util';
import { instant } from '../../../seams/clock.ts';
import { keptUntil } from '../../shared/retention.ts';
import { type ItemStore, untilSaved, type Versioned } from '../../shared/table.ts';
import type { Alert, ClearAlert, SetAlert } from '../feed-contract.ts';
import { alertDirectory, type Directory } from '../store/directory.ts';
import { AlertClosed, AlertsTooMany, AlertUnknown } from './errors.ts';

/** An alert as it is kept. One that was cleared is kept for a year: who told riders what, and until when. */
export interface KeptAlert extends Versioned {
  alert: Alert;
}

const alertKey = (alertId: string) => `alert#${alertId}`;

/** A rider who plans a trip reads the first few. */
const SHOWN_MAX = 50;

/** The alerts of the city: an item each, and a list of those that are shown. */
export interface Alerts {
  /** @throws AlertClosed, AlertsTooMany, ItemContended */
  set(command: SetAlert, nowMs: number): Promise<Alert>;
  /** @throws AlertUnknown, ItemContended */
  clear(command: ClearAlert, nowMs: number): Promise<Alert>;
  /** Those that are shown, the newest first. */
  shown(): Promise<Alert[]>;
}

/** The same words by the same operator, asked for again: an answer that was lost changes nothing. */
function isRepeat({ told, ...alert }: Alert, { by, ...asked }: SetAlert): boolean {
  return told.by === by && isDeepStrictEqual(alert, asked);
}

/** An alert is listed before it is written, and cleared before it leaves the list: what is shown is always listed. */
export function itemAlerts(items: ItemStore, listed: Directory = alertDirectory(items)): Alerts {
  const read = (alertId: string) => items.read<KeptAlert>(alertKey(alertId));
  return {
    async set(command, nowMs) {
      const { by, ...words } = command;
      if (!(await listed.add([command.alertId], SHOWN_MAX)))
        throw new AlertsTooMany(`There are ${SHOWN_MAX} alerts, more than anybody reads. Take one back first.`);
      return untilSaved(async () => {
        const kept = await read(command.alertId);
        if (kept?.alert.cleared) {
          await listed.remove(command.alertId);
          throw new AlertClosed('This alert was taken back. A new one needs an id of its own.');
        }
        if (kept && isRepeat(kept.alert, command)) return kept.alert;
        const item = kept ?? { pk: alertKey(command.alertId), revision: 0 };
        const alert: Alert = { ...words, told: { at: instant(nowMs), by } };
        return (await items.save({ ...item, alert } as KeptAlert)) ? alert : undefined;
      });
    },
    async clear({ alertId, by }, nowMs) {
      const alert = await untilSaved(async () => {
        const kept = await read(alertId);
        if (!kept) throw new AlertUnknown('There is no alert of this id.');
        if (kept.alert.cleared) return kept.alert;
        const next = {
          ...kept,
          alert: { ...kept.alert, cleared: { at: instant(nowMs), by } },
          ttl: keptUntil(nowMs, 'case'),
        };
        return (await items.save(next)) ? next.alert : undefined;
      });
      await listed.remove(alertId);
      return alert;
    },
    async shown() {
      const kept = await Promise.all((await listed.list()).map(read));
      const alerts = kept.flatMap((one) => (one && !one.alert.cleared ? [one.alert] : []));
      return alerts.sort((a, b) => b.told.at.localeCompare(a.told.at) || a.alertId.localeCompare(b.alertId));
    },
  };
}
