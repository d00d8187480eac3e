import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { columnsOfAddress, columnsOfLine, columnsOfOrder } from '../../src/feeds/read/order-field-columns.ts';
import { neededOrderColumns } from '../../src/feeds/read/order-rows.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { someOf } from '../support/many.ts';
import { copies, csv, held, type Importing, orderRow, type Row, withImports, xml } from './support/importing.ts';
import { decisionsOn } from './support/staff-decisions.ts';

/** Of each field of a file: what one file has, what a later one has, and what is then said of the change. */
type Case = readonly [first: string, later: string, says: RegExp | 'left' | 'no matter'];

const ofOrder: Readonly<Record<keyof typeof columnsOfOrder, Case>> = {
  relatedOrderId: ['N900', 'N901', 'left'],
  status: ['Dispatched', 'Pack', 'no matter'],
  type: ['sales', 'dropshipping', /: type changed$/],
  approval: ['Yes', 'Yes', 'no matter'],
  username: ['jo', 'ann', /: username changed$/],
  email: ['jo@example.com', 'ann@example.com', /: email changed$/],
  userGroup: ['Retail', 'Trade', 'left'],
  purchaseOrderNumber: ['PO1', 'PO2', /: customer references changed$/],
  salesPerson: ['Ann', 'Bob', 'left'],
  salesChannel: ['Web', 'Phone', 'left'],
  deliveryInstruction: ['Door', 'Gate', /: delivery instruction changed$/],
  internalNotes: ['Old', 'New', 'left'],
  paymentMethod: ['Cash', 'Card', 'left'],
  paymentTerms: ['7 days', '14 days', 'left'],
  shippingMethod: ['Post', 'Courier', 'left'],
  signatureRequired: ['No', 'Yes', 'left'],
  currency: ['AUD', 'AUD', 'no matter'],
  taxInclusive: ['Yes', 'No', /tax inclusive: true → false/],
  couponCode: ['SPRING', 'SUMMER', 'left'],
  grandTotal: ['15.00', '16.00', /: total: 15\.00 → 16\.00$/],
  orderTax: ['1.36', '1.35', /: tax: 1\.36 → 1\.35$/],
  shippingTotal: ['4.00', '5.00', /: tax: 1\.36 → 1\.45; shipping: 4\.00 → 5\.00/],
  shippingTax: ['No', 'Yes', /tax: 1\.36 → 1\.00; shipping tax changed/],
  shippingDiscount: ['0.00', '1.00', /shipping discount: 0\.00 → 1\.00/],
  placedAt: [
    '2026-09-10 11:00:00',
    '2026-09-10 12:00:00',
    /: date placed: 2026-09-10T03:00:00Z → 2026-09-10T04:00:00Z$/,
  ],
  requiredAt: ['2026-09-21 11:00:00', '2026-09-22 11:00:00', 'left'],
  paidAt: ['2026-09-11', '2026-09-12', 'no matter'],
  paymentDueAt: ['2026-09-20', '2026-09-25', /: due date: .* → /],
  invoicedOn: ['2026-09-10', '2026-09-12', /: invoice date: 2026-09-10 → 2026-09-12$/],
  completedOn: ['2026-09-12', '2026-09-13', 'no matter'],
};

const ofLine: Readonly<Record<keyof typeof columnsOfLine, Case>> = {
  id: ['L1', 'L2', /: line 1 added: 1 × MUG; line 1 removed: 1 × MUG$/],
  sku: ['MUG', 'CUP', /: line 1 SKU: MUG → CUP/],
  name: ['Mug', 'Cup', /: line 1 name changed$/],
  itemNotes: ['Blue', 'Red', /: line 1 item notes changed$/],
  quantity: ['1', '2', /line 1 quantity: 1 → 2/],
  unitPrice: ['11.00', '12.00', /line 1 unit price: 11\.00 → 12\.00/],
  tax: ['No', 'Yes', /tax: .*line 1 tax: 1\.00 → 0\.00/],
  percentDiscount: ['0', '50', /line 1 discount percent: 0 → 50/],
  productDiscount: ['0', '1.00', /line 1 discount: 0\.00 → 1\.00/],
  costPrice: ['4.00', '5.00', 'no matter'],
  warehouseName: ['Main', 'Virtual', 'left'],
  serialNumber: ['S1', 'S2', 'left'],
  extraOptions: ['Size=L', 'Size=M', 'left'],
};

