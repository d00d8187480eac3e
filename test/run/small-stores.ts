import { demoSeed, expectedOf } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from './demo-stores.ts';

/** One in so many of the demo's orders: enough of each kind, at a fraction of the time. */
const ONE_IN = 16;

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

/** The same, with all that a run of the whole demo holds. @param oneIn of so many of the others one is taken */
export function fewerSeed(name: 'west' | 'south', oneIn: number) {
  const seed = demoSeed(name);
  const { orders, payments } = expectedOf(name);
  const isHeld = ({ OrderID, OrderPayment = [] }: (typeof seed.orders)[number]): boolean =>
    String(OrderID) in orders.quarantined || OrderPayment.some(({ Id }) => String(Id) in payments.quarantined);
  return { ...seed, orders: seed.orders.filter((order, index) => index % oneIn === 0 || isHeld(order)) };
}
