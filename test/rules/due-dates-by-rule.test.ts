import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { exportPipeline } from '../../src/operations/export/export-pipeline.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { someOf } from '../support/many.ts';
import { csv, orderRow, withImports } from './support/importing.ts';
import { orderDay } from './support/order-day.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from './support/two-stores.ts';

const NOW = Date.parse('2026-09-20T00:00:00Z');
const DAY = 86_400_000;
const terms = { dueDate: 'terms', paymentTerms: { 'Net 14': 14, 'Net 30': 30, COD: 0 } };
const days = (count: number) => ({ dueDate: { days: count } });

const bare = (id: number, changes: Partial<OrderSeed> = {}) => orderSeed({ OrderID: `N${id}`, ...changes });
const withRule = <T>(orders: object, setting: Setting, use: (stores: TwoStores) => Promise<T>) =>
  withTwoStores({ rules: { orders: { ...orders } }, clock: () => NOW, ...setting }, use);
/** Of each copy, the local day in the primary. */
const due = ({ main }: TwoStores) =>
  Object.fromEntries(main.orders().map(({ OrderID, DatePaymentDue }) => [OrderID, orderDay(DatePaymentDue)]));
const differences = async ({ pipeline, home }: TwoStores, orders: object) => {
  const books = await reconcile({ pipeline: await pipeline({ rules: { orders: { ...orders } } }), home });
  return books.differences.map(({ sourceId, field, primary }) => `${sourceId} ${field} ${primary}`);
};

describe('an order without a due date', () => {
  test.each<[string, object, Partial<OrderSeed>, string]>(
    someOf(
      [
        ['days', days(14), { DateInvoiced: '2026-08-31' }, '2026-09-14'],
        ['the invoice date', { dueDate: 'invoice-date' }, { DateInvoiced: '2026-08-31' }, '2026-08-31'],
        ['terms', terms, { PaymentTerms: 'net 30' }, '2026-08-09'],
        // 23:30 in Perth, which is the next day in Sydney.
        ['days after it was placed', days(14), { DateInvoiced: '', DatePlaced: '2026-08-31 15:30:00' }, '2026-09-14'],
      ],
      2,
    ),
  )('gets the one that `orders.dueDate` gives it: %s', (_, orders, changes, day) =>
    withRule(orders, { orders: [bare(1, changes)] }, async (stores) => {
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.warnings.filter(({ guard }) => guard === 'dueDates')).toEqual([]);
      expect(due(stores)).toEqual({ W1: day });
      expect(await differences(stores, orders)).toEqual([]);
    }),
  );

  test('keeps its own where it has one, whatever the rule says', () =>
    withRule(days(14), { orders: [bare(1, { DatePaymentDue: '2026-07-19 16:00:00' })] }, async (stores) => {
      await stores.run();
      expect(due(stores)).toEqual({ W1: '2026-07-20' });
      expect(await differences(stores, days(14))).toEqual([]);
    }));

  test('has none where its payment terms are not listed, which is said once with what Xero does', () => {
    const orders = [bare(1, { PaymentTerms: 'EOM' }), bare(2, { PaymentTerms: '' }), bare(3, { PaymentTerms: 'COD' })];
    return withRule(terms, { orders }, async (stores) => {
      const { warnings } = await stores.run();
      expect(due(stores)).toEqual({ W1: '', W2: '', W3: '2026-07-10' });
      const said = warnings.filter(({ guard }) => guard === 'dueDates');
      expect(said).toMatchObject([{ code: 'due-date-missing', count: 2, examples: ['N1', 'N2'] }]);
      expect(said[0]?.message).toContain('Xero refuses the invoice');
    });
  });

  test('waits with the terms that are not listed where the guard holds it', () =>
    withRule(terms, { orders: [bare(1, { PaymentTerms: 'EOM' })], guards: { dueDates: 'hold' } }, async ({ run }) => {
      const { quarantine } = await run();
      expect(quarantine).toMatchObject([{ code: 'due-date-missing' }]);
      expect(quarantine[0]?.reason).toContain('`orders.paymentTerms` does not list its terms "EOM"');
    }));
});

