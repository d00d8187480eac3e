import { demoSeed } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from './demo-stores.ts';

/** One in so many of the demo's orders: enough of each kind, at a fraction of the time. */
const ONE_IN = 8;

type Given = NonNullable<Parameters<typeof startDemoStores>[0]>;

/** The demo's stores with fewer orders, for tests that run the pipeline several times. */
export function startSmallStores(given: Given = {}): Promise<DemoStores> {
  return startDemoStores({
    ...given,
    west: { seed: smallSeed('west'), ...given.west },
    south: { seed: smallSeed('south'), ...given.south },
  });
}

/** @param oneIn of so many orders one is taken */
export function smallSeed(name: 'west' | 'south', oneIn = ONE_IN) {
  const seed = demoSeed(name);
  return { ...seed, orders: seed.orders.filter((_, index) => index % oneIn === 0) };
}
