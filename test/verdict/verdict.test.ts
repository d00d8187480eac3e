import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { readVerdict } from '../../src/verdict/verdict.ts';
import { verdictSentences } from '../../src/verdict/verdict-text.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

let stores: TwoStores;
afterEach(() => stores?.close());

let now = Date.parse('2026-07-12T00:00:00Z');
const order = (OrderID: string, changes: Partial<Parameters<typeof orderSeed>[0]> = {}) =>
  orderSeed({ OrderID, ShippingOption: 'Post', ...changes });
const cash = (OrderID: string) => ({
  ...{ OrderID, AmountPaid: '11.00', PaymentMethodName: 'Cash' },
  DatePaid: '2026-07-11 01:00:00',
});

/** How a record stands is bits of one number, of which the lowest three are its state. */
const inState = (state: 'quarantined' | 'staged'): string =>
  `stands = (stands & ~7) | ${{ quarantined: 3, staged: 4 }[state]}`;

async function start(orders: Parameters<typeof orderSeed>[0][]): Promise<void> {
  now = Date.parse('2026-07-12T00:00:00Z');
  stores = await startTwoStores({ orders: orders.map((one) => order(one.OrderID, one)), clock: () => now });
}

async function sentences(): Promise<string> {
  const ledger = openLedger(stores.ledgerFile);
  try {
    return verdictSentences(await readVerdict(ledger, await stores.pipeline(), now)).join('\n');
  } finally {
    await ledger.close();
  }
}

const run = (options: Partial<RunOptions> = {}) => stores.run({ prover: dailyProof, proof: 'now', ...options });

test('all that arrived adds up: it is said in one sentence, with the money, and there is nothing to do', async () => {
  await start([{ OrderID: 'N100' }, { OrderID: 'N101' }]);
  stores.west.panel.addPayment(cash('N100'));
  await run();
  expect(await sentences()).toBe(
    [
      'July so far: all 2 orders (22.00) and the 1 payment (11.00) are in the books.',
      'They add up to the cent on both sides (compared on 12 July).',
      'Nothing to do.',
    ].join('\n'),
  );
});

test('two orders with one unmapped method and their payments are one decision, and stand in no sum of the books', async () => {
  await start([
    { OrderID: 'N100' },
    { OrderID: 'N101', ShippingOption: 'Pallet' },
    { OrderID: 'N102', ShippingOption: 'Pallet' },
  ]);
  for (const id of ['N100', 'N101']) stores.west.panel.addPayment(cash(id));
  await run();
  const text = await sentences();
  expect(text).toContain(
    'July so far: 1 of 3 orders (11.00 of 33.00) and 1 of 2 payments (11.00 of 22.00) are in the books.',
  );
  expect(text).toContain('but for 2 orders and 1 payment that wait for you.');
  expect(text).toContain('1 thing to do.');
});

test('what is open from an earlier month is counted until it is decided; what was copied then is not', async () => {
  await start([{ OrderID: 'N100' }, { OrderID: 'N101', ShippingOption: 'Pallet' }]);
  await run();
  now = Date.parse('2026-08-03T00:00:00Z');
  await run();
  expect(await sentences()).toContain(
    'August so far: nothing is to be in the books yet, but 1 order (11.00) is open from before.',
  );
});

test('what a rule leaves out is in neither number and said beside', async () => {
  await start([{ OrderID: 'N100' }, { OrderID: 'N101', OrderStatus: 'Cancelled' }]);
  await run();
  const text = await sentences();
  expect(text).toContain('the 1 order (11.00) is in the books.');
  expect(text).toMatch(/Of [A-Z][a-z]+ left out by your rules, and in neither number: 1 order\./);
});

test('what a person dropped is said apart from what rules leave out, with the payments that were left out with it', async () => {
  await start([
    { OrderID: 'N100' },
    { OrderID: 'N101', OrderStatus: 'Cancelled' },
    { OrderID: 'N102', ShippingOption: 'Pallet' },
  ]);
  stores.west.panel.addPayment(cash('N102'));
  await run();
  const ledger = openLedger(stores.ledgerFile);
  const key = { store: 'west', entity: 'orders', sourceId: 'N102' } as const;
  await ledger.drop(await ledger.beginRun({ narrowed: true }), key, 'not ours');
  await ledger.close();
  await run();
  const text = await sentences();
  expect(text).toMatch(/Of [A-Z][a-z]+ left out by your rules, and in neither number: 1 order\./);
  expect(text).toMatch(
    /Of [A-Z][a-z]+ dropped by you with a reason, and in neither number: 1 order \(11\.00\) and 1 payment \(11\.00\)\./,
  );
});

