import type { RunSummary } from '../../../src/run/summary.ts';
import { impatience } from '../../support/impatience.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { wordsOf } from '../support/printed.ts';
import { HOUR, type Stage, settled } from '../support/stage.ts';
import type { Row, Way } from '../support/try-remedies.ts';
import { DROP, LINK, MUG, mended, order, paid } from './parts.ts';

const unpaid = order({ OrderPayment: [] });
const byHand = (OrderID: string, AmountPaid = '11.00') => ({
  OrderID,
  AmountPaid,
  PaymentMethodName: 'Cash',
  DatePaid: '2026-07-11 02:00:00',
});
const approved = { OrderStatus: 'Dispatched', CompleteStatus: 'Approved' };
const approve: Way['first'] = ({ main }) => main.panel.changeOrder('W100', { OrderLine: [MUG], ...approved });
const idOf = ({ main }: Stage): string => main.payments().at(-1)?.PaymentID ?? '';

/** Runs, an hour apart, until something waits for a person. */
async function untilQuarantined({ run, later }: Stage, times = 12): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const summary: RunSummary = await run();
    if (summary.quarantine.length > 0) return;
    later(HOUR);
  }
}

const keyedMeanwhile = { ...unpaid, OrderID: 'N5500', ShippingOption: 'Post', Username: 'jane' };

