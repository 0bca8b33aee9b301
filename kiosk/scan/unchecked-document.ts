import type { ScannedDocument } from '../../functions/identity/contract.ts';

/** What a reader found, before it is held against the contract. Nothing else of the card leaves the reader. */
export interface UncheckedDocument {
  iin: string | undefined;
  number: string | undefined;
  expiresOn: string | undefined;
  address: Record<keyof ScannedDocument['address'], string | null | undefined>;
}
