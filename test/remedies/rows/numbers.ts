import { overPrimary } from '../../rules/support/between-primary.ts';
import type { Stage } from '../support/stage.ts';
import { settled } from '../support/stage.ts';
import type { Row } from '../support/try-remedies.ts';
import { DROP, edited, LINK, MUG, order, paid } from './parts.ts';

/** A primary that gives new orders numbers of its own. */
const renumbering = overPrimary((primary, action, body, ...rest) => {
  const given = action === 'AddOrder' ? JSON.parse(JSON.stringify(body).replaceAll(/"W(\d+)"/g, '"N7$1"')) : body;
  return primary.request(action, given, ...rest);
});

/** Another ledger has copied N100 under the prefix X. */
async function copiedElsewhere({ main, run }: Stage): Promise<void> {
  main.panel.addOrder({
    ...order({ OrderID: 'X100', OrderPayment: [] }),
    Username: 'west_store',
    InternalOrderNotes: 'Copied from west N100 by neto-consolidator, installation 0000',
    OrderLine: [
      {
        ...MUG,
        WarehouseName: 'Virtual',
        ExternalSystemIdentifier: 'west',
        ExternalOrderReference: 'N100',
        ExternalOrderLineReference: 'N100-0',
      },
    ],
  });
  await run();
}

const odd = { items: ['CAFE', 'CAFÉ'].map((SKU) => ({ SKU, Name: SKU, DefaultPrice: '11.00' })) };
/** A stranger's order under the number that N100's copy would have. */
const taken = {
  OrderID: 'W100',
  OrderStatus: 'Dispatched',
  Username: 'bob',
  BillFirstName: 'Bob',
  BillLastName: 'Jones',
  DatePlaced: '2026-06-02 02:00:00',
  DateInvoiced: '2026-06-02',
  OrderLine: [{ SKU: 'BOOK', Quantity: 1, UnitPrice: '20.00' }],
};

/** What is wrong with the number that a copy would get, or has. */
export const numberRows: readonly Row[] = [
  {
    code: 'id-prefix-unknown',
    entity: 'orders',
    setting: { orders: [order({ OrderID: 'Z100' })] },
    ways: [
      { choice: 'map', fill: 'ZZ' },
      edited('by itself, in the file', 'west.prefix', { N: 'W', Z: 'ZZ' }),
      edited('retry', 'west.prefix', { N: 'W', Z: 'ZZ' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'id-malformed',
    entity: 'orders',
    setting: { orders: [order({ OrderID: 'NEW100' })] },
    ways: [
      edited('by itself, with the longer prefix', 'west.prefix', { N: 'W', NEW: 'X' }),
      edited('retry', 'west.prefix', { N: 'W', NEW: 'X' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'id-too-long',
    entity: 'orders',
    setting: { orders: [order({ OrderID: 'N10000000000100' })], rules: { prefix: { N: 'WEST' } } },
    ways: [
      edited('by itself, with a shorter prefix', 'west.prefix', { N: 'W' }),
      edited('retry', 'west.prefix', { N: 'W' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'target-id-taken',
    entity: 'orders',
    setting: { orders: [order()], main: { orders: [taken] } },
    ways: [
      edited('retry', 'west.prefix', { N: 'X' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'target-id-taken',
    when: 'entered for this one',
    entity: 'orders',
    setting: { orders: [order({ OrderPayment: [] })], main: { orders: [order({ OrderID: 'W100', OrderPayment: [] })] } },
    ways: [{ choice: 'link there', agrees: 'account is jsmith in the primary', books: 'orders -11.00' }, { choice: 'adopt', books: 'orders -11.00' }],
  },
  {
    code: 'number-in-xero',
    entity: 'orders',
    setting: {
      orders: [order()],
      inXero: [{ number: 'W100', contact: 'Bob Jones', date: '2026-06-02', total: '20.00' }],
    },
    ways: [
      {
        choice: 'retry',
        first: ({ xero }) => {
          xero?.control.renumberInvoice('W100', 'W100x');
          xero?.control.voidInvoice('W100x');
        },
      },
      edited('retry', 'west.prefix', { N: 'X' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'copied-under-another-id',
    entity: 'orders',
    setting: { orders: [order({ OrderPayment: [] })] },
    arise: copiedElsewhere,
    ways: [
      { choice: 'adopt' },
      { choice: 'retry', first: ({ main }) => main.panel.changeOrder('X100', { OrderStatus: 'Cancelled' }) },
      { ...DROP, books: 'equal' },
    ],
  },
  {
    code: 'copy-has-another-id',
    entity: 'orders',
    setting: { orders: [order({ OrderPayment: [] })], primarySwitches: { lies: [{ on: 'add-order', field: 'GrandTotal', by: '1.00' }] } },
    async arise({ main, run, edit, command }) {
      await run();
      main.switches.lies = [];
      edit('west.prefix', { N: 'X' });
      await command('quarantine', 'retry', '<pipeline>', 'N100');
      await run();
    },
    ways: [
      {
        choice: 'retry',
        first: ({ edit, main }) => {
          edit('west.prefix', { N: 'W' });
          main.panel.changeOrder('W100', { OrderLine: [MUG] });
        },
      },
      { choice: 'accept', first: ({ main }) => main.panel.changeOrder('W100', { OrderLine: [MUG], OrderStatus: 'Dispatched', CompleteStatus: 'Approved' }) },
      { ...DROP, books: 'equal', first: ({ main }) => main.panel.changeOrder('W100', { OrderLine: [MUG], OrderStatus: 'Dispatched', CompleteStatus: 'Approved' }) },
    ],
  },
  {
    code: 'renumbered-by-primary',
    entity: 'orders',
    setting: { orders: [order({ OrderPayment: [] })] },
    arise: ({ run }) => run({ between: renumbering }),
    ways: [
      {
        choice: 'retry',
        first: ({ main }) => main.panel.removeOrder('N7100'),
        // What was written once is looked for before it is written again.
        after: settled,
      },
      { choice: 'link there', first: ({ main }) => main.panel.changeOrder('N7100', { OrderStatus: 'Dispatched', CompleteStatus: 'Approved' }) },
      { ...DROP, first: ({ main }) => main.panel.changeOrder('N7100', { OrderStatus: 'Cancelled' }), books: 'orders -11.00' },
    ],
  },
  {
    code: 'key-ambiguous',
    entity: 'products',
    setting: {
      orders: ['CAFE', 'CAFÉ'].map((SKU, place) => order({ OrderID: `N10${place}`, OrderPayment: [paid(String(place + 1), '11.00')], OrderLine: [{ ...MUG, SKU }] })),
      west: odd,
      rules: { products: { policy: 'prefix', skuPrefix: 'W-' } },
      switches: { keysAlike: 'ascii-case' },
      primarySwitches: { keysAlike: 'accents' },
    },
    ways: [
      {
        choice: 'retry',
        first: async ({ west, command }) => {
          west.panel.addItem({ SKU: 'CAFE-2', Name: 'CAFÉ', DefaultPrice: '11.00' });
          west.panel.changeOrder('N101', { OrderLine: [{ ...MUG, SKU: 'CAFE-2' }] });
          await command('quarantine', 'drop', '<pipeline>', 'CAFÉ', '--entity', 'products', '--reason', 'it has another number now');
        },
      },
      { ...DROP, left: ['waits-for'], books: 'orders -11.00, payments -11.00' },
    ],
  },
]; // biome-ignore format: a table
