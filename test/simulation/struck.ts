import { SANDBOX_CARDS } from '../../functions/payments/contract.ts';
import { type FaultName, faultsOf, STANDARD } from './profile.ts';

type BadCard = Exclude<keyof typeof SANDBOX_CARDS, 'good'>;

/** What can go wrong: a fault of the profile, or what the acquirer does with a card. */
export type Trouble = FaultName | `cards.${BadCard}`;

/** Counts something that went wrong, and writes it down where there is a line of its own for it. */
export type Strike = (trouble: Trouble, line?: string, about?: string) => void;

/** How often each went wrong. */
export type Struck = ReadonlyMap<Trouble, number>;

export const TROUBLES: readonly Trouble[] = [
  ...faultsOf(STANDARD),
  ...(Object.keys(SANDBOX_CARDS) as (keyof typeof SANDBOX_CARDS)[])
    .filter((card) => card !== 'good')
    .map((card) => `cards.${card}` as const),
];
