import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matched, ruleCases } from '../../../scripts/fixtures/rule-cases.ts';
import type { OrderSeed, Seed } from '../../../src/fake-store/index.ts';
import { reasons } from '../../../src/model/reasons.ts';
import { checkPipeline } from '../../../src/operations/check/check-pipeline.ts';
import type { CheckReport } from '../../../src/operations/findings/finding.ts';
import {
  heldIn,
  orderSeed,
  type Setting,
  startTwoStores,
  type TwoStores,
  withTwoStores,
} from '../../rules/support/two-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';

/** Order or product, and the reason: `N1 total-unexplained`. */
function foretold({ findings }: CheckReport): string[] {
  return findings.flatMap(({ message }) => {
    const [, reason, ids = ''] = /^Would be quarantined \(([\w-]+)\): \d+ [a-z ]+(?:\(([^)]+)\))?/.exec(message) ?? [];
    return reason === undefined ? [] : ids.split(', ').map((id) => `${id} ${reason}`);
  });
}

async function check(stores: TwoStores, changes?: Setting): Promise<CheckReport> {
  const report = await checkPipeline({ pipeline: await stores.pipeline(changes), home: stores.home });
  expect([...stores.main.requests, ...stores.west.requests].filter(({ write }) => write)).toEqual([]);
  return report;
}

const shopper = {
  EmailAddress: matched.Email,
  BillingAddress: { BillFirstName: matched.BillFirstName, BillLastName: matched.BillLastName },
};

describe('what a run quarantines by a rule, check foretells', () => {
  const cases = ruleCases.filter(({ alone }) => alone === undefined);
  let stores: TwoStores;
  let said: readonly string[];
  beforeAll(async () => {
    stores = await startTwoStores({
      orders: cases.flatMap(({ orders }) => orders),
      west: { customers: [{ Username: matched.Username, ...shopper }] } as Partial<Seed>,
      main: {
        customers: [{ Username: 'jane', ...shopper }],
        orders: [{ OrderID: 'W1217', DatePlaced: '2026-07-01 00:00:00', OrderLine: [] }],
      } as Partial<Seed>,
      rules: { prefix: { N: 'W', Q: 'QUEENS' }, customers: { policy: 'match', usernamePrefix: 'w_' } },
      accounting: { lockDate: '2026-07-05' },
    });
    said = foretold(await check(stores));
  });
  afterAll(() => stores.close());

  /** An order without the day that it was placed stands in no listing by days. */
  const isPlaced = ({ DatePlaced = '' }: OrderSeed) => !String(DatePlaced).startsWith('0000');
  const rows = cases.flatMap(({ name, orders, expected, payments = {} }) =>
    orders
      .filter(isPlaced)
      .flatMap(({ OrderID, OrderPayment = [] }) =>
        [expected[OrderID], ...OrderPayment.map(({ Id }) => payments[String(Id)])]
          .filter((reason) => reason !== undefined && reason !== 'copied' && reasons[reason].kind === 'quarantine')
          .map((reason) => [name, OrderID, reason] as const),
      ),
  );

  test.each(rows)('%s: %s %s', (_, id, reason) => {
    expect(said).toContain(`${id} ${reason}`);
  });

  test('and nothing else', () => {
    expect(said.filter((one) => !rows.some(([, id, reason]) => one === `${id} ${reason}`))).toEqual([]);
  });
});

interface Row {
  readonly what: string;
  readonly setting: Setting;
  readonly held: string;
  readonly topic: CheckReport['findings'][number]['topic'];
  readonly severity?: 'problem';
}

