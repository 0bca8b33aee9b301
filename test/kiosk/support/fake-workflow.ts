import type { BikeStep, RentalView } from '../../../functions/orchestration/contract.ts';
import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import type { Fact } from '../../../functions/storage/contract.ts';
import type { Driver } from '../../../kiosk/hardware/driver.ts';
import { type Clock, instant } from '../../../seams/clock.ts';
import type { FakeCloud } from './fake-cloud.ts';

type Bike = RentalView['bikes'][number];
type Payment = NonNullable<RentalView['payment']>;

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

  /** The price follows when the last bike is back; the kiosk where it stands is told. */
  function takeBack({ bikeId, at, kioskId }: Extract<Fact, { type: 'BikeDocked' }>): void {
    const view = [...running.values()].find(({ bikes }) =>
      bikes.some((bike) => bike.bikeId === bikeId && bike.step === 'taken'),
    );
    const bike = view?.bikes.find((one) => one.bikeId === bikeId);
    if (!view || !bike) return;
    bike.step = 'returned';
    bike.steps.push({ step: 'returned', at });
    view.revision += 1;
    if (view.bikes.every(({ step }) => step !== 'taken')) {
      view.status = 'returned';
      view.payment = settled(view);
    }
    cloud.tell(structuredClone(view), kioskId);
  }

  async function follow(fact: Fact): Promise<void> {
    const step = STEPS[fact.type];
    if (fact.type === 'BikeDocked') return takeBack(fact);
    if (!step || !('commandId' in fact)) return;
    const view = running.get(fact.rentalId);
    const { rentalId, slot, bikeId, bay } = fact;
    if (!view) return;
    tell(view, slot, step);
    if (step === 'atHatch') {
      tell(view, slot, 'checkedOut');
      tell(view, slot, 'photographed');
      await cloud.send({ kind: 'openUntilTaken', rentalId, slot, bikeId, bay });
    } else if (step !== 'doorOpen') await fetchNext(view, slot + 1);
  }

  cloud.control.onRental = (requested, { paymentMethod }) => {
    const payment = held(requested, paymentMethod);
    if (payment.status === 'declined')
      return cloud.tell({ ...requested, status: 'refused', reason: 'PaymentDeclined', payment, revision: 2 });
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
    const view: RentalView = { ...structuredClone(requested), bikes, payment, revision: 2 };
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

/** Prices of the visitors' fare that the fake cloud offers. */
const FARE = { currency: 'USD', unlockFee: 100, perMinute: 15, freeMinutes: 0, dailyCap: 1800 };
const RESIDENTS_FARE = { ...FARE, unlockFee: 0, perMinute: 10, freeMinutes: 120 };

function held({ bikesAsked }: RentalView, paymentMethod: string | undefined): Payment {
  if (paymentMethod === undefined) return { status: 'free', authorized: 0, currency: 'USD' };
  if (paymentMethod === SANDBOX_CARDS.declined) return { status: 'declined', authorized: 0, currency: 'USD' };
  return { status: 'authorized', authorized: bikesAsked * FARE.dailyCap, currency: 'USD' };
}

/** What a view's payment is once all rides are over. */
function settled({ rentalId, bikes, payment }: RentalView): Payment {
  const isFree = payment?.status === 'free';
  const fare = isFree ? RESIDENTS_FARE : FARE;
  const lines = bikes.flatMap(({ slot, bikeId, steps }) => {
    const [startedAt, endedAt] = (['taken', 'returned'] as const).map(
      (step) => steps.find((one) => one.step === step)?.at,
    );
    if (!startedAt || !endedAt) return [];
    const minutes = Math.ceil((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000);
    const freeMinutes = Math.min(minutes, fare.freeMinutes);
    const amount = fare.unlockFee + (minutes - freeMinutes) * fare.perMinute;
    return { slot, bikeId, startedAt, endedAt, isMissing: false, minutes, freeMinutes, graceMinutes: 0, amount };
  });
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  const authorized = payment?.authorized ?? 0;
  const captured = Math.min(total, authorized);
  const receipt = {
    rentalId,
    kind: isFree ? ('resident' as const) : ('visitor' as const),
    currency: 'USD',
    lines,
    notHandedOver: [],
    fare,
    total,
    authorized,
    captured,
    refunded: 0,
    outstanding: total - captured,
    issuedAt: lines.at(-1)?.endedAt ?? '',
  };
  return { status: isFree ? 'free' : 'captured', authorized, currency: 'USD', receipt };
}
