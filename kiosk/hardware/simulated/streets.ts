/** The bikes that riders have with them: what leaves one simulated machine may come back to another. */
export interface Streets {
  taken(bikeId: string): void;
  docked(bikeId: string): void;
  riding(): string[];
  /** Whether the bike stands in a machine, as far as is known. */
  stands(bikeId: string): boolean;
}

export function createStreets(): Streets {
  const riding = new Set<string>();
  // A machine that starts remembers bikes that left it long ago; those that stand in another one are not about.
  const standing = new Set<string>();
  return {
    taken: (bikeId) => {
      standing.delete(bikeId);
      riding.add(bikeId);
    },
    docked: (bikeId) => {
      riding.delete(bikeId);
      standing.add(bikeId);
    },
    stands: (bikeId) => standing.has(bikeId),
    riding: () => [...riding].sort(),
  };
}
