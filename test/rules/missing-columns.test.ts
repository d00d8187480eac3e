import { expect, test } from 'vitest';
import { copies, csv, orderRow, withImports } from './support/importing.ts';

test('all columns that a file of orders lacks are named at once, each with the header that is most like it', async () => {
  const {
    'Order Status': Status = '',
    Approved: _,
    'Order Line Qty': quantity = '',
    ...rest
  } = orderRow('N1', '11.00');
  await withImports(async ({ import: importFiles, stores }) => {
    const { problems } = await importFiles({
      'orders.csv': csv([{ ...rest, Order_State: Status, 'Order Line Qyt': quantity }]),
    });
    const [problem, ...others] = problems;
    expect([problem?.code, others]).toEqual(['feed-columns', []]);
    expect(problem?.message).toContain('"Order Line Qty" (nearest: "Order Line Qyt")');
    expect(problem?.message).toContain('"Order Status" (nearest: "Order_State")');
    expect(problem?.message).toContain('"Approved",');
    expect(problem?.message).toContain('"Tax Free Shipping"');
    expect(copies(stores)).toEqual({});
  });
});

test('a file of payments that names no amount says so once, and not of every row', async () => {
  const rows = ['1', '2'].map((id) => ({
    'Payment ID': id,
    'Order ID': `N${id}`,
    'Amount Payed': '1.00',
    'Date Paid': '2026-09-10',
  }));
  await withImports(async ({ import: importFiles }) => {
    const { problems, quarantine } = await importFiles({ 'payments.csv': csv(rows) });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('found no column "Amount Paid" (nearest: "Amount Payed")'),
    ]);
    expect(quarantine).toEqual([]);
  });
});

test('a file whose header tells nothing is told which header is near one that would', async () => {
  await withImports(async ({ import: importFiles }) => {
    const { problems } = await importFiles({ 'orders.csv': csv([{ 'Ordr ID': 'N1', 'Order Line SKU': 'MUG' }]) });
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('"Ordr ID" for "Order ID"')]);
  });
});

test('a file of orders whose "Order ID" is spelt otherwise is refused, and not taken for one of customers', async () => {
  const { 'Order ID': id = '', ...rest } = orderRow('N1', '11.00');
  await withImports(async ({ import: importFiles, stores }) => {
    const { problems } = await importFiles({ 'orders.csv': csv([{ Ordernumber: id, ...rest, Username: 'jo' }]) });
    expect(problems.map(({ code }) => code)).toEqual(['feed-columns']);
    expect(problems[0]?.message).toContain('Order ID and lines');
    expect(copies(stores)).toEqual({});
  });
});

test('what may hold for a whole file is given as one line with all switches, and nothing else is', async () => {
  const { Approved: _, 'Tax Inclusive': __, 'Order Line Qty': ___, ...rest } = orderRow('N1', '11.00');
  await withImports(async ({ import: importFiles }) => {
    const { problems } = await importFiles({ 'orders.csv': csv([rest]) });
    const message = problems[0]?.message ?? '';
    expect(message).toContain("--set 'Tax Inclusive=<yes or no>' --set 'Approved=<yes or no>'");
    expect(message).toContain('(it differs by row: Order Line Qty)');
    expect(message).not.toContain("--set 'Order Line Qty");
  });
});

test('a date as Australian spreadsheets save it is refused, with what is expected and how to get it', async () => {
  await withImports(async ({ import: importFiles, stores }) => {
    for (const [place, text] of ['28/11/2026', '1/2/26 14:05', '28.11.2026'].entries()) {
      const row = { ...orderRow(`N${place + 1}`, '11.00'), 'Date Placed': text, 'Date Invoiced': text };
      const { quarantine } = await importFiles({ [`orders${place}.csv`]: csv([row]) });
      expect(quarantine.at(-1)?.reason).toContain("day and month can't be told apart");
      expect(quarantine.at(-1)?.reason).toContain('2026-11-28 or 2026-11-28 14:05:00');
      expect(quarantine.at(-1)?.reason).toContain('format the column as yyyy-mm-dd');
    }
    expect(copies(stores)).toEqual({});
  });
});
