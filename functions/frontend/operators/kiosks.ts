import {
  type BootKiosk,
  KioskBooted,
  KioskModeChanged,
  KiosksListed,
  type ListKiosks,
  type SetKioskMode,
} from '../../bikes/kiosk-contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of bikes that are about kiosks, behind the HTTP API. Their refusals come under their own names. */
export interface Kiosks {
  bootKiosk(command: BootKiosk): Promise<KioskBooted>;
  listKiosks(command: ListKiosks): Promise<KiosksListed>;
  setKioskMode(command: SetKioskMode): Promise<KioskModeChanged>;
}

// One by one, by name or ARN: a route that asks one of them does not carry the answers of the others.

export const kioskBoots = (name: string, call = lambdaCaller()): Pick<Kiosks, 'bootKiosk'> => ({
  bootKiosk: call<BootKiosk, KioskBooted>(name, KioskBooted),
});

export const kioskLists = (name: string, call = lambdaCaller()): Pick<Kiosks, 'listKiosks'> => ({
  listKiosks: call<ListKiosks, KiosksListed>(name, KiosksListed),
});

export const kioskModes = (name: string, call = lambdaCaller()): Pick<Kiosks, 'setKioskMode'> => ({
  setKioskMode: call<SetKioskMode, KioskModeChanged>(name, KioskModeChanged),
});
