import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runDocumentSchema } from '../../src/cli/documents/run-document.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { withHands } from './support/by-hand.ts';
import { withFeedingStores } from './support/feeding-stores.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from './support/two-stores.ts';

const nameless = { BillFirstName: '', BillLastName: ' ', BillCompany: '.', ShipFirstName: '', ShipLastName: '' };
const rules = { customers: { policy: 'match' } };

const order = (OrderID: string, more = {}) =>
  orderSeed({
    OrderID, Username: `user-${OrderID}`, Email: `${OrderID}@example.com`, BillLastName: `Name${OrderID}`, ...more,
  }); // biome-ignore format: a table

const paid = (Id: string, CardAuthorisation: string, DatePaid = '2026-07-11 02:00:00') => ({
  OrderPayment: [{ Id, Amount: '11.00', PaymentType: 'Cash', DatePaid, CardAuthorisation }],
});

const lookOf = ({ worthALook }: RunSummary) =>
  worthALook.map(({ store, code, count, samples }) => [store, code, count, samples]);

/** A plan and a run say the same, and end well. */
async function lookedAt({ plan, run }: TwoStores): Promise<ReturnType<typeof lookOf>> {
  const before = await plan();
  const summary = await run();
  expect(lookOf(before)).toEqual(lookOf(summary));
  expect([before.status, summary.status, heldIn(summary)]).toEqual(['good', 'good', []]);
  return lookOf(summary);
}

/** In Perth it is the 20th already, and the 21st is allowed for. */
const NIGHT = Date.parse('2026-07-19T17:00:00Z');

async function looked(setting: Setting, now = NIGHT) {
  return withTwoStores({ rules, clock: () => now, ...setting }, lookedAt);
}

