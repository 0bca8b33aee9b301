/** As much of a lock file as completing it needs. */
interface Lock {
  packages: Record<string, { version?: string; dev?: boolean; optionalDependencies?: Record<string, string> }>;
}
export function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] };
export function missingEntries(lock: Lock): Record<string, object>;
