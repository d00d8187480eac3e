import { bookRma, withdrawRma } from './actions/rmas/book-rma.ts';
import type { Panel } from './fake-store.ts';
import { rmaFromSeed } from './load-seed.ts';
import { known } from './panel-known.ts';
import { RMA_TOTALS, type RmaSeed, rmaSeedSchema, type StoredRma } from './records/rma-record.ts';
import type { StoreState } from './state.ts';

/** Changes of these make new totals. */
const PRICED = /^(RmaLine|ShippingRefund\w+|SurchargeRefundAmount|TaxInclusive)$/;

function changed(state: StoreState, before: StoredRma, changes: Partial<RmaSeed>): StoredRma {
  const seed: RmaSeed = { ...before, DateUpdated: state.stamp() };
  const names = Object.keys(changes);
  // What was added up, or given, stays as it is unless something that it is made of changes.
  if (names.some((name) => PRICED.test(name))) {
    for (const name of RMA_TOTALS) delete seed[name];
    seed.RmaLine = before.RmaLine.map(({ Tax: _, ...line }) => line);
  } else if (names.includes('Refund')) delete seed.RefundedTotal;
  return rmaFromSeed(state, rmaSeedSchema.parse({ ...seed, ...changes }), state.now());
}

/** What staff do with RMAs. */
export function panelRmas(state: StoreState): Pick<Panel, 'addRma' | 'changeRma' | 'rekeyRma' | 'removeRma'> {
  const rma = (id: string) => known(state.rma(id), `RMA ${id}`);
  const book = (stored: StoredRma): StoredRma => {
    bookRma(state, stored);
    return stored;
  };
  return {
    addRma: (given) =>
      book(rmaFromSeed(state, rmaSeedSchema.parse({ DateUpdated: state.stamp(), ...given }), state.now())),
    changeRma: (id, changes) => book(changed(state, rma(id), changes)),
    rekeyRma(id, changes = {}) {
      const before = rma(id);
      const after = { ...changed(state, before, changes), RmaID: state.nextNumber('rma') };
      withdrawRma(state, before);
      return book(after);
    },
    removeRma(id) {
      withdrawRma(state, rma(id));
    },
  };
}
