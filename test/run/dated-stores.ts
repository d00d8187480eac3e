import type { FakeStore, FakeStoreOptions } from '../../src/fake-store/index.ts';
import type { StoreName } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from './demo-stores.ts';

/** After all that the demo's stores hold. */
const TODAY = Date.parse('2026-11-20T00:00:00Z');

export interface DatedStores extends DemoStores {
  /** Time passes for the stores and the program alike. */
  later(milliseconds: number): void;
}

/** The demo's stores on a day of their own, whatever day it is, with a clock that can be put forward. */
export async function startDatedStores(
  given: Partial<Record<StoreName, Partial<Omit<FakeStoreOptions, 'apiKey'>>>> = {},
): Promise<DatedStores> {
  const begun = Date.now();
  let ahead = 0;
  const clock = (): number => TODAY + Date.now() - begun + ahead;
  const stores = await startDemoStores({
    main: { clock, ...given.main },
    west: { clock, ...given.west },
    south: { clock, ...given.south },
  });
  return {
    ...stores,
    run: (options = {}) => stores.run({ now: clock, ...options }),
    later: (milliseconds) => {
      ahead += milliseconds;
    },
  };
}

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** All that the store quarantined at a moment, except what a member of staff or a client did since. */
export function contentOf(store: FakeStore): Readonly<Record<string, unknown>> {
  return structuredClone({
    orders: store.orders(),
    payments: store.payments(),
    // What was overpaid on a copy becomes credit of its account, by the store's own doing.
    customers: store.customers().map(({ AvailableCredit: _, ...customer }) => customer),
    items: store.items(),
  });
}

export function writesTo(store: FakeStore): number {
  return store.requests.filter(({ write }) => write).length;
}