describe('a primary', () => {
  const five = [1, 2, 3, 4, 5].map((id) => bare(id));
  test.each([
    ['ignores due dates', { value: '' }],
    ['keeps another day', { by: '-1' }],
  ])('that %s approves none of the copies, and stops after three of them', (_, lie) =>
    withRule(
      days(14),
      { orders: five, primarySwitches: { lies: [{ on: 'add-order', field: 'DatePaymentDue', ...lie }] } },
      async ({ run, main }) => {
        const { problems } = await run();
        expect(problems).toMatchObject([{ code: 'canary-differs' }]);
        expect(problems[0]?.message).toContain('due date');
        expect(main.orders().map(({ CompleteStatus }) => CompleteStatus)).toEqual(Array(3).fill('Incomplete'));
      },
    ),
  );
});

describe('what was copied before the rule', () => {
  const later = async (stores: TwoStores, orders: object) =>
    stores.run({ pipeline: await stores.pipeline({ rules: { orders: { ...orders } } }) });

  test('stays as it is and is no difference, and new copies get their due date', () => {
    let now = NOW;
    return withRule({}, { orders: [bare(1), bare(2)], clock: () => now }, async (stores) => {
      await stores.run();
      stores.main.panel.changeOrder('W2', { DatePaymentDue: '2026-08-30 14:00:00' });
      const before = stores.main.orders();
      now += DAY;
      stores.west.panel.addOrder(bare(3, { DateUpdated: '2026-09-20 12:00:00' }));
      const summary = await later(stores, days(14));
      expect(heldIn(summary)).toEqual([]);
      expect(stores.main.orders().slice(0, 2)).toEqual(before);
      expect(due(stores)).toEqual({ W1: '', W2: '2026-08-31', W3: '2026-07-24' });
      expect(await differences(stores, days(14))).toEqual([]);
    });
  });

  test.each(
    someOf(
      [
        ['another number of days', days(30)],
        ['no rule any more', {}],
        ['other days for its terms', { ...terms, paymentTerms: { 'Net 14': 21 } }],
      ],
      2,
    ),
  )('by another rule is no difference either: %s', (_, orders) =>
    withRule(terms, { orders: [bare(1, { PaymentTerms: 'Net 14' })] }, async (stores) => {
      await stores.run();
      expect(heldIn(await later(stores, orders))).toEqual([]);
      expect(due(stores)).toEqual({ W1: '2026-07-24' });
      expect(await differences(stores, orders)).toEqual([]);
    }),
  );

  test('is left alone where its payment terms change', () =>
    withRule({}, { orders: [bare(1, { PaymentTerms: 'Net 14' })] }, async (stores) => {
      await stores.run();
      stores.west.panel.changeOrder('N1', { PaymentTerms: 'Net 30' });
      const summary = await later(stores, terms);
      expect(heldIn(summary)).toEqual([]);
      expect(summary.warnings.map(({ code }) => code)).toContain('change-left-alone');
    }));

  test('follows a change of its notes', () =>
    withRule({}, { orders: [bare(1)] }, async (stores) => {
      await stores.run();
      stores.west.panel.changeOrder('N1', { InternalOrderNotes: 'ring first' });
      expect(heldIn(await later(stores, days(14)))).toEqual([]);
      expect(stores.main.order('W1')?.InternalOrderNotes).toContain('ring first');
      expect(due(stores)).toEqual({ W1: '' });
    }));
});