const address: Readonly<Record<keyof (typeof columnsOfAddress)['Bill'], readonly [string, string]>> = {
  fullName: ['Jo Example', 'Jo Sample'],
  firstName: ['Jo', 'Joan'],
  lastName: ['Example', 'Sample'],
  company: ['Ex Ltd', 'Sam Ltd'],
  street1: ['1 Road', '2 Road'],
  street2: ['Unit 1', 'Unit 2'],
  city: ['Perth', 'Albany'],
  state: ['WA', 'NSW'],
  postCode: ['6000', '6001'],
  country: ['AU', 'NZ'],
  phone: ['123', '456'],
};

interface Column {
  readonly field: string;
  readonly name: string;
  readonly of: Case;
}

/** Each field that a file can give, by its first column. */
const columns: readonly Column[] = [
  ...Object.entries(ofOrder).map(([field, of]) => ({ field, name: columnsOfOrder[field as keyof typeof columnsOfOrder][0], of })),
  ...Object.entries(ofLine).map(([field, of]) => ({ field: `lines.${field}`, name: columnsOfLine[field as keyof typeof columnsOfLine][0], of })),
  ...(['Bill', 'Ship'] as const).flatMap((kind) =>
    Object.entries(address).map(([part, [first, later]]) => ({
      field: `${kind}.${part}`,
      name: columnsOfAddress[kind][part as keyof typeof address][0] ?? '',
      of: [first, later, kind === 'Bill' ? /: billing changed$/ : /: shipping changed$/] as const,
    })),
  ),
]; // biome-ignore format: a table

const needed = new Set(['Order ID', 'Date Placed', 'Tax Free Shipping', ...neededOrderColumns.map(([name]) => name)]);
/** By whose lack alone an order can't be read any more, or that stand in for others. */
const apart = [
  'Grand Total',
  'Total Tax',
  'Coupon Code',
  'Bill Full Name',
  'Ship Full Name',
  'Order Line ID',
  'Amount Paid',
];
const plain = columns.filter(({ name }) => !apart.includes(name));
const full = (id: string): Row => ({
  ...orderRow(id, '11.00'),
  ...Object.fromEntries(plain.map(({ name, of: [first] }) => [name, first])),
  'Order ID': id,
  'Grand Total': '15.00',
});

const optional = plain.filter(({ name }) => !needed.has(name) || name === 'Date Invoiced');

