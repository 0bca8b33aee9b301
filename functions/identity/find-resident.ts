import type { Listing, Registry, Resident } from './registry.ts';

/**
 * Looks a document up under each live pepper, and re-keys what is found under an older one: its references stay, so that
 * the party and its limit do. The oldest is read first, since whoever moves a resident writes the newer item before the
 * older one goes: a resident is found on either side of the move.
 *
 * @param hashes newest first.
 */
export async function findResident(registry: Registry, hashes: readonly string[]): Promise<Resident | undefined> {
  const found: { hash: string; listing: Listing }[] = [];
  for (const hash of hashes.toReversed()) {
    const listing = await registry.look(hash);
    if (listing) found.unshift({ hash, listing });
  }
  const [newest = ''] = hashes;
  for (const { hash, listing } of found) if (hash !== newest) await registry.moveResident(hash, newest, listing);
  return found.find(({ listing }) => listing.resident)?.listing.resident;
}

/** The party of a household, in the same way; undefined where it is not kept yet. */
export async function findParty(registry: Registry, hashes: readonly string[]): Promise<string | undefined> {
  let partyRef: string | undefined;
  for (const hash of hashes.toReversed()) partyRef = (await registry.findHousehold(hash)) ?? partyRef;
  return partyRef;
}
