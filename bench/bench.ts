import { bundleSizes } from './bundle-sizes.ts';
import { publicFeed } from './feed/bench.ts';
import { moduleLoad } from './module-load.ts';
import { rentalPrices } from './rental-price.ts';
import { startUp } from './start-up.ts';
import { stateMachines } from './states/bench.ts';
import { tokenChecks } from './tokens.ts';

/** `npm run bench`: figures of one run on this machine. Nothing here is asserted by a test. */
for (const measure of [rentalPrices, startUp, bundleSizes, moduleLoad, tokenChecks, stateMachines, publicFeed]) {
  for (const line of await measure()) console.log(line);
  console.log('');
}