const without = (row: Row, ...names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
const forms = [
  ['csv', csv],
  ['xml', xml],
] as const;

/** Every so many in the suite, and others in the other form. */
function some<One>(all: readonly One[], kind: 'csv' | 'xml', every = 8): readonly One[] {
  return someOf(all, every, kind === 'csv' ? 0 : every / 2);
}

function saidOf(run: RunSummary, id: string): string {
  return run.quarantine.find(({ sourceId }) => sourceId === id)?.reason ?? '';
}

function leftOf(run: RunSummary): string[] {
  return run.warnings.filter(({ code }) => code === 'change-left-alone').map(({ message }) => message);
}

function isUnchanged(run: RunSummary): boolean {
  return held(run).length === 0 && run.stores['west']?.orders?.unchanged === 2 && leftOf(run).length === 0;
}

const decide = ({ stores }: Importing) => decisionsOn({ ledgerFile: join(stores.folder, 'ledger.db') }, 'orders');

describe('an order that was copied from a file, and comes again in another one', () => {
  test.each(forms)('is the same with its rows in another order, in %s', async (kind, text) => {
    const rows = ['10.00', '5.00', '5.00', '7.00'].map((price, place) =>
      orderRow('N1', price, { 'Order Line Notes': `Note ${place}` }),
    );
    await withImports(async (one) => {
      expect(held(await one.import({ [`a.${kind}`]: text(rows) }))).toEqual([]);
      for (const again of [rows.toReversed(), [...rows.slice(2), ...rows.slice(0, 2)]]) {
        const run = await one.import({ [`b.${kind}`]: text(again) });
        expect([held(run), run.stores['west']?.orders?.unchanged, run.warnings.map(({ code }) => code)]).toEqual([
          [],
          1,
          ['total-not-in-file', 'tax-not-in-file'].filter((code) => run.warnings.some((said) => said.code === code)),
        ]);
      }
    });
  });

  test.each(forms)(
    'is the same without a column that it can do without, whichever it is, in %s',
    async (kind, text) => {
      await withImports(async (one) => {
        const whole = [full('N1'), full('N2')];
        expect(held(await one.import({ [`a.${kind}`]: text(whole) }))).toEqual([]);
        const found: Record<string, unknown> = {};
        for (const { name, field } of some(optional, kind)) {
          const less = await one.import({ [`b.${kind}`]: text(whole.map((row) => without(row, name))) });
          if (!isUnchanged(less)) found[field] = [saidOf(less, 'N1'), leftOf(less)];
        }
        expect(found).toEqual({});
        expect(optional.length).toBeGreaterThan(40);
      });
    },
  );

  test.each(forms)(
    'waits for nobody with a column more, whichever it is; what the copy is without is told once, in %s',
    async (kind, text) => {
      const added = optional.filter(({ field }) => !['shippingTotal', 'username'].includes(field));
      const taxed = { 'Order Line Tax Free': 'No' };
      await withImports(async (one) => {
        const bare = ['N1', 'N2'].map((id) => ({ ...without(full(id), ...added.map(({ name }) => name)), ...taxed }));
        expect(held(await one.import({ [`a.${kind}`]: text(bare) }))).toEqual([]);
        const found: Record<string, unknown> = {};
        for (const { name, field, of } of [
          ...some(added, kind),
          { name: 'Colour of the box', field: 'unknown', of: ['Blue'] },
        ]) {
          const again = () => one.import({ [`b.${kind}`]: text(bare.map((row) => ({ ...row, [name]: of[0] ?? '' }))) });
          const told = leftOf(await again());
          if (told.length > 0) found[field] = told;
          const more = await again();
          expect([field, isUnchanged(more), saidOf(more, 'N1'), leftOf(more)]).toEqual([field, true, '', []]);
        }
        const reaching =
          /^(Bill|Ship)\.|^(email|deliveryInstruction|internalNotes|purchaseOrderNumber|requiredAt|paymentDueAt|lines\.itemNotes)$/;
        expect(Object.keys(found).filter((field) => !reaching.test(field))).toEqual([]);
        expect(Object.keys(found).length).toBeGreaterThan(0);
      });
    },
  );

  test.each(forms)('is named field by field where it has changed, in %s', async (kind, text) => {
    const cases = some(columns, kind, 6).map((column, place) => ({ ...column, id: `N${place + 1}` }));
    const rowOf = (id: string, { name, of }: Column, which: 0 | 1): Row => {
      // A name in one cell is another column than two.
      const names = name.endsWith('Full Name') ? [name.replace('Full', 'First'), name.replace('Full', 'Last')] : [];
      return { ...without(full(id), ...names), [name]: of[which] };
    };
    await withImports(async (one) => {
      const fileOf = (which: 0 | 1) =>
        Object.fromEntries(
          cases.map((column) => [`${which}-${column.id}.${kind}`, text([rowOf(column.id, column, which)])]),
        );
      expect(held(await one.import(fileOf(0)))).toEqual([]);
      const changed = await one.import(fileOf(1));
      const left = leftOf(changed).join('\n');
      for (const { id, field, of } of cases) {
        const says = of[2];
        if (typeof says === 'string') expect(saidOf(changed, id), field).toBe('');
        else expect(saidOf(changed, id), field).toMatch(says);
        if (says === 'left') expect(left, field).toMatch(new RegExp(`\\b${id}\\b`));
        if (says === 'no matter') expect(left, field).not.toMatch(new RegExp(`\\b${id}\\b`));
        if (says instanceof RegExp) expect(saidOf(changed, id), field).not.toContain('store after it had been copied');
      }
      // What is left alone is said once.
      expect(leftOf(await one.import(fileOf(1)))).toEqual([]);
      // What is taken back is no change any more.
      expect(held(await one.import(fileOf(0)))).toEqual([]);
    });
  });

  test.each(forms)('one line that changed is named as that line, wherever it stands now, in %s', async (kind, text) => {
    const [first, second, third] = ['MUG', 'CUP', 'POT'].map((sku) =>
      orderRow('N1', '5.00', { 'Order Line SKU': sku }),
    );
    await withImports(async (one) => {
      expect(held(await one.import({ [`a.${kind}`]: text([first, second, third] as Row[]) }))).toEqual([]);
      const more = { ...second, 'Order Line Qty': '2' } as Row;
      const run = await one.import({ [`b.${kind}`]: text([third, first, more] as Row[]) });
      expect(saidOf(run, 'N1')).toBe('N1: total: 15.00 → 20.00; line 3 quantity: 1 → 2');
      const less = await one.import({ [`c.${kind}`]: text([third, first] as Row[]) });
      expect(saidOf(less, 'N1')).toBe('N1: total: 15.00 → 10.00; line 2 removed: 1 × CUP');
    });
  });

  test('a total that can not be told any more is quarantined with what the file lacks, and not where a total is told', async () => {
    const row = (id: string, more: Row = {}) =>
      orderRow(id, '11.00', {
        'Shipping Cost': '4.00',
        'Order Line Tax Free': 'No',
        'Tax Free Shipping': 'No',
        ...more,
      });
    const total = { 'Grand Total': '15.00' };
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.csv': csv([row('N1')]), 'b.csv': csv([row('N2', total)]) }))).toEqual([]);
      const again = [without(row('N1'), 'Shipping Cost'), without(row('N2', total), 'Shipping Cost')] as const;
      const run = await one.import({ 'c.csv': csv([again[0]]), 'd.csv': csv([again[1]]) });
      expect(held(run)).toEqual(['N1 changed-after-copy']);
      expect(saidOf(run, 'N1')).toBe(
        'N1: total: 15.00 → 11.00. The file does not give the shipping any more: where that is all, import it with that column',
      );
      expect(held(await one.import({ 'e.csv': csv([row('N1')]) }))).toEqual([]);
    });
  });

  test('a tax that is told in another way is the same within its roundings, and held beyond them', async () => {
    const row = { ...orderRow('N1', '11.00'), 'Order Line Tax Free': 'No' };
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.csv': csv([row]) }))).toEqual([]);
      const told = await one.import({ 'b.csv': csv([{ ...row, 'Total Tax': '1.01' }]) });
      expect(held(told)).toEqual([]);
      const free = await one.import({ 'c.csv': csv([{ ...row, 'Order Line Tax Free': 'Yes', 'Total Tax': '0.00' }]) });
      expect(saidOf(free, 'N1')).toBe('N1: tax: 1.00 → 0.00; line 1 tax: 1.00 → 0.00');
    });
  });

  test('the name of a person in one cell or in two is the same, and another one is not', async () => {
    const { 'Bill First Name': _, 'Bill Last Name': __, ...row } = orderRow('N1', '11.00');
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.csv': csv([{ ...row, 'Bill Full Name': 'Jo de Example' }]) }))).toEqual([]);
      const two = { ...row, 'Bill First Name': 'Jo de', 'Bill Last Name': 'Example' };
      expect(held(await one.import({ 'b.csv': csv([two]) }))).toEqual([]);
      const run = await one.import({ 'c.csv': csv([{ ...two, 'Bill Last Name': 'Sample' }]) });
      expect(saidOf(run, 'N1')).toBe('N1: billing changed');
      const wanted = JSON.stringify(
        new DatabaseSync(join(one.stores.folder, 'ledger.db'))
          .prepare("SELECT value FROM note_in_words WHERE scope = 'learned/order-of-file'")
          .all(),
      );
      for (const personal of ['Example', 'Sample', 'jo@example.com', 'Mug']) expect(wanted).not.toContain(personal);
      expect(wanted).toContain('11.00');
    });
  });

  test('its money never waits for a text, and waits for money', async () => {
    const paid = { 'Amount Paid': '5.00', 'Date Paid': '2026-09-11', 'Payment Method': 'Cash' };
    const rows = (more: Row, other: Row) => csv([orderRow('N1', '11.00', more), orderRow('N2', '11.00', other)]);
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.csv': rows({}, {}) }))).toEqual([]);
      const later = rows({ ...paid, 'Order Line Description': 'Cup' }, { ...paid, 'Order Line Unit Price': '12.00' });
      const run = await one.import({ 'b.csv': later });
      expect(held(run)).toEqual(['N1 changed-after-copy', 'N2 changed-after-copy', 'file:N2 waits-for']);
      expect(copies(one.stores)).toEqual({ W1: '11.00 paid 5.00', W2: '11.00 paid 0.00' });
    });
  });

  test('what a person accepts is what later files are compared with, whatever columns they have', async () => {
    await withImports(async (one) => {
      const [before, after] = ['11.00', '12.00'].map((price) => orderRow('N1', price));
      expect(held(await one.import({ 'a.csv': csv([before as Row]) }))).toEqual([]);
      expect(held(await one.import({ 'b.csv': csv([after as Row]) }))).toEqual(['N1 changed-after-copy']);
      // Quarantined in one form and read in another, it is still the same change.
      expect(held(await one.import({ 'c.csv': csv([without(after as Row, 'Email')]) }))).toEqual([
        'N1 changed-after-copy',
      ]);
      expect(await decide(one).accept('N1')).toBe('settled');
      expect(held(await one.import({ 'd.csv': csv([without(after as Row, 'Username')]) }))).toEqual([]);
      const back = await one.import({ 'e.csv': csv([before as Row]) });
      expect(saidOf(back, 'N1')).toBe('N1: total: 12.00 → 11.00; line 1 unit price: 12.00 → 11.00');
    });
  });

  test('one that a person has dropped is not quarantined again for the form of a file, and with words for a change', async () => {
    const rows = (price: string) => ['5.00', price].map((one) => orderRow('N1', one));
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.csv': csv(rows('6.00')) }))).toEqual([]);
      expect(held(await one.import({ 'b.csv': csv(rows('7.00')) }))).toEqual(['N1 changed-after-copy']);
      expect(await decide(one).drop('N1')).toBe(true);
      expect(held(await one.import({ 'c.csv': csv(rows('7.00').toReversed()) }))).toEqual([]);
      const run = await one.import({ 'd.csv': csv(rows('8.00')) });
      expect(held(run)).toEqual(['N1 changed-after-drop']);
      expect(saidOf(run, 'N1')).toContain('N1: total: 12.00 → 13.00; line 2 unit price: 7.00 → 8.00');
    });
  });

  test('of a ledger that kept nothing of its file, the fields can not be named, and the sentence says what to do', async () => {
    const rows = ['5.00', '6.00'].map((price) => orderRow('N1', price));
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.csv': csv(rows) }))).toEqual([]);
      const database = new DatabaseSync(join(one.stores.folder, 'ledger.db'));
      database.exec("DELETE FROM note WHERE scope = (SELECT id FROM scope WHERE text = 'learned/order-of-file')");
      database.close();
      const run = await one.import({ 'b.csv': csv(rows.toReversed()) });
      expect(held(run)).toEqual(['N1 changed-after-copy']);
      expect(saidOf(run, 'N1')).toMatch(/can't be named.*Compare W1 with the file.*`accept`/);
      expect(await decide(one).accept('N1')).toBe('settled');
      expect(held(await one.import({ 'c.csv': csv(rows) }))).toEqual([]);
      const changed = await one.import({ 'd.csv': csv(['5.00', '7.00'].map((price) => orderRow('N1', price))) });
      expect(saidOf(changed, 'N1')).toBe('N1: total: 11.00 → 12.00; line 2 unit price: 6.00 → 7.00');
    });
  });

  test('a plan says the same, and leaves no trace', async () => {
    const rows = ['5.00', '6.00'].map((price) => orderRow('N1', price));
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.csv': csv(rows) }))).toEqual([]);
      const files = {
        'b.csv': csv(rows.toReversed().map((row) => without(row, 'Email'))),
        'c.csv': csv([orderRow('N1', '5.00')]),
      };
      const expected = [[], ['N1 changed-after-copy']];
      for (const [place, [name, text]] of Object.entries(files).entries()) {
        const plan = await one.plan({ [name]: text });
        expect(held(plan)).toEqual(expected[place]);
      }
      expect(held(await one.import(files['b.csv'] === undefined ? {} : { 'b.csv': files['b.csv'] }))).toEqual([]);
    });
  });

  test('in a watched folder, too', async () => {
    const rows = ['5.00', '6.00'].map((price) => orderRow('N1', price));
    await withImports(async (one) => {
      expect(held(await one.arrive({ 'a.csv': [csv(rows), 900] }))).toEqual([]);
      const same = await one.arrive({ 'b.csv': [csv(rows.toReversed().map((row) => without(row, 'Email'))), 600] });
      expect([held(same), same.stores['west']?.orders?.unchanged]).toEqual([[], 1]);
      const changed = await one.arrive({
        'c.csv': [csv([{ ...rows[0], 'Order Line Qty': '2' } as Row, rows[1] as Row]), 300],
      });
      expect(saidOf(changed, 'N1')).toBe('N1: total: 11.00 → 16.00; line 1 quantity: 1 → 2');
    });
  });
});

