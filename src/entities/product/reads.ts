import type { EntityReads } from '../definition/reads.ts';
import type { QuarantinedRecord } from '../reading/extracted-record.ts';
import { holder, pagesOf } from '../reading/unreadable.ts';
import { extractChangedProducts, extractProducts, listProductStamps, productIdOf } from './read.ts';

/** Products that orders name are read with these; all of them where the pipeline says so. */
export const productReads = {
  list: 'Item',
  idOf: productIdOf,
  isReadInFull: ({ products }) => products.scope === 'all',
  windows: { by: 'changes', begins: () => null },
  of: (client) => ({
    inWindow: (window, options) =>
      pagesOf((onUnreadable) => extractChangedProducts(client, window, { ...options, onUnreadable }), productIdOf),
    async *byIds(ids, options) {
      const quarantined: QuarantinedRecord[] = [];
      const onUnreadable = holder(quarantined, productIdOf);
      yield { records: await extractProducts(client, ids, { ...options, onUnreadable }), quarantined };
    },
    heads: (window, options) => listProductStamps(client, window, options),
  }),
} as const satisfies EntityReads;