describe('what is worth a look', () => {
  test('accounts without any name: all are counted, five are named', async () => {
    const ids = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N10'];
    const orders = [...ids.map((id) => order(id, nameless)), order('N20', { ...nameless, BillCompany: 'Acme' })];
    const samples = ids.slice(0, 5).map((id) => ({ sourceId: `user-${id.toLowerCase()}` }));
    expect(await looked({ orders })).toEqual([['west', 'account-without-name', 7, samples]]);
  });

  test('invoice dates and payments more than a day ahead, by the own day of their store', async () => {
    const orders = [
      order('N1', { DateInvoiced: '2026-07-21', ...paid('1', '', '2026-07-21 15:59:00') }),
      order('N2', { DateInvoiced: '2026-07-22', ...paid('2', '', '2026-07-21 16:00:00') }),
      order('N3', { DateInvoiced: '2062-07-10', ...paid('3', '', '2062-07-10 02:00:00') }),
    ];
    expect(await looked({ orders })).toEqual([
      [
        'west',
        'invoice-date-ahead',
        2,
        [
          { sourceId: 'N2', day: '2026-07-22' },
          { sourceId: 'N3', day: '2062-07-10' },
        ],
      ],
      [
        'west',
        'payment-date-ahead',
        2,
        [
          { sourceId: '2', orders: ['N2'], day: '2026-07-22' },
          { sourceId: '3', orders: ['N3'], day: '2062-07-10' },
        ],
      ],
    ]);
    // The same an hour before midnight, there.
    const [invoices] = await looked({ orders }, NIGHT - 2 * 3_600_000);
    expect(invoices?.[2]).toBe(3);
  });

  test('one transaction of the gateway on two orders, but no text that stands for none, and no order that was split', async () => {
    const orders = [
      order('N1', paid('1', 'PP-8AB12345')),
      order('N2', paid('2', ' pp 8ab12345')),
      order('N3', paid('3', '4000123456')),
      order('N4', paid('4', '4000123457')),
      order('N5', paid('5', 'Approved')),
      order('N6', paid('6', 'Approved')),
      order('N7', paid('7', '123456')),
      order('N8', paid('8', '123456')),
      order('N9', paid('9', '00000000')),
      order('N10', paid('10', '00000000')),
      order('N11', paid('11', 'ch_55501')),
      order('N11-1', paid('12', 'ch_55501')),
    ];
    await withTwoStores({ rules, orders, clock: () => NIGHT }, async (stores) => {
      const samples = [{ sourceId: '1', orders: ['N1', 'N2'] }];
      const told = ['west', 'transaction-on-two-orders', 1, samples];
      const before = await stores.plan();
      const summary = await stores.run();
      expect([before, summary].map(lookOf)).toEqual([[told], [told]]);
      // Once said, and nothing new.
      expect(lookOf(await stores.run())).toEqual([]);
    });
  });

  test('two of them on the same two orders are two, and the ledger knows none of them', async () => {
    const two = (a: string, b: string) => ({
      OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }],
      OrderPayment: [...paid(a, 'PP-8AB12345').OrderPayment, ...paid(b, 'PP-9AB12345').OrderPayment],
    });
    const orders = [order('N1', two('1', '2')), order('N2', two('3', '4'))];
    await withTwoStores({ rules, orders, clock: () => NIGHT }, async (stores) => {
      const [found] = await lookedAt(stores);
      expect(found?.[2]).toBe(2);
      const files = readdirSync(stores.home).filter((name) => name.startsWith('ledger.db'));
      const kept = files.map((name) => readFileSync(join(stores.home, name), 'latin1')).join('');
      expect(kept).not.toMatch(/8ab12345/);
    });
  });

  test('one that an earlier run has read on another order', async () => {
    let now = NIGHT;
    await withTwoStores({ rules, orders: [order('N1', paid('1', 'TXN-1001'))], clock: () => now }, async (stores) => {
      expect(lookOf(await stores.run())).toEqual([]);
      now += 7_200_000;
      const stamp = { DatePlaced: '2026-07-19 18:00:00', DateUpdated: '2026-07-19 18:00:00' };
      stores.west.panel.addOrder(order('N2', { ...stamp, ...paid('2', 'TXN-1001', '2026-07-19 18:00:00') }));
      expect(await lookedAt(stores)).toEqual([
        ['west', 'transaction-on-two-orders', 1, [{ sourceId: '2', orders: ['N1', 'N2'] }]],
      ]);
    });
  });

  test('one of two stores, where no two gateways would give the same number', async () => {
    const items = [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }];
    const feeder = (name: string) => ({
      name,
      seed: { items, orders: [order('N1', paid('1', '40001234')), order('N2', paid('2', '8AB12345CD678901X'))] },
      rules: { customers: { policy: 'prefix' } },
    });
    await withFeedingStores({ primary: { items }, feeders: [feeder('west'), feeder('south')] }, async ({ run }) => {
      const found = (await run()).worthALook.filter(({ code }) => code === 'transaction-on-two-orders');
      expect(found).toHaveLength(1);
      expect(found[0]?.samples[0]?.sourceId).toBe('2');
      expect(found[0]?.message).toMatch(/N2 and N2 of (west|south)|N2 of (west|south) and N2/);
    });
  });

  test('stands under a heading of its own in a plan, a run and the report page, in JSON under worthALook, and is no exit code', async () => {
    const orders = [order('N1', { ...nameless, DateInvoiced: '2099-07-10' }), order('N2')];
    await withHands(
      { orders, rules: { ...rules, rma: undefined, entities: ['products', 'customers', 'orders', 'payments'] } },
      async ({ command, home }) => {
        for (const words of [['plan'], ['run']]) {
          const { code, stdout } = await command(...words, '<pipeline>');
          expect(code).toBe(0);
          const text = stdout.replaceAll(/\s+/g, ' ');
          expect(stdout).toMatch(/^Worth a look$/m);
          expect(text).toContain('1 account has neither a company nor a first or last name');
          expect(text).toContain('user-n1. Give them a name');
          expect(text).toContain('N1 (2099-07-10). Look at the year first');
        }
        const file = join(home, 'report.html');
        expect((await command('report', '<pipeline>', '--out', file)).code).toBe(0);
        const page = readFileSync(file, 'utf8');
        expect(page).toContain('<h2>Worth a look</h2>');
        expect(page).toContain('account-without-name');
        expect(page).toContain('N1 (2099-07-10)');
        const again = await command('run', '<pipeline>', '--output', 'json');
        expect(runDocumentSchema.parse(JSON.parse(again.stdout)).worthALook).toEqual([]);
      },
    );
  });
});
