import { lowerKey } from '../../model/text-key.ts';
import type { EntityReads } from '../definition/reads.ts';
import type { QuarantinedRecord } from '../reading/extracted-record.ts';
import { holder, pagesOf } from '../reading/unreadable.ts';
import { extractChangedCustomers, extractCustomers, listCustomerStamps } from './read.ts';

/** Accounts that orders name are read with these; all of them where the pipeline says so. */
export const customerReads = {
  list: 'Customer',
  idOf: lowerKey,
  isReadInFull: ({ customers }) => customers.scope === 'all',
  windows: { by: 'changes', begins: () => null },
  of: (client) => ({
    inWindow: (window, options) =>
      pagesOf((onUnreadable) => extractChangedCustomers(client, window, { ...options, onUnreadable }), lowerKey),
    async *byIds(ids, options) {
      const quarantined: QuarantinedRecord[] = [];
      yield {
        records: await extractCustomers(client, ids, { ...options, onUnreadable: holder(quarantined, lowerKey) }),
        quarantined,
      };
    },
    heads: (window, options) => listCustomerStamps(client, window, options),
  }),
} as const satisfies EntityReads;
