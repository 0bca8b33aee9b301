import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Where `npm run build` leaves the cloud assembly that the embedded host reads. */
export const ASSEMBLY = join(ROOT, 'cdk.out');
/** Where it leaves the pages, each in its folder. */
export const PAGES = join(ROOT, '.build', 'web');
/** Where it says what it has made. */
export const MADE = join(ROOT, '.build', 'made.json');
