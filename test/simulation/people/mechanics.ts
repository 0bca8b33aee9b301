import { WorkOrdersListed } from '../../../functions/workshop/contract.ts';
import { uuid } from '../../../seams/random.ts';
import type { StreetLife } from './street-life.ts';

/** What mechanics do between two looks at their list, in milliseconds. */
const PAUSE_MS = { low: 60_000, high: 300_000 };
const CREW = ['mia', 'ivo'] as const;
/** One in so many inspections fails. */
const FAILS = 0.2;

const CHECKLIST = {
  ...{ brakes: 'mended', tyres: 'fine', chain: 'fine', lights: 'fine', saddle: 'fine', frame: 'fine' },
};

/**
 * Two mechanics who take from their list what comes first, mend it, and inspect each other's work. They press twice now and
 * then, and are refused like anybody else. Resolves when the day is over.
 */
export async function mechanics(life: StreetLife, untilMs: number): Promise<void> {
  const { city, wait, note } = life;

  async function work(mechanic: (typeof CREW)[number]): Promise<void> {
    const chance = life.dice(`mechanic ${mechanic}`);
    const call = (name: string, command: object) =>
      city.host.invoke(`Freewheel-${city.city.id}-dev-Workshop-Workshop${name}`, { mechanic, ...command });
    const press = async (name: string, repairId: string, more: object = {}) => {
      const command = { repairId, requestId: uuid(chance.random), ...more };
      note(`${mechanic}: ${name}`, repairId);
      for (let times = chance.happens(0.2) ? 2 : 1; times > 0; times--) await call(name, command);
    };
    const goOn = async () => {
      const { workOrders } = WorkOrdersListed.parse(await call('ListWorkOrders', {}));
      const toInspect = workOrders.find(({ mayInspect }) => mayInspect);
      if (toInspect) {
        const verdict = chance.happens(FAILS) ? 'failed' : 'passed';
        return press('InspectWork', toInspect.repairId, { verdict });
      }
      const mine = workOrders.find(({ status, isMine }) => status === 'started' && isMine);
      if (mine) return press('FinishWork', mine.repairId, { checklist: CHECKLIST, noPhotoBecause: 'It is dark.' });
      const open = workOrders.find(({ status, place }) => status === 'open' && place);
      if (open) return press('StartWork', open.repairId);
    };
    for (;;) {
      await wait(Math.min(chance.between(PAUSE_MS.low, PAUSE_MS.high), untilMs - city.clock.now() + 1));
      if (city.clock.now() >= untilMs) return;
      await goOn().catch((refusal: Error) => note(`${mechanic} is refused: ${refusal.message}`));
    }
  }

  await Promise.all(CREW.map(work));
}
