import { bundleSizes } from './bundle-sizes.ts';
import { publicFeed } from './feed/bench.ts';
import { moduleLoad } from './module-load.ts';
import { nearestBikes } from './nearest.ts';
import { rentalPrices } from './rental-price.ts';
import { simulation } from './simulation.ts';
import { startUp } from './start-up.ts';
import { stateMachines } from './states/bench.ts';
import { tokenChecks } from './tokens.ts';

const MEASURES: Record<string, () => Promise<string[]> | string[]> = {
  prices: rentalPrices,
  start: startUp,
  bundles: bundleSizes,
  modules: moduleLoad,
  tokens: tokenChecks,
  nearest: nearestBikes,
  states: stateMachines,
  feed: publicFeed,
  simulation,
};

/** `npm run bench`, or some of it by name: figures of one run on this machine. Nothing here is asserted by a test. */
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(MEASURES, name));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${Object.keys(MEASURES).join(', ')}.`);
  process.exit(1);
}
for (const [name, measure] of Object.entries(MEASURES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const line of await measure()) console.log(line);
  console.log('');
}
