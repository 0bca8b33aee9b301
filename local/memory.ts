import type { Level } from './dynamodb/level.ts';
import type { Store } from './store.ts';

/**
 * What a host in memory leaves to the one that follows it in this process, as others leave files: each finds what is
 * there, and puts there what is not.
 */
export interface Memory {
  store?: Store;
  level?: Level;
  /** The contents of objects, by their names. */
  bodies?: Map<string, Buffer>;
}