/** What came of writing to the primary. */
export const writingRows: readonly Row[] = [
  {
    code: 'waits-for',
    entity: 'orders',
    setting: { orders: [unpaid], rules: { products: { policy: 'match', services: { MUG: 'NOT-THERE' } } } },
    async arise({ run, command }) {
      await run();
      await command('quarantine', 'drop', '<pipeline>', 'MUG', '--entity', 'products', '--reason', 'a mistake');
      await run();
    },
    ways: [
      {
        choice: 'by itself, once that is settled',
        first: async ({ edit, command }, { text }) => {
          const line = /`(neto-consolidator quarantine retry [^`]+)`/.exec(text)?.[1];
          if (line === undefined) throw new Error(text);
          await command(...wordsOf(line));
          edit('west.products.services', { MUG: 'FEE' });
        },
      },
      {
        choice: 'retry',
        first: async ({ edit, command }) => {
          await command('quarantine', 'retry', '<pipeline>', 'MUG', '--entity', 'products');
          edit('west.products.services', { MUG: 'FEE' });
        },
      },
      LINK,
      DROP,
    ],
  },
  {
    code: 'read-back-differs',
    entity: 'orders',
    setting: { orders: [order()], primarySwitches: { lies: [{ on: 'add-order', field: 'GrandTotal', by: '1.00' }] } },
    async arise({ main, run }) {
      await run();
      main.switches.lies = [];
    },
    ways: [
      { choice: 'accept', books: 'orders 1.00' },
      { choice: 'retry', first: ({ main }) => main.panel.changeOrder('W100', { OrderLine: [MUG], GrandTotal: '11.00' }) },
      { ...DROP, first: ({ main }) => main.panel.changeOrder('W100', { OrderStatus: 'Cancelled' }) },
    ],
  },
  {
    code: 'refused',
    entity: 'orders',
    setting: { orders: [order()] },
    async arise({ main, run }) {
      main.faults.next = ({ action }) => (action === 'AddOrder' ? { kind: 'refused', message: 'BillLastName is a required field and is missing' } : undefined);
      await run();
      main.faults.next = undefined;
    },
    ways: [{ choice: 'retry' }, LINK, DROP],
  },
  {
    code: 'on-another-order',
    entity: 'payments',
    setting: {
      orders: [order(), order({ OrderID: 'N101', OrderLine: [{ ...MUG, UnitPrice: '110.00' }], OrderPayment: [] })],
      primarySwitches: { lies: [{ on: 'add-payment', field: 'OrderID', value: 'W101', records: 1, orders: ['W100'] }] },
    },
    arise: (stage) => untilQuarantined(stage, 4),
    ways: [
      { choice: 'retry (moved there)', first: (stage) => stage.main.panel.changePayment(idOf(stage), { OrderID: 'W100' }), after: settled },
      { choice: 'retry', first: (stage) => stage.main.panel.removePayment(idOf(stage)), after: settled },
      { ...DROP, first: (stage) => stage.main.panel.removePayment(idOf(stage)) },
    ],
  },
  {
    code: 'not-stored',
    entity: 'orders',
    setting: { orders: [unpaid] },
    async arise(stage) {
      stage.main.faults.next = ({ action }) => (action === 'AddOrder' ? { kind: 'lie' } : undefined);
      await untilQuarantined(stage, 60);
      stage.main.faults.next = undefined;
    },
    ways: [{ choice: 'retry', after: settled }, LINK, DROP],
  },
  {
    code: 'may-be-there',
    entity: 'payments',
    setting: { orders: [unpaid] },
    async arise({ run, main, west }) {
      await run();
      main.panel.addPayment(byHand('W100'));
      west.panel.addPayment(byHand('N100'));
      await run();
    },
    ways: [
      { choice: 'link there' },
      { choice: 'accept' },
      { choice: 'retry', first: (stage) => stage.main.panel.removePayment(idOf(stage)) },
      { ...DROP, books: 'equal' },
    ],
  },
  {
    code: 'may-be-there',
    when: 'and is another one',
    entity: 'payments',
    sourceId: '2',
    setting: { orders: [order({ OrderLine: [{ ...MUG, Quantity: 2 }], OrderPayment: [paid('1', '11.00', { PaymentType: 'Shells' })] })] },
    async arise({ run, main, west }) {
      await run();
      // What stands there is the one that was paid in shells.
      main.panel.addPayment(byHand('W100'));
      west.panel.addPayment(byHand('N100'));
      await run();
    },
    ways: [{ choice: 'retry --another', left: ['may-be-there'], books: 'equal' }],
  },
  {
    code: 'may-be-there',
    when: 'an order',
    entity: 'orders',
    setting: { orders: [order({ OrderPayment: [], ShippingOption: 'Pallet' })] },
    async arise({ run, main, edit }) {
      await run();
      main.panel.addOrder(keyedMeanwhile);
      edit('west.orders.shippingMethods', { Pallet: 'Post' });
      await run();
    },
    ways: [
      { choice: 'link there', agrees: 'account is jane in the primary' },
      { choice: 'retry', first: ({ main }) => main.panel.changeOrder('N5500', { OrderStatus: 'Cancelled' }) },
      { choice: 'retry --another', books: 'orders 11.00' },
      { ...DROP, books: 'equal' },
    ],
  },
  {
    code: 'copy-by-hand',
    entity: 'payments',
    setting: { orders: [order({ OrderType: 'dropshipping', OrderPayment: [] })] },
    async arise({ run, main, west, command }) {
      await run();
      main.panel.addOrder({ ...unpaid, OrderID: 'W100', Username: 'west_store' });
      await command('link', '<pipeline>', 'N100', '--as', 'W100');
      west.panel.addPayment(byHand('N100'));
      await run();
    },
    ways: [LINK, DROP],
  },
  {
    code: 'reference-altered',
    entity: 'payments',
    setting: { orders: [order()], primarySwitches: { references: { CardAuthorisation: [{ how: 'cut', characters: 4 }] } } },
    ways: [
      { choice: 'accept', first: ({ main }) => { main.switches.references.CardAuthorisation = []; } },
      { choice: 'retry', first: (stage) => { stage.main.switches.references.CardAuthorisation = []; stage.main.panel.changePayment(idOf(stage), { CardAuthorisation: 'west:1' }); } },
      { ...DROP, books: 'equal', first: ({ main }) => { main.switches.references.CardAuthorisation = []; } },
    ],
  },
  {
    code: 'payment-reference-unreadable',
    entity: 'payments',
    setting: { orders: [order()] },
    // As an earlier version left it: no version writes it any more.
    async arise({ run, ledgerFile }) {
      await run();
      const ledger = openLedger(ledgerFile);
      const id = await ledger.beginRun({ narrowed: true });
      const key = { store: 'west', entity: 'payments', sourceId: '1' } as const;
      await ledger.decide(id, [{ kind: 'quarantine', key, reason: 'payment-reference-unreadable', message: '' }]);
      await ledger.close();
    },
    ways: [{ choice: 'accept' }, { choice: 'retry' }, { ...DROP, books: 'equal' }],
  },
  {
    code: 'in-export-batch',
    entity: 'orders',
    setting: { orders: [unpaid] },
    async arise({ run, command }) {
      await command('export', '<pipeline>', '--out', 'feeds');
      await run();
    },
    ways: [
      { choice: 'confirm', code: 3, after: settled },
      { choice: 'retry', first: ({ command }) => command('export', 'confirm', '<pipeline>', '--batch', '1') },
      DROP,
    ],
  },
  {
    code: 'not-approved-in-time',
    entity: 'orders',
    setting: { orders: [unpaid], primarySwitches: { lies: [{ on: 'add-order', field: 'GrandTotal', by: '1.00' }] } },
    // As closing its store leaves it.
    async arise({ run, main, ledgerFile }) {
      await run();
      main.switches.lies = [];
      main.panel.changeOrder('W100', { OrderLine: [MUG], GrandTotal: '11.00' });
      const ledger = openLedger(ledgerFile);
      const id = await ledger.beginRun({ narrowed: true });
      const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
      await ledger.retry(id, key);
      await ledger.decide(id, [{ kind: 'quarantine', key, reason: 'not-approved-in-time', message: '' }]);
      await ledger.close();
    },
    ways: [
      { choice: 'accept', first: approve },
      { choice: 'retry' },
      { ...DROP, first: ({ main }) => main.panel.changeOrder('W100', { OrderStatus: 'Cancelled' }) },
    ],
  },
  {
    code: 'record-failed',
    entity: 'orders',
    setting: { orders: [order()] },
    async arise({ run }) {
      await run({ between: { ...impatience, ledger: garbling } });
    },
    ways: [mended('by itself, mended', { CustomerRef1: 'x' }), { choice: 'retry' }, LINK, DROP],
  },
]; // biome-ignore format: a table

type Given = Parameters<NonNullable<NonNullable<Parameters<Stage['run']>[0]>['between']>['ledger']>[0];

/** Brings N100 as something that no version of this program can read. */
function garbling(ledger: Given): Given {
  const garbled = <R extends { readonly sourceId: string; readonly payload: string | null }>(record: R): R =>
    record.sourceId === 'N100' ? { ...record, payload: '{"id":' } : record;
  return new Proxy(ledger, {
    get(target, name) {
      if (name === 'staged')
        return async (...given: Parameters<Given['staged']>) => (await target.staged(...given)).map(garbled);
      if (name === 'known')
        return async (...given: Parameters<Given['known']>) =>
          new Map([...(await target.known(...given))].map(([id, record]) => [id, garbled(record)]));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
