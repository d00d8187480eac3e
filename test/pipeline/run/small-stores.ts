import { demoSeed } from '../../fixtures/support.ts';
import { type DemoStores, startDemoStores } from './demo-stores.ts';

/** One in so many of the demo's orders: enough of each kind, at a fraction of the time. */
const ONE_IN = 4;

/** The demo's stores with fewer orders, for tests that run the pipeline several times. */
export function startSmallStores(): Promise<DemoStores> {
  return startDemoStores({ west: { seed: smallSeed('west') }, south: { seed: smallSeed('south') } });
}

function smallSeed(name: 'west' | 'south') {
  const seed = demoSeed(name);
  return { ...seed, orders: seed.orders.filter((_, index) => index % ONE_IN === 0) };
}