describe('an order of a document in the shape of the API', () => {
  const line = (sku: string, more: Row = {}): Row => ({
    SKU: sku,
    ProductName: sku,
    Quantity: '1',
    UnitPrice: '5.50',
    Tax: '0.50',
    ...more,
  });
  const head: Row = {
    OrderID: 'N1', OrderStatus: 'Dispatched', CompleteStatus: 'Approved', Username: 'jo', Email: 'jo@example.com', BillFirstName: 'Jo',
    BillLastName: 'Example', TaxInclusive: 'True', GrandTotal: '11.00', OrderTax: '1.00', SalesPerson: 'Ann', CustomerRef1: 'C1',
    DatePlaced: '2026-09-10 01:00:00', DateInvoiced: '2026-09-10', DatePaymentDue: '2026-09-20 01:00:00', ShippingTotal: '0.00',
  }; // biome-ignore format: a table
  const elements = (row: Row) =>
    Object.entries(row)
      .map(([name, text]) => `<${name}>${text}</${name}>`)
      .join('');
  const document = (order: Row, lines: readonly Row[]) =>
    `<?xml version="1.0"?><GetOrderResponse><Order>${elements(order)}${lines.map((one) => `<OrderLine>${elements(one)}</OrderLine>`).join('')}</Order></GetOrderResponse>`;
  const lines = [line('MUG'), line('CUP')];

  test('is the same with its lines in another order and without an element, and is named where it changed', async () => {
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.xml': document(head, lines) }))).toEqual([]);
      const found: Record<string, unknown> = {};
      for (const name of [
        'Email',
        'Username',
        'BillFirstName',
        'SalesPerson',
        'DateInvoiced',
        'DatePaymentDue',
        'OrderTax',
        'CustomerRef1',
        'ShippingTotal',
      ]) {
        const run = await one.import({ 'b.xml': document(without(head, name), lines.toReversed()) });
        if (held(run).length > 0 || run.stores['west']?.orders?.unchanged !== 1) found[name] = saidOf(run, 'N1');
      }
      expect(found).toEqual({});
      const changed = { ...head, SalesPerson: 'Bob', CustomerRef1: 'C2', DatePaymentDue: '2026-09-25 01:00:00' };
      const run = await one.import({ 'c.xml': document(changed, [line('MUG', { ProductName: 'Jug' }), line('CUP')]) });
      expect(saidOf(run, 'N1')).toBe(
        'N1: due date: 2026-09-20T01:00:00Z → 2026-09-25T01:00:00Z; sales person changed; customer references changed; line 1 name changed',
      );
    });
  });

  const table = (due: string, placed: string) =>
    csv(
      ['CUP', 'MUG'].map((sku) => {
        const more = { 'Order Line SKU': sku, 'Order Line Description': sku };
        return orderRow('N1', '5.50', { ...more, 'Payment Due Date': due, 'Date Placed': placed });
      }),
    );

  // The document's moments are 09:00 of those days on the store's clock.
  test.each(
    someOf(
      [
        ['2026-09-20 09:00:00', '2026-09-10 09:00:00', ''],
        ['2026-09-20', '2026-09-10', ''],
        ['2026-09-21', '2026-09-10', 'N1: due date: 2026-09-20T01:00:00Z → 2026-09-20T16:00:00Z'],
        ['2026-09-20 10:00:00', '2026-09-10', 'N1: due date: 2026-09-20T01:00:00Z → 2026-09-20T02:00:00Z'],
      ],
      2,
    ),
  )('is the same in a table, which may name the days alone: due %s, placed %s', async (due, placed, said) => {
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.xml': document(head, lines) }))).toEqual([]);
      const run = await one.import({ 'b.csv': table(due, placed) });
      expect([saidOf(run, 'N1'), run.stores['west']?.orders?.unchanged]).toEqual([said, said === '' ? 1 : 0]);
    });
    await withImports(async (one) => {
      expect(held(await one.import({ 'a.csv': table(due, placed) }))).toEqual([]);
      expect((await one.import({ 'b.xml': document(head, lines) })).stores['west']?.orders?.unchanged).toBe(
        said === '' ? 1 : 0,
      );
    });
  });
});
