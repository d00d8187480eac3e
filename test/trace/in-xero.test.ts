import { describe, expect, test } from 'vitest';
import { traceReport } from '../../src/cli/text/trace-report.ts';
import { Resources } from '../../src/session/resources.ts';
import { openTrace } from '../../src/trace/open-trace.ts';
import { readTrace } from '../../src/trace/read-trace.ts';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

async function traced({ stores, pipeline, now }: WithBooks, offline = false) {
  const resources = new Resources();
  const ledger = openLedger(stores.ledgerFile);
  try {
    const who = { home: stores.home, signal: new AbortController().signal, now };
    const context = await openTrace(who, await pipeline(), { offline, stores: undefined }, { ledger, resources });
    return await readTrace(context, 'N101');
  } finally {
    await ledger.close();
    await resources.close();
  }
}
const orders = [orderSeed({ OrderID: 'N101' })];

describe('trace shows the third side', () => {
  test('the invoice in Xero, its absence, and that Xero could not be asked', () =>
    withBooks({ orders }, {}, async (given) => {
      await given.stores.run({ pipeline: await given.pipeline() });
      expect((await traced(given)).orders[0]?.inXero).toEqual({ kind: 'not-there' });
      await given.exported();
      const there = await traced(given);
      expect(there.orders[0]?.inXero).toMatchObject({ kind: 'there', invoices: [{ number: 'W101', total: '11' }] });
      expect(traceReport(there)).toMatch(/Xero W101 +authorised, total 11\.00, paid 0\.00, of 2026-07-10/);
      given.xero.disconnect();
      expect((await traced(given)).orders[0]?.inXero).toMatchObject({ kind: 'unreachable', code: 'xero-disconnected' });
      expect(given.xero.violations).toEqual([]);
    }));

  test('an order whose invoice is voided there is said not to count, and not that it can reach Xero alone', () =>
    withBooks({ orders }, {}, async (given) => {
      await given.stores.run({ pipeline: await given.pipeline() });
      await given.exported();
      expect((await traced(given)).orders[0]?.why).not.toContain('Xero W101');
      given.xero.control.voidInvoice('W101');
      const [order] = (await traced(given)).orders;
      expect(order?.why).toContain('But in Xero W101 is voided, so that it does not count in the books.');
      expect(order?.remedy).toContain('Find out in Xero');
    }));

  test('asks nothing offline', () =>
    withBooks({ orders }, {}, async (given) => {
      await given.stores.run();
      expect((await traced(given, true)).orders[0]?.inXero).toEqual({ kind: 'not-asked' });
      expect(given.xero.requests).toEqual([]);
    }));
});
