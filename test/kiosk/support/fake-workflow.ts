import type { BikeStep, RentalView } from '../../../functions/orchestration/contract.ts';
import type { Fact } from '../../../functions/storage/contract.ts';
import type { Driver } from '../../../kiosk/hardware/driver.ts';
import { type Clock, instant } from '../../../seams/clock.ts';
import type { FakeCloud } from './fake-cloud.ts';

type Bike = RentalView['bikes'][number];

const STEPS: Partial<Record<Fact['type'], BikeStep>> = {
  BikeAtHatch: 'atHatch',
  DoorOpened: 'doorOpen',
  BikeTaken: 'taken',
  BikeNotTaken: 'notTaken',
  CommandFailed: 'failed',
  CommandRefused: 'failed',
};

/** Hands bikes over one after another, as the rental workflow does, for the bikes that stand in `driver`. */
export function fakeWorkflow(cloud: FakeCloud, driver: Driver, clock: Clock, onFact: (listener: () => void) => void) {
  const running = new Map<string, RentalView>();
  let seen = 0;

  const tell = (view: RentalView, slot: number, step: BikeStep) => {
    const bike = view.bikes[slot - 1];
    if (!bike) return;
    bike.step = step;
    bike.steps.push({ step, at: instant(clock.now()) });
    view.status = 'preparing';
    view.revision += 1;
    cloud.tell(structuredClone(view));
  };

  async function fetchNext(view: RentalView, slot: number): Promise<void> {
    const bike = view.bikes[slot - 1];
    if (!bike) {
      const taken = view.bikes.filter(({ step }) => step === 'taken').length;
      view.status = taken === view.bikesAsked ? 'handedOver' : taken > 0 ? 'partlyHandedOver' : 'failed';
      view.revision += 1;
      return cloud.tell(structuredClone(view));
    }
    tell(view, slot, 'moving');
    await cloud.send({ kind: 'move', rentalId: view.rentalId, slot, bikeId: bike.bikeId, bay: bike.bay });
  }

  async function follow(fact: Fact): Promise<void> {
    const step = STEPS[fact.type];
    if (!step || !('commandId' in fact)) return;
    const view = running.get(fact.rentalId);
    const { rentalId, slot, bikeId, bay } = fact;
    if (!view) return;
    tell(view, slot, step);
    if (step === 'atHatch') await cloud.send({ kind: 'openUntilTaken', rentalId, slot, bikeId, bay });
    else if (step !== 'doorOpen') await fetchNext(view, slot + 1);
  }

  cloud.control.onRental = (requested) => {
    const standing = [...driver.read().bays].flatMap(([bay, bikeId]) => (bikeId ? [{ bay, bikeId }] : []));
    const bikes = standing.slice(0, requested.bikesAsked).map(
      ({ bay, bikeId }, index): Bike => ({
        slot: index + 1,
        bikeId,
        bay,
        step: 'reserved',
        steps: [{ step: 'reserved', at: requested.requestedAt }],
      }),
    );
    const view: RentalView = { ...structuredClone(requested), bikes, revision: 2 };
    running.set(view.rentalId, view);
    cloud.tell(structuredClone(view));
    void fetchNext(view, 1);
  };
  onFact(() => {
    const facts = cloud.facts();
    for (; seen < facts.length; seen += 1) {
      const fact = facts[seen];
      if (fact) void follow(fact);
    }
  });
}
