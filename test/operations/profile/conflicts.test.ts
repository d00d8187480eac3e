import { expect, test } from 'vitest';
import type { Seen } from '../../../src/model/habits.ts';
import { checkPipeline } from '../../../src/operations/check/check-pipeline.ts';
import { StoreHabits } from '../../../src/session/store-habits.ts';
import { orderSeed, type Setting, withTwoStores } from '../../rules/support/two-stores.ts';
import { someOf } from '../../support/many.ts';
import { openLedger } from '../../support/open-ledger.ts';

const fulfil = { purpose: 'fulfil', orders: { dueDate: { days: 14 } } };

/** What does not go together, of a store of which this was seen: the warning's key in the pipeline file. */
const rows: readonly (readonly [name: string, host: 'main' | 'west', Seen, Setting['rules'], string | undefined])[] = [
  ['dispatch changes the invoice date, and copies keep theirs', 'main', { habit: 'invoiceDateWhenDispatched', value: 'another-day', in: 'orders' }, {}, 'secondaries[0].purpose'],
  ['adding changes the invoice date, and copies keep theirs', 'main', { habit: 'invoiceDateWhenAdded', value: 'stays-empty', in: 'orders' }, {}, 'secondaries[0].purpose'],
  ['the invoice date is kept', 'main', { habit: 'invoiceDateWhenDispatched', value: 'kept', in: 'orders' }, {}, undefined],
  ['the primary invoices by itself, and due dates count days', 'main', { habit: 'invoiceDateWhenAdded', value: 'set-by-store', in: 'orders' }, fulfil, 'secondaries[0].orders.dueDate'],
  ['the primary invoices by itself, as it is to', 'main', { habit: 'invoiceDateWhenAdded', value: 'set-by-store', in: 'orders' }, { purpose: 'fulfil' }, undefined],
  ['references are cut within the mark', 'main', { habit: 'referenceCut', value: 4, in: 'payments' }, { references: { payment: 'west-store:' } }, 'secondaries[0].references.payment'],
  ['references are cut behind all that is sent', 'main', { habit: 'referenceCut', value: 30, in: 'payments' }, {}, undefined],
  ['references are not shown', 'main', { habit: 'reference', value: 'not-shown', in: 'payments' }, {}, 'secondaries[0].entities'],
  ['pages are cut', 'west', { habit: 'pageCut', value: 50, in: 'orders' }, {}, 'secondaries[0].pageSize'],
  ['pages are cut beyond what is asked for', 'west', { habit: 'pageCut', value: 500, in: 'orders' }, {}, undefined],
]; // biome-ignore format: a table

test.each(someOf(rows, 2))('check warns, once it is known: %s', async (_, host, seen, rules, key) => {
  const setting = { orders: [orderSeed({ OrderID: 'N100' })], ...(rules === undefined ? {} : { rules }) };
  await withTwoStores(setting, async (stores) => {
    await stores.run();
    const ledger = openLedger(stores.ledgerFile);
    const habits = new StoreHabits(ledger, Date.now);
    habits.note(new URL(stores[host].url).host, seen);
    await habits.save().finally(() => ledger.close());
    const report = await checkPipeline({ pipeline: await stores.pipeline(), home: stores.home });
    const found = report.findings.filter(({ topic }) => topic === 'habits');
    const keys = found.map(({ severity, place }) => [severity, place?.key]);
    expect(keys).toEqual(key === undefined ? [] : [['warn', expect.any(String)]]);
    if (key !== undefined) expect(key.startsWith(found[0]?.place?.key ?? '-')).toBe(true);
  });
});
