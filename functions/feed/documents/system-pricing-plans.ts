import type { Fare, RiderKind } from '../../payments/contract.ts';
import type { Data } from './gbfs.ts';
import { major } from './money.ts';
import type { PublicCity } from './public-city.ts';
import { inEach } from './words.ts';

/** The plan of whoever just comes along: what the feed quotes unless told otherwise. */
export const DEFAULT_PLAN: RiderKind = 'visitor';
export const PLANS: readonly RiderKind[] = ['visitor', 'resident'];

/** Each begun minute after the free ones costs the same; GBFS has no field for the most that a day can cost. */
const perMinute = ({ perMinute: rate, freeMinutes, currency }: Fare) =>
  rate > 0 ? { per_min_pricing: [{ start: freeMinutes, rate: major(rate, currency), interval: 1 }] } : {};

/** GBFS 3.0, system_pricing_plans: the city's tariff, one plan for each kind of rider. */
export function systemPricingPlans({ system: { tariff, facts } }: PublicCity): Data<'system_pricing_plans'> {
  const plans = PLANS.map((kind) => {
    const fare = tariff[kind];
    return {
      plan_id: kind,
      name: inEach(facts.languages, ({ plan }) => plan[kind]),
      currency: fare.currency,
      price: major(fare.unlockFee, fare.currency),
      is_taxable: false,
      description: inEach(
        facts.languages,
        (words, write) => `${words.fare(fare, write(fare.currency))} ${words.whoPays[kind]}`,
      ),
      ...perMinute(fare),
    };
  });
  return { plans };
}
