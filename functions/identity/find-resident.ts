import type { Registry, Resident } from './registry.ts';

/**
 * Looks a document up under each live pepper, and re-keys what is found under an older one: its references stay, so that
 * the party and its limit do. The oldest is read first, since whoever moves a resident writes the newer item before the
 * older one goes: a resident is found on either side of the move.
 *
 * @param hashes newest first.
 */
export async function findResident(registry: Registry, hashes: readonly string[]): Promise<Resident | undefined> {
  const found: { hash: string; resident: Resident }[] = [];
  for (const hash of hashes.toReversed()) {
    const resident = await registry.findResident(hash);
    if (resident) found.unshift({ hash, resident });
  }
  const [newest = ''] = hashes;
  const resident = found[0]?.resident;
  for (const { hash } of found) if (resident && hash !== newest) await registry.moveResident(hash, newest, resident);
  return resident;
}

/** The party of a household, in the same way; undefined where it is not kept yet. */
export async function findParty(registry: Registry, hashes: readonly string[]): Promise<string | undefined> {
  let partyRef: string | undefined;
  for (const hash of hashes.toReversed()) partyRef = (await registry.findHousehold(hash)) ?? partyRef;
  return partyRef;
}
