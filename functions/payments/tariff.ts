import { type Fare, type RiderKind, Tariff } from './contract.ts';

/**
 * The city's tariff from its JSON text.
 *
 * @throws Error that says what is wrong with it.
 */
export function readTariff(json: string): Tariff {
  return Tariff.parse(JSON.parse(json));
}

/** What riding costs a rider of this kind. */
export function fareFor(tariff: Tariff, kind: RiderKind): Fare {
  return tariff[kind];
}