test('after narrowed runs alone it is not said that there was none', async () => {
  await start([
    { OrderID: 'N100' },
    { OrderID: 'N101', DateInvoiced: '2026-06-10', DatePlaced: '2026-06-10 02:00:00' },
  ]);
  await run({ narrowing: { orders: ['N101'] }, proof: 'never' });
  const text = await sentences();
  expect(text).toContain('There was no whole run yet: what the narrowed ones were not to read is missing here.');
  expect(text).toContain('July so far: nothing of it was read yet, and nothing is open from before.');
  expect(text).not.toMatch(/There was no run|nothing is to be in the books/);
});

test('after a run that was narrowed it is said to what, what it copied of that, and that nothing else was looked at, until a whole one has run', async () => {
  await start([{ OrderID: 'N100' }, { OrderID: 'N101' }, { OrderID: 'N102' }]);
  stores.west.panel.addPayment(cash('N101'));
  await run({ narrowing: { orders: ['N100'] }, proof: 'never' });
  const only = await sentences();
  expect(only).toContain('Run 1 looked at a part only (--order N100): of that it copied 1 customer and 1 order.');
  expect(only, 'said already of all narrowed ones').not.toContain('did not look at');
  await run({ narrowing: { stores: ['west'], limit: 2 }, proof: 'never' });
  expect(await sentences()).toContain('(--store west --limit 2): of that it copied 2 orders and 1 payment.');
  await run();
  const whole = await sentences();
  expect(whole).toContain('all 3 orders');
  expect(whole).not.toContain('looked at a part only');
  stores.west.panel.addOrder(order('N103'));
  await run({ narrowing: { orders: ['N100'] }, proof: 'never' });
  const after = await sentences();
  expect(after).toContain('Run 4 looked at a part only (--order N100): of that it copied nothing.');
  expect(after).toContain('so no number here has it; the next whole run reads it.');
});

test('what the comparison finds and nothing explains is said not to add up, and is a thing to do', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  stores.main.panel.changeOrder('W100', { OrderStatus: 'Cancelled' });
  await run();
  const text = await sentences();
  expect(text).toContain('They do not add up: the comparison of 12 July found 1 difference that nothing explains.');
  expect(text).toContain('1 thing to do.');
});

test('a copy that staff changed is in the books all the same, and waits for a decision', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  stores.main.panel.changeOrder('W100', { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '10.00' }] });
  now += 24 * 3_600_000;
  await run();
  const text = await sentences();
  expect(text).toContain('the 1 order (11.00) is in the books.');
  expect(text).toContain(
    'They add up to the cent on both sides (compared on 13 July), but for 1 order that waits for you.',
  );
  expect(text).toContain('1 thing to do.');
});

test('what a person accepted is said where it is said that all adds up', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  stores.main.panel.changeOrder('W100', { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '10.00' }] });
  now += 24 * 3_600_000;
  await run();
  const ledger = openLedger(stores.ledgerFile, { now: () => now });
  await ledger.accept(0, { store: 'west', entity: 'orders', sourceId: 'N100' }, 'as agreed');
  await ledger.close();
  now += 3_600_000;
  await run();
  expect(await sentences()).toMatch(
    /both sides \(compared on 13 July\), but for \d+ differences? that you accepted\.\nNothing to do\./,
  );
});

test('a changed copy that a person drops stays in the books, since it stays in the primary', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  stores.main.panel.changeOrder('W100', { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '10.00' }] });
  now += 24 * 3_600_000;
  await run();
  const ledger = openLedger(stores.ledgerFile);
  await ledger.drop(0, { store: 'west', entity: 'orders', sourceId: 'N100' }, 'as agreed');
  await ledger.close();
  expect(await sentences()).toContain('the 1 order (11.00) is in the books.');
});

test('a comparison of long ago says nothing of today, and a run that is overdue is a thing to do', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  now += 60 * 24 * 3_600_000;
  const text = await sentences();
  expect(text).toContain('No run has ended since 12 July, so what is new since then is missing here.');
  expect(text).toContain('Whether they add up now is not known: both sides were last compared on 12 July.');
  expect(text).toContain('1 thing to do.');
});

test('a run that was killed is said', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  const ledger = openLedger(stores.ledgerFile);
  await ledger.beginRun({ narrowed: false });
  await ledger.close();
  expect(await sentences()).toMatch(/^Run 2 has not ended: it is under way, or was cut off\./);
});

test('what is read and not decided yet is named, and no sum takes an unknown amount for zero', async () => {
  await start([{ OrderID: 'N100' }, { OrderID: 'N101', ShippingOption: 'Pallet' }]);
  await run();
  const database = new DatabaseSync(stores.ledgerFile);
  database.exec(`UPDATE record SET amount = NULL, ${inState('staged')}, reason = NULL WHERE source_id = 'N101'`);
  database.close();
  const text = await sentences();
  expect(text).toContain('1 of 2 orders (11.00 of 11.00, without 1 whose amount is not known)');
  expect(text).toContain('but for 1 order that is not decided yet.');
});

