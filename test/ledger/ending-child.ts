import { openLedger } from '../support/open-ledger.ts';

/** Stages an order, which need not be on disk at once, and ends at once: by itself, or by what nobody caught. */
const [, , file = '', how = ''] = process.argv;
const ledger = openLedger(file);
const run = await ledger.beginRun({ narrowed: false });
const records = [{ sourceId: 'N1', hash: 'h', payload: '{}' }];
await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records }, 'soon');
if (how === 'throw') throw new Error('of nobody');
process.exit();
