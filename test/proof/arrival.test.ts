import { describe, expect, test } from 'vitest';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { readVerdict } from '../../src/verdict/verdict.ts';
import { verdictSentences } from '../../src/verdict/verdict-text.ts';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

const orders = ['N1', 'N2', 'N3', 'N4'].map((id) =>
  orderSeed({
    OrderID: id,
    OrderPayment: [{ Id: `9${id.slice(1)}`, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-10 03:00:00' }],
  }),
);

async function proven({ stores, pipeline }: WithBooks) {
  return stores.run({ pipeline: await pipeline(), prover: dailyProof, proof: 'daily' });
}

async function sentences({ stores, pipeline, now }: WithBooks): Promise<string> {
  const ledger = openLedger(stores.ledgerFile);
  try {
    return verdictSentences(await readVerdict(ledger, await pipeline(), now())).join(' ');
  } finally {
    await ledger.close();
  }
}

describe('the daily proof looks into Xero, too', () => {
  test('and says how much has arrived; once a day', () =>
    withBooks({ orders }, {}, async (given) => {
      await given.stores.run({ pipeline: await given.pipeline() });
      await given.exported();
      given.pass(48);
      const first = await proven(given);
      expect(first.proof?.books?.counts).toMatchObject({ invoice: { proven: 4 }, payment: { proven: 4 } });
      expect(first.status).toBe('good');
      expect(await sentences(given)).toContain(
        'Arrived in Xero: 4 of 4 invoices, 4 of 4 payments (looked at on 14 July',
      );
      const requests = given.xero.requests.length;
      // Three tokens, the organisation twice for its lock dates, the numbers before the load; six for the look.
      expect(requests).toBeLessThanOrEqual(12);
      given.pass(0.5);
      expect((await proven(given)).proof).toBeNull();
      expect(given.xero.requests.length).toBe(requests);
      expect(given.xero.violations).toEqual([]);
    }));

  test('what is wrong there stands among the differences until a look is without it, and no day on which Xero can not be read ends it', () =>
    withBooks({ orders }, {}, async (given) => {
      await given.stores.run({ pipeline: await given.pipeline() });
      await given.exported(1);
      given.pass(72);
      const first = await proven(given);
      expect(first.proof?.stores[0]?.differences.map(({ entity, kind }) => `${entity} ${kind}`)).toEqual(
        Array.from({ length: 4 }, () => 'invoice-payment missing'),
      );
      expect(first.proof?.stores[0]?.differences[0]).toMatchObject({ since: '2026-07-15', orderId: 'N1' });
      given.pass(24);
      given.xero.disconnect();
      const second = await proven(given);
      expect(second.proof?.books?.counts.invoice).toMatchObject({ unproven: 4, proven: 0 });
      expect(second.proof?.stores[0]?.differences.map(({ since }) => since)).toEqual(Array(4).fill('2026-07-15'));
      expect(await sentences(given)).toContain('that could not be proven');
      given.xero.reconnect();
      await given.exported(1);
      given.pass(24);
      const third = await proven(given);
      expect(third.proof?.stores[0]?.differences).toEqual([]);
      expect(third.proof?.books?.counts.payment).toMatchObject({ proven: 4 });
    }));

  test('a Xero that fails is asked again an hour later, so that the requests of the day last for new orders', () =>
    withBooks({ orders }, {}, async (given) => {
      await given.stores.run({ pipeline: await given.pipeline() });
      await given.exported();
      given.pass(48);
      given.xero.faults.next = ({ path }) => (path.endsWith('/Invoices') ? { kind: 'html-200' } : undefined);
      expect((await proven(given)).proof?.books?.counts.invoice).toMatchObject({ unproven: 4 });
      // By days, and not by numbers, as new orders ask.
      const asked = () => given.xero.requests.filter(({ query }) => query.includes('where=')).length;
      const first = asked();
      // Four tries, and nothing of what can't be judged without it.
      expect(first).toBe(4);
      for (const hours of [0.25, 0.25]) {
        given.pass(hours);
        await proven(given);
      }
      expect(asked()).toBe(first);
      given.xero.faults.next = undefined;
      given.pass(0.75);
      expect((await proven(given)).proof?.books?.counts.invoice).toMatchObject({ proven: 4 });
    }));

  test('once a day also where an export in batches, of which nobody has told, does not add up', () => {
    // So many that no number of the last ones is asked for, since none of the first ones is there.
    const many = Array.from({ length: 55 }, (_, at) => orderSeed({ OrderID: `N${at + 1}` }));
    return withBooks({ orders: many }, { connector: { switches: { mode: 'batched' } } }, async (given) => {
      await given.stores.run({ pipeline: await given.pipeline() });
      await given.exported(1);
      const [batch] = given.xero.control.invoices();
      given.xero.control.changeInvoice(batch?.number ?? '', { total: '12.00' });
      given.pass(48);
      const books = (await proven(given)).proof?.books;
      expect(books?.counts.invoice).toMatchObject({ proven: 0, different: 0, missing: 0, pending: 0, unproven: 55 });
      const causes = Map.groupBy(books?.open ?? [], ({ cause }) => cause);
      expect([causes.get('batched')?.length, causes.get('not-read')?.length]).toEqual([50, 5]);
      const asked = () => given.xero.requests.filter(({ query }) => query.includes('where=')).length;
      const first = asked();
      expect(first).toBeGreaterThan(0);
      given.pass(2);
      expect((await proven(given)).proof?.books ?? null).toBeNull();
      expect(asked()).toBe(first);
    });
  });

  test('a list that can not be read ends nothing of what was found in it', () =>
    withBooks({ orders }, {}, async (given) => {
      await given.stores.run({ pipeline: await given.pipeline() });
      await given.exported(1);
      given.xero.control.changeInvoice('W1', { total: '12.00' });
      given.pass(72);
      const told = async () =>
        (await proven(given)).proof?.stores[0]?.differences
          .map((one) => `${one.entity} ${one.kind} ${one.targetId}`)
          .sort();
      const all = ['invoice different W1', ...['W1', 'W2', 'W3', 'W4'].map((id) => `invoice-payment missing ${id}`)];
      expect(await told()).toEqual(all);
      given.pass(24);
      given.xero.faults.next = ({ path }) => (path.endsWith('/Payments') ? { kind: 'html-200' } : undefined);
      given.xero.control.changeInvoice('W1', { total: '11.00' });
      // What was read and is mended ends; of the payments nothing is known.
      expect(await told()).toEqual(all.slice(1));
      given.xero.faults.next = undefined;
      await given.exported(1);
      given.pass(24);
      expect(await told()).toEqual([]);
    }));

  test('a payment that is keyed today with the day of last month is still to come, until the export has had its time', () =>
    // Whether a payment changes its order's time in the primary is not known: where it does not, nothing but a look tells.
    withBooks(
      {
        orders: [...orders.slice(1), orderSeed({ OrderID: 'N1' })],
        primarySwitches: { paymentBumpsDateUpdated: false },
      },
      {},
      async (given) => {
        const { stores, exported, pass } = given;
        await stores.run({ pipeline: await given.pipeline() });
        await exported();
        pass(72);
        expect((await proven(given)).proof?.stores[0]?.differences).toEqual([]);
        pass(23);
        const old = { OrderID: 'N1', AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-06-12 03:00:00' };
        stores.west.panel.addPayment(old);
        pass(1);
        const look = async () => {
          const { proof } = await proven(given);
          const { pending, missing } = proof?.books?.counts.payment ?? {};
          return [pending, missing, proof?.stores[0]?.differences.map(({ targetId }) => targetId)];
        };
        expect(await look()).toEqual([1, 0, []]);
        pass(48);
        expect(await look()).toEqual([0, 1, ['W1']]);
        await exported();
        pass(24);
        expect(await look()).toEqual([0, 0, []]);
      },
    ));

  test('nothing personal is kept for it: no name of a customer, nor a user name', () =>
    withBooks({ orders }, {}, async (given) => {
      await given.stores.run({ pipeline: await given.pipeline() });
      await given.exported(1);
      given.xero.control.changeInvoice('W2', { contact: 'Zebulon Zwicky' });
      given.pass(48);
      await proven(given);
      const ledger = openLedger(given.stores.ledgerFile);
      const kept = [await ledger.learned('proof', ' expected west 0'), await ledger.learned('proof', ' books')].join();
      await ledger.close();
      expect(kept).toContain('"W2"');
      for (const name of ['Jane', 'Smith', 'jsmith', 'west_store', 'Zebulon', 'Zwicky'])
        expect(kept).not.toContain(name);
    }));

  test('a pipeline without books asks Xero nothing', () =>
    withBooks({ orders }, {}, async ({ stores, xero }) => {
      await stores.run();
      const { proof } = await stores.run({ prover: dailyProof, proof: 'now' });
      expect(proof?.books).toBeUndefined();
      expect(xero.requests).toEqual([]);
    }));
});
