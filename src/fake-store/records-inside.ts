import type { StoreState } from './state.ts';

/** Where the store shows what it holds to what is part of it, as a connector to accounting is: no client's door. */
export const INSIDE = '/control/records';

/** All records as they are stored, whatever is told to clients of them: no switch, lie or fault changes it. */
export function recordsInside(state: StoreState): string {
  const { name, timezone, currency, gst, paymentMethods } = state.config;
  return JSON.stringify({
    store: { name, timezone, currency, gst, paymentMethods },
    orders: [...state.orders()],
    payments: [...state.payments()],
    rmas: [...state.rmas()],
    customers: [...state.customers()],
  });
}
