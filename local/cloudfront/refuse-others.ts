/** Throws where something declared has parts that the host does not do: ignored, a page would be less than it says. */
export function refuseOthers(declared: object, known: readonly string[], what: string): void {
  const others = Object.keys(declared).filter((name) => !known.includes(name));
  if (others.length > 0) throw new Error(`the embedded host does not do ${others.join(', ')} of ${what}`);
}
