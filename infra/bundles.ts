import { join } from 'node:path';

/** Where the bundled functions lie, each in the folder of its service. */
export const BUNDLES = join(import.meta.dirname, '..', '.build', 'functions');
