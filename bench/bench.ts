import { bundleSizes } from './bundle-sizes.ts';
import { publicFeed } from './feed/bench.ts';
import { moduleLoad } from './module-load.ts';
import { nearestBikes } from './nearest.ts';
import { rentalPrices } from './rental-price.ts';
import { simulation } from './simulation.ts';
import { startUp } from './start-up.ts';
import { stateMachines } from './states/bench.ts';
import { tokenChecks } from './tokens.ts';

/** `npm run bench`: figures of one run on this machine. Nothing here is asserted by a test. */
const measures = [
  rentalPrices,
  startUp,
  bundleSizes,
  moduleLoad,
  tokenChecks,
  nearestBikes,
  stateMachines,
  publicFeed,
  simulation,
];
for (const measure of measures) {
  for (const line of await measure()) console.log(line);
  console.log('');
}
