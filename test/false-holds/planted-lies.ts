import type { FakeStore, Lie } from '../../src/fake-store/index.ts';
import { randomFrom } from '../../src/fake-store/seeded-faults.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { type Measured, prefixes, type Trial, withTrial } from './measure.ts';
import { pick } from './usual-order.ts';

/** What a lie alters, and whose record is to be told of. Each field is one that the primary shows. */
const onOrders = [
  { on: 'add-order', field: 'OrderLine.Quantity' },
  { on: 'add-order', field: 'OrderLine.Quantity', balance: 'price' },
  { on: 'add-order', field: 'OrderLine.UnitPrice' },
  { on: 'add-order', field: 'OrderLine.SKU' },
  { on: 'add-order', field: 'OrderLine.TaxFree' },
  { on: 'add-order', field: 'OrderLine', value: 'repeated' },
  { on: 'add-order', field: 'GrandTotal', by: '7.00' },
  { on: 'add-order', field: 'OrderTax', by: '3.00' },
  { on: 'add-order', field: 'DateInvoiced' },
  { on: 'add-order', field: 'ShippingTotal', balance: 'totals' },
  { on: 'add-order', field: 'TaxInclusive' },
  { on: 'add-order', field: 'SalesChannel' },
  { on: 'approve', field: 'DateInvoiced' },
  { on: 'approve', field: 'OrderTax', by: '-3.00' },
  { on: 'approve', field: 'GrandTotal', by: '-1.00' },
  { on: 'approve', field: 'OrderLine.Quantity' },
] as const satisfies readonly Lie[];
const onPayments = [
  { on: 'add-payment', field: 'AmountPaid' },
  { on: 'add-payment', field: 'DatePaid' },
  { on: 'add-payment', field: 'PaymentMethodName' },
  { on: 'add-payment', field: 'CurrencyCode' },
] as const satisfies readonly Lie[];
const onReturns = [
  { on: 'add-rma', field: 'RmaLine.Quantity' },
  { on: 'add-rma', field: 'RmaLine.RefundSubtotal' },
  { on: 'add-rma', field: 'RmaLine.SKU' },
  { on: 'add-rma', field: 'RefundTotal' },
  { on: 'add-rma', field: 'RefundTaxTotal' },
  { on: 'add-rma', field: 'Refund.RefundAmount' },
  { on: 'add-rma', field: 'DateIssued' },
  { on: 'add-rma', field: 'CurrencyCode' },
] as const satisfies readonly Lie[];

export interface Planted {
  readonly lie: Lie;
  /** The copy's number in the primary. */
  readonly order: string;
  readonly source: string;
}

export interface Told {
  readonly planted: readonly Planted[];
  /** `add-order OrderLine.SKU of W1004`: nothing was said of it. */
  readonly silent: readonly string[];
  /** Of orders that nothing was planted on. */
  readonly heldWithout: readonly string[];
}

/** Plants one wrong field on each of so many orders (or their payments and returns), and hears what is said of it. */
export async function plantLies(trial: Trial, count: number): Promise<Told> {
  const random = randomFrom(trial.seed + 9_000);
  const planted = await withTrial({ ...trial, runs: 0 }, ({ stores }) =>
    (['west', 'south'] as const).flatMap((name) => plantedOn(stores[name], name, random, Math.ceil(count / 2))),
  );
  const lies = planted.map(({ lie }) => lie);
  return withTrial(
    trial,
    ({ summaries, stores }) => {
      const held = heldIn({ summaries, stores });
      const sources = new Set(planted.map(({ source }) => source));
      return {
        planted,
        silent: planted
          .filter((one) => !isMentioned({ summaries, stores }, one) && !isCounted(summaries, one, planted))
          .map(({ lie, order }) => `${lie.on} ${lie.field} of ${order}`),
        heldWithout: held
          .filter(({ owner }) => !sources.has(owner) && !sources.has(owner.replace(/-\d+$/, '')))
          // A part of an order whose copy was altered waits for that.
          .map(({ entity, sourceId, code, reason }) => `${entity} ${sourceId} ${code}: ${reason}`),
      };
    },
    lies,
  );
}

