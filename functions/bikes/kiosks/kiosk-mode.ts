import { type Kiosk, modeOf } from '../items/station.ts';
import type { KioskMode, KioskModeChanged, SetKioskMode } from '../kiosk-contract.ts';

/** As many as may be asked for again. */
const CHANGES_KEPT = 8;

/** The change with this id, if it is one of the kiosk's last. */
export function modeChangeMade({ modeChanges = [] }: Kiosk, changeId: string): KioskModeChanged | undefined {
  return modeChanges.find((change) => change.changeId === changeId);
}

/** The mode that comes of what was asked for: where no bike stands, there is nothing to drain. */
export function modeAfter(asked: KioskMode, isEmpty: boolean): KioskMode {
  return asked === 'draining' && isEmpty ? 'closed' : asked;
}

/** The kiosk in another mode, and the change kept with it. `at`: RFC 3339. */
export function inMode(kiosk: Kiosk, { changeId, kioskId, mode, by, reason }: SetKioskMode, at: string): Kiosk {
  const change: KioskModeChanged = {
    type: 'KioskModeChanged',
    ...{ changeId, at, kioskId, from: modeOf(kiosk), mode, by, reason },
  };
  return { ...kiosk, mode, modeChanges: [...(kiosk.modeChanges ?? []), change].slice(-CHANGES_KEPT) };
}