const mug = { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' };
const paid = { Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' };
const match = { customers: { policy: 'match' } };
const other = {
  Username: 'other',
  Email: 'other@example.com',
  BillFirstName: 'Kim',
  BillLastName: 'Lee',
  BillCompany: 'Cash Sale',
};

const rows: readonly Row[] = [
  {
    what: 'a payment in US dollars',
    setting: { orders: [orderSeed({ OrderID: 'N1', OrderPayment: [{ ...paid, CurrencyCode: 'USD' }] })] },
    held: 'N1 currency-differs',
    topic: 'currency and tax',
  },
  {
    what: 'an account of the primary with the user name and another surname',
    setting: {
      orders: [orderSeed({ OrderID: 'N1' })],
      west: { customers: [{ Username: 'jsmith', ...shopper }] } as Partial<Seed>,
      main: { customers: [{ Username: 'w_jsmith', EmailAddress: matched.Email, BillingAddress: { BillFirstName: 'Bo', BillLastName: 'Ng' } }] } as Partial<Seed>,
      rules: { customers: { policy: 'prefix', usernamePrefix: 'w_' } },
    },
    held: 'N1 waits-for',
    topic: 'recent orders',
  },
  {
    what: 'the same SKU with another name, which is to be quarantined',
    setting: {
      orders: [orderSeed({ OrderID: 'N1', OrderLine: [mug] })],
      main: { items: [{ SKU: 'MUG', Name: 'Garden gnome', DefaultPrice: '11.00' }] },
      rules: { products: { policy: 'match', sameSkuOtherName: 'hold' }, orders: { surchargeSku: undefined } },
    },
    held: 'MUG sku-name-differs',
    topic: 'articles',
  },
  {
    what: 'a surcharge for which no product is named',
    setting: {
      orders: [orderSeed({ OrderID: 'N1', SurchargeTotal: '0.22', SurchargeTaxable: '0.22' })],
      rules: { orders: { surchargeSku: undefined } },
    },
    held: 'N1 surcharge-unmapped',
    topic: 'articles',
  },
  {
    what: 'no due date, which is to be quarantined',
    setting: { orders: [orderSeed({ OrderID: 'N1' })], guards: { dueDates: 'hold' } },
    held: 'N1 due-date-missing',
    topic: 'recent orders',
  },
  {
    what: 'a company name that somebody else has',
    setting: {
      orders: [orderSeed({ OrderID: 'N1', BillCompany: 'Cash Sale' }), orderSeed({ OrderID: 'N2', ...other })],
      guards: { contacts: 'hold' },
      rules: match,
    },
    held: 'N1 contact-shared',
    topic: 'recent orders',
  },
  {
    what: 'a copy under another number, which another recipe made',
    setting: {
      orders: [orderSeed({ OrderID: 'N1' })],
      main: { orders: [orderSeed({ OrderID: 'X77', DateUpdated: '2026-08-01 00:00:00', OrderLine: [{ ...mug, ExternalSystemIdentifier: 'west', ExternalOrderReference: 'N1' }] })] },
    },
    held: 'N1 copied-under-another-id',
    topic: 'order numbers',
    severity: 'problem',
  },
  {
    what: 'a number that an order of the primary has',
    setting: { orders: [orderSeed({ OrderID: 'N1' })], main: { orders: [orderSeed({ OrderID: 'W1', Username: 'bo' })] } },
    held: 'N1 target-id-taken',
    topic: 'order numbers',
    severity: 'problem',
  },
  {
    what: 'a return, for a warehouse that the primary lacks',
    setting: {
      orders: [orderSeed({ OrderID: 'N1' })],
      west: {
        rmas: [{
          RmaID: '5', OrderID: 'N1', RmaStatus: 'Closed', DateIssued: '2026-07-12', DateUpdated: '2026-07-12 03:00:00',
          RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
          Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' }],
        }],
      } as Partial<Seed>,
      rules: { entities: ['products', 'customers', 'orders', 'payments', 'rmas'], rma: { staff: 'anna', warehouse: 'Shed' } },
    },
    held: 'N1 rma-unconfigured',
    topic: 'recent orders',
  },
]; // biome-ignore format: a table

test.each(rows.map((row) => [row.what, row] as const))('%s', async (_, { setting, held, topic, severity = 'warn' }) => {
  await withTwoStores(setting, async (stores) => {
    const report = await check(stores);
    expect(foretold(report)).toContain(held);
    const [id = '', reason = ''] = held.split(' ');
    const found = report.findings.filter(({ message }) => message.includes(`(${reason})`) && message.includes(id));
    expect(found.map((one) => [one.topic, one.severity])).toEqual([[topic, severity]]);
    expect(heldIn(await stores.run()).join()).toContain(`: ${reason}`);
  });
});

test.each(['warn', 'hold', 'stop'])(
  'payment terms that give no due date are named, where the guard is %s',
  async (dueDates) => {
    const terms = ['Net 14', 'EOM', 'none', 'Net 99'];
    const orders = terms.map((PaymentTerms, place) => orderSeed({ OrderID: `N${place}`, PaymentTerms }));
    const dated = orderSeed({ OrderID: 'N9', PaymentTerms: 'Own', DatePaymentDue: '2026-07-19 16:00:00' });
    const rules = { orders: { dueDate: 'terms', paymentTerms: { 'net 14': 14 } } };
    await withTwoStores({ orders: [...orders, dated], rules, guards: { dueDates } }, async (stores) => {
      stores.west.panel.changeOrder('N2', { PaymentTerms: '' });
      const { findings } = await check(stores);
      const found = findings.filter(({ message }) => message.includes('`orders.paymentTerms` does not list'));
      expect(found.filter(({ topic }) => topic === 'payment terms')).toMatchObject([
        {
          store: 'west',
          severity: 'warn',
          message: expect.stringContaining(
            ': "", "EOM", "Net 99" ("" are orders that name none). They get no due date, and Xero',
          ),
        },
      ]);
    });
  },
);

test('a shipping method that only orders before the latest few bear is named too, unless nothing of these is to be copied any more', async () => {
  const day = (number: number) => `2026-07-${String(number).padStart(2, '0')}`;
  const placed = (OrderID: string, number: number, more: Partial<OrderSeed> = {}) =>
    orderSeed({ OrderID, DatePlaced: `${day(number)} 02:00:00`, DateInvoiced: day(number), ...more });
  const orders = [
    placed('N1', 1, { ShippingOption: 'Pallet Freight' }),
    placed('N2', 2, { ShippingOption: 'Camel', OrderStatus: 'Cancelled' }),
    placed('N3', 3, { ShippingOption: 'pallet freight' }),
    placed('N4', 14),
    placed('N5', 15),
  ];
  const now = () => Date.parse('2026-07-16T00:00:00Z');
  await withTwoStores({ orders, clock: now }, async (stores) => {
    const told = async () => {
      const report = await checkPipeline({ pipeline: await stores.pipeline(), home: stores.home, sample: 2, now });
      return report.findings.filter(({ topic, severity }) => topic === 'shipping methods' && severity === 'warn');
    };
    const [first, ...more] = await told();
    expect(more).toEqual([]);
    expect(first?.message).toMatch(
      /shipping-method-unmapped\): 2 recent orders \((N1, N3|N3, N1)\).*"pallet freight"/i,
    );
    await stores.run({ now });
    expect(await told(), 'in quarantine, it waits for the method').toHaveLength(1);
    const ledger = openLedger(stores.ledgerFile);
    for (const sourceId of ['N1', 'N3'])
      await ledger.drop(0, { store: 'west', entity: 'orders', sourceId }, 'not ours');
    await ledger.close();
    expect(await told()).toEqual([]);
  });
});
