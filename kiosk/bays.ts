import type { BayStatus } from '../functions/shared/fields.ts';
import type { Facts } from './cloud/facts.ts';
import type { Reading } from './hardware/driver.ts';
import type { KioskStore } from './store/kiosk-store.ts';

/** The bays that are not well. */
export const faultsOf = ({ faults = new Map() }: Reading): Array<{ bay: number; status: BayStatus }> =>
  [...faults].filter(([, status]) => status !== 'ok').map(([bay, status]) => ({ bay, status }));

/** The empty bays to which a bike can be brought, nearest to the hatch first. */
export function freeBays({ bays, faults = new Map() }: Reading): number[] {
  return [...bays].filter(([bay, bikeId]) => bikeId === null && !isFaulty(faults.get(bay))).map(([bay]) => bay);
}

/**
 * The bikes that can be given to somebody who comes now, as the sensors read it: not from a bay that is not well, nor
 * from one whose bike the city keeps for somebody else, or from everybody.
 */
export function bikesToGive({ bays, faults = new Map() }: Reading, withheld: readonly number[] = []): number {
  return [...bays].filter(([bay, bikeId]) => bikeId !== null && !isFaulty(faults.get(bay)) && !withheld.includes(bay))
    .length;
}

const isFaulty = (status: BayStatus | undefined) => status !== undefined && status !== 'ok';

/** Tells the city of each bay whose state is another than the one that it was last told. */
export function bayReporter(deps: { store: KioskStore; facts: Facts; read: () => Reading }): { look(): void } {
  const { store, facts } = deps;
  return {
    look: () => {
      const told = store.get<Record<string, BayStatus>>('bayStatuses') ?? {};
      const { bays, faults = new Map<number, BayStatus>() } = deps.read();
      const news = [...bays.keys()]
        .map((bay) => ({ bay, status: faults.get(bay) ?? 'ok' }))
        .filter(({ bay, status }) => status !== (told[String(bay)] ?? 'ok'));
      if (news.length === 0) return;
      store.transaction(() => {
        store.put('bayStatuses', { ...told, ...Object.fromEntries(news.map(({ bay, status }) => [bay, status])) });
        for (const { bay, status } of news) facts.record({ type: 'BayStatusChanged', bay, status });
      });
    },
  };
}
