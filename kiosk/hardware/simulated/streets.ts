/** The bikes that riders have with them: what leaves one simulated machine may come back to another. */
export interface Streets {
  taken(bikeId: string): void;
  docked(bikeId: string): void;
  riding(): string[];
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
    riding: () => [...riding].sort(),
  };
}