type Heard = Pick<Measured, 'summaries' | 'stores'>;

/** What stands in quarantine after any of the runs, each with the order that it belongs to. */
function heldIn({ summaries, stores }: Heard) {
  // A payment or a return is named by its own id alone: whose it is, its store tells.
  const ownerOf = (store: string, entity: string, id: string): string => {
    const shop = stores[store as keyof typeof stores];
    if (entity === 'payments') return shop.payments().find(({ PaymentID }) => PaymentID === id)?.OrderID ?? '';
    if (entity === 'rmas') return shop.rmas().find(({ RmaID }) => RmaID === id)?.OrderID ?? '';
    return id;
  };
  return summaries
    .flatMap(({ quarantine }) => quarantine)
    .map((one) => ({ ...one, owner: `${one.store} ${ownerOf(one.store, one.entity, one.sourceId)}` }));
}

/** Whether an order, or what belongs to it, is quarantined or named by what the runs say. */
export function isMentioned(heard: Heard, { order, source }: Pick<Planted, 'order' | 'source'>): boolean {
  if (heldIn(heard).some(({ owner }) => owner === source)) return true;
  return heard.summaries.flatMap(wordsOf).some((words) => mentions(words, order, source));
}

/** A channel need only be said: of many copies of a store three are named, and the others counted. */
function isCounted(summaries: readonly RunSummary[], { lie, source }: Planted, all: readonly Planted[]): boolean {
  if (lie.field !== 'SalesChannel') return false;
  const [store = ''] = source.split(' ');
  const altered = all.filter((one) => one.lie.field === lie.field && one.source.startsWith(`${store} `));
  return summaries.some(({ warnings }) =>
    warnings.some(
      ({ code, store: of, message, count = 1 }) =>
        code === 'copy-differs' && of === store && message.includes('channel') && count >= altered.length,
    ),
  );
}

function plantedOn(store: FakeStore, name: 'west' | 'south', random: () => number, count: number): Planted[] {
  const orders = store
    .orders()
    .filter(({ OrderID, ShippingTotal }) => !OrderID.includes('-') && Number(ShippingTotal) > 0);
  const returned = new Set(store.rmas().map(({ OrderID }) => OrderID));
  // Spread over the store, so that no three canaries in a row are lied about; a wrong order keeps what belongs to it back.
  const step = Math.max(1, Math.floor(orders.length / count));
  return orders
    .filter((_, place) => place > 3 && place % step === 0)
    .slice(0, count)
    .map(({ OrderID }): Planted => {
      const isPaid = store.payments(OrderID).length > 0;
      const kinds: Lie[] = [...onOrders];
      if (isPaid) kinds.push(...onPayments, ...onPayments);
      const order = OrderID.replace('N', prefixes[name]);
      const chosen = returned.has(OrderID) ? pick(random, onReturns) : pick(random, kinds);
      return { lie: { ...chosen, orders: [order], records: 1 }, order, source: `${name} ${OrderID}` };
    });
}

function wordsOf({ differences, warnings, proof }: RunSummary): string[] {
  return [
    ...differences.map((one) => JSON.stringify(one)),
    // Others name orders that are as they should be: without a due date, or with cents of GST by rounding.
    ...warnings
      .filter(({ code }) => code === 'copy-differs')
      .map(({ store, sourceId, message, examples = [] }) => `${store} ${sourceId} ${message} ${examples.join(' ')}`),
    JSON.stringify(proof),
  ];
}

/** By either number; the copy's alone where the words name no store. */
function mentions(words: string, order: string, source: string): boolean {
  const [store = '', id = ''] = source.split(' ');
  const has = (number: string) => new RegExp(`(^|[^\\w-])${number}(?![\\w-])`).test(words);
  return has(order) || (words.includes(store) && has(id));
}
