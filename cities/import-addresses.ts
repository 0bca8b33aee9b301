import { ADDRESS_POINTS_MAX, type AddressesImported, type ImportAddresses } from '../functions/identity/contract.ts';
import type { AddressPoint } from './address-points.ts';

/**
 * Hands a city's addresses to its address book, a part at a time. The book changes with the last part alone, which is
 * not sent where there was no usable address: a wrong file makes nobody a visitor.
 *
 * @throws Error where no point is an address.
 */
export async function importAddresses(
  points: AsyncIterable<AddressPoint> | Iterable<AddressPoint>,
  send: (part: ImportAddresses) => Promise<AddressesImported>,
): Promise<{ addresses: number; unusable: number }> {
  const total = { addresses: 0, unusable: 0 };
  let edition: string | undefined;
  const take = async (part: AddressPoint[], isLast = false) => {
    const answer = await send({ points: part, isLast, ...(edition && { edition }) });
    edition = answer.edition;
    total.addresses += answer.addresses;
    total.unusable += answer.unusable;
  };
  let part: AddressPoint[] = [];
  for await (const point of points) {
    if (part.push(point) < ADDRESS_POINTS_MAX) continue;
    await take(part);
    part = [];
  }
  if (part.length > 0) await take(part);
  if (total.addresses === 0) throw new Error('None of the address points has a house number and a street.');
  await take([], true);
  return total;
}