describe('a change after the copy', () => {
  test.each<[string, Partial<OrderSeed>, string[]]>(
    someOf(
      [
        ['to other terms', { PaymentTerms: 'Net 30' }, ['orders N1: changed-after-copy']],
        ['to terms that are not listed', { PaymentTerms: 'EOM' }, ['orders N1: changed-after-copy']],
        ['to another name of the same days', { PaymentTerms: 'NET 14' }, []],
        ['of the invoice date', { DateInvoiced: '2026-07-12' }, ['orders N1: changed-after-copy']],
        ['to a due date of its own', { DatePaymentDue: '2026-08-01 16:00:00' }, ['orders N1: changed-after-copy']],
      ],
      2,
    ),
  )('is quarantined where the due date would be another one: %s', (_, change, held) =>
    withRule(terms, { orders: [bare(1, { PaymentTerms: 'Net 14' })] }, async (stores) => {
      await stores.run();
      stores.west.panel.changeOrder('N1', change);
      expect(heldIn(await stores.run())).toEqual(held);
      expect(due(stores)).toEqual({ W1: '2026-07-24' });
    }),
  );

  test('of the terms is a text where the order has a due date of its own', () =>
    withRule(
      terms,
      { orders: [bare(1, { PaymentTerms: 'Net 14', DatePaymentDue: '2026-07-19 16:00:00' })] },
      async (stores) => {
        await stores.run();
        stores.west.panel.changeOrder('N1', { PaymentTerms: 'Net 30' });
        expect(heldIn(await stores.run())).toEqual([]);
      },
    ));

  test('by staff of the primary is found within a day, and by reconcile', async () => {
    let now = NOW;
    await withRule(days(14), { orders: [bare(1), bare(2)], clock: () => now }, async (stores) => {
      await stores.run();
      stores.main.panel.changeOrder('W1', { DatePaymentDue: '2026-08-01 14:00:00' });
      now += DAY;
      const { quarantine } = await stores.run();
      expect(quarantine).toMatchObject([{ sourceId: 'N1', code: 'copy-changed' }]);
      expect(quarantine[0]?.reason).toContain('due date is 2026-08-02, and was 2026-07-24');
      expect(await differences(stores, days(14))).toEqual(['N1 due-date 2026-08-02']);
    });
  });

  test('is no difference where a copy that the primary sends is invoiced in its own store afterwards', () =>
    withRule(
      { ...days(14), statuses: ['Pick', 'Dispatched'] },
      {
        orders: [bare(1, { OrderStatus: 'Pick', DateInvoiced: '' })],
        rules: { purpose: 'fulfil', orders: { ...days(14) } },
      },
      async (stores) => {
        await stores.run();
        expect(due(stores)).toEqual({ W1: '2026-07-24' });
        stores.west.panel.changeOrder('N1', { DateInvoiced: '2026-07-13' });
        expect(heldIn(await stores.run())).toEqual([]);
        const { differences: found } = await reconcile({ pipeline: await stores.pipeline(), home: stores.home });
        expect(found.filter(({ field }) => field === 'due-date')).toEqual([]);
      },
    ));
});

describe('files', () => {
  test('that are exported say the due date that the rule gives', () =>
    withTwoStores(
      { rules: { orders: days(14) }, orders: [bare(1, { DateInvoiced: '2026-08-31' })] },
      async (stores) => {
        const out = join(stores.home, 'out');
        const options = { format: 'csv', exported: false, force: false, narrowing: { stores: ['west'] }, out } as const;
        await exportPipeline({ pipeline: await stores.pipeline(), home: stores.home, ...options });
        const rows: Record<string, string>[] = parse(readFileSync(join(out, 'rules-0001-orders.csv'), 'utf8'), {
          columns: true,
          bom: true,
        });
        expect(rows.map((row) => [row['Order ID'], row['Payment Due Date']])).toEqual([['W1', '2026-09-14 00:00:00']]);
      },
    ));

  const rules = (orders: object) => ({ rules: { orders: { warehouse: 'Virtual', ...orders } } });
  const row = (more: object) => csv([orderRow('N1', '11.00', { 'Payment Due Date': '', ...more })]);

  test('that are imported get it, and keep their own', () =>
    withImports(
      async ({ import: take, stores }) => {
        const own = orderRow('N2', '11.00');
        const due = { 'Payment Due Date': '' };
        expect(heldIn(await take({ 'a.csv': csv([orderRow('N1', '11.00', due), own]) }))).toEqual([]);
        const copies = stores.primary
          .orders()
          .map(({ OrderID, DatePaymentDue }) => [OrderID, orderDay(DatePaymentDue)]);
        expect(copies).toEqual([
          ['W1', '2026-09-24'],
          ['W2', '2026-09-20'],
        ]);
      },
      rules(days(14)),
    ));

  test.each([
    ['of other days are a change of the due date', 'Net 30', ['orders N1: changed-after-copy']],
    ['of the same days are none', 'NET 14', []],
  ])('whose payment terms %s', (_, after, held) =>
    withImports(async ({ import: take }) => {
      await take({ 'a.csv': row({ 'Payment Terms': 'Net 14' }) });
      expect(heldIn(await take({ 'b.csv': row({ 'Payment Terms': after }) }))).toEqual(held);
    }, rules(terms)),
  );
});