test('before the first comparison it is not said that all adds up', async () => {
  await start([{ OrderID: 'N100' }]);
  await stores.run({ proof: 'never' });
  expect(await sentences()).toContain('Whether they add up is not proven yet for west');
});

test('after a run that failed it is said first that what is new may be missing', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  await stores.west.close();
  await run();
  expect(await sentences()).toMatch(/^The last run \(2\) failed, so what is new may be missing here\./);
});

test('what came after the comparison is named, since that says nothing of it', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  now += 3_600_000;
  stores.west.panel.addOrder(order('N101'));
  stores.west.panel.addPayment(cash('N101'));
  await run({ proof: 'never' });
  expect(await sentences()).toContain(
    'They add up to the cent on both sides (compared on 12 July). Not compared yet, since copied or changed after that: 1 order and 1 payment.',
  );
  now += 24 * 3_600_000;
  await run();
  expect(await sentences()).toContain('They add up to the cent on both sides (compared on 13 July).\n');
});

test('the first comparison of a month, which is of the month before, says nothing of the new one', async () => {
  await start([{ OrderID: 'N100' }]);
  await run();
  now = Date.parse('2026-08-02T00:00:00Z');
  const placed = { DatePlaced: '2026-08-01 02:00:00', DateUpdated: '2026-08-01 03:00:00', DateInvoiced: '2026-08-01' };
  stores.west.panel.addOrder(order('N101', placed));
  await run({ proof: 'daily' });
  const text = await sentences();
  expect(text).toContain('August so far: the 1 order (11.00) is in the books.');
  expect(text).toContain('Whether they add up is not known yet: they came after the comparison of 2 August');
});

test('two currencies are two sums, in one sentence, and a payment that shows none has that of its order', async () => {
  await start([{ OrderID: 'N100' }, { OrderID: 'N101' }]);
  for (const id of ['N100', 'N101']) stores.west.panel.addPayment(cash(id));
  await run();
  const database = new DatabaseSync(stores.ledgerFile);
  database.exec(`INSERT OR IGNORE INTO word (text) VALUES ('AUD'), ('NZD');
    UPDATE record SET currency = (SELECT id FROM word WHERE text = 'AUD') WHERE source_id = 'N100';
    UPDATE record SET currency = (SELECT id FROM word WHERE text = 'NZD'), ${inState('quarantined')}, reason = 'currency-differs', target_id = NULL WHERE source_id = 'N101';
    UPDATE record SET currency = NULL WHERE entity = (SELECT id FROM word WHERE text = 'payments');
    UPDATE record SET ${inState('quarantined')}, reason = 'waits-for', target_id = NULL WHERE parent = 'N101'`);
  database.close();
  expect(await sentences()).toContain(
    '1 of 2 orders (11.00 of 11.00 AUD and 0.00 of 11.00 NZD) and 1 of 2 payments (11.00 of 11.00 AUD and 0.00 of 11.00 NZD) are in the books.',
  );
});

test.each([
  ['has been left out before', true],
  ['belongs to an order that is left out', false],
])('a payment that %s is not open while a run that was stopped has read it, and not judged it', async (_, judged) => {
  await start([{ OrderID: 'N100' }, { OrderID: 'N101', OrderStatus: 'Cancelled' }]);
  stores.west.panel.addPayment(cash('N101'));
  await run();
  if (judged) await run({ proof: 'never' });
  const controller = new AbortController();
  await run({
    proof: 'never',
    signal: controller.signal,
    progress: (event) => {
      if (event.kind === 'read' && event.entity === 'payments') controller.abort(new Error('SIGINT'));
    },
  });
  const ledger = openLedger(stores.ledgerFile);
  expect((await ledger.financialRecords(['payments'])).map(({ state }) => state)).toEqual(['staged']);
  await ledger.close();
  const text = await sentences();
  expect(text).toContain('July so far: the 1 order (11.00) is in the books.');
  expect(text).toContain('in neither number: 1 order and 1 payment.');
});

test('nor is an order that a rule has left out before', async () => {
  await start([{ OrderID: 'N100' }, { OrderID: 'N101', OrderStatus: 'Cancelled', DateUpdated: '2026-07-11 23:59:30' }]);
  await run();
  const controller = new AbortController();
  const stopped = { proof: 'never', signal: controller.signal } as const;
  await run({ ...stopped, progress: (event) => event.kind === 'read' && controller.abort(new Error('SIGINT')) });
  expect((await stores.find('orders', 'N101'))?.state).toBe('staged');
  expect(await sentences()).toContain('in neither number: 1 order.');
});
