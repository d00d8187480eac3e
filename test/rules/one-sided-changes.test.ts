import { expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

type Changes = Readonly<Record<string, string>>;

/** What the order's own store changes, a day each; nobody touches the primary. */
const cases: readonly (readonly [what: string, steps: readonly Changes[], first?: Changes])[] = [
  ['a reference with blanks, then the PO number', [{ CustomerRef1: ' 4711 ' }, { PurchaseOrderNumber: 'PO1' }]],
  ['the PO number, with a reference that has blanks', [{ PurchaseOrderNumber: 'PO1' }], { CustomerRef1: ' 4711 ' }],
  ['a PO number with a blank, then a reference', [{ PurchaseOrderNumber: 'PO 1 ' }, { CustomerRef1: 'x' }]],
  ['no address any more, then notes', [{ Email: '' }, { InternalOrderNotes: 'x' }]],
  ['another address, then notes', [{ Email: 'new@example.com' }, { InternalOrderNotes: 'x' }]],
  ['no address, another one, and notes', [{ Email: '' }, { Email: 'b@example.com' }, { InternalOrderNotes: 'x' }]],
];

test('what is changed in the order’s own store alone is never told as changed on both sides', async () => {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const ids = cases.map((_, place) => `N${100 + place}`);
  const orders = cases.map(([, , first], place) =>
    orderSeed({ OrderID: ids[place] ?? '', Email: 'jane@example.com', ...first }),
  );
  await withTwoStores({ orders, clock: () => now }, async ({ run, west, main }) => {
    expect((await run()).status).toBe('good');
    for (let day = 0; day < 3; day += 1) {
      now += 26 * 3_600_000;
      const DateUpdated = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
      for (const [place, [, steps]] of cases.entries()) {
        const step = steps[day];
        if (step !== undefined) west.panel.changeOrder(ids[place] ?? '', { ...step, DateUpdated });
      }
      expect(heldIn(await run())).toEqual([]);
    }
    const notes = (id: string) => main.order(id)?.InternalOrderNotes ?? '';
    expect(main.order('W100')).toMatchObject({ PurchaseOrderNumber: 'PO1' });
    expect(notes('W103')).toMatch(/^Copied [^\n]*\nx$/);
    expect(notes('W104')).toMatch(/\nShopper: new@example.com\nx$/);
    expect(notes('W105')).toMatch(/\nShopper: b@example.com\nx$/);
  });
});
