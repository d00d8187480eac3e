import type { OrderLoad } from '../../entities/order/transform/order.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { equal, formatMoney } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { lowerKey, textKey, upperKey } from '../../model/text-key.ts';
import type { NumberInXero } from '../../session/numbers-in-xero.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { OrderRun } from '../context/parts.ts';
import { ordersNow } from '../copies/orders-now.ts';

interface NewOrder {
  readonly key: LedgerRecord;
  readonly order: Order;
  readonly load: OrderLoad;
}

/**
 * Orders whose new number is free in the books. Neto's export would write over an invoice that bears it, or be refused; so
 * what was never written, and has no copy in the primary, waits for a person. Where the books can't be asked it stays as it
 * is for the next run, which asks again.
 * @throws ConsolidatorError where the primary can't be read, or the run is stopped
 */
export async function withFreeNumbersInXero<Candidate extends NewOrder>(
  context: OrderRun,
  store: StoreRun,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const { numbersInXero } = context;
  const fresh = candidates.filter(({ key }) => key.targetId === null);
  if (numbersInXero === undefined || fresh.length === 0 || store.fixed.orders.markExported) return [...candidates];
  const numberOf = ({ load }: NewOrder): string => load.draft.orderId;
  const found = await numbersInXero.of(fresh.map(numberOf));
  const waiting = new Set(fresh.filter((one) => found.unread.has(upperKey(numberOf(one)))).map(({ key }) => key));
  if (waiting.size > 0) {
    const { why, since } = found;
    const known = context.waitForXero.get(store.fixed.store)?.orders ?? [];
    const orders = new Set([...known, ...[...waiting].map(({ sourceId }) => sourceId)]);
    context.waitForXero.set(store.fixed.store, { orders, why, since });
  }
  const taken = fresh.filter((one) => found.taken.has(upperKey(numberOf(one))));
  // What the primary has already is no new number: the look-up before each write sees to that.
  const there = new Set((await ordersNow(context, taken.map(numberOf))).map(({ id }) => lowerKey(id)));
  const decisions: Decision[] = [];
  for (const one of taken) {
    const number = numberOf(one);
    const documents = found.taken.get(upperKey(number)) ?? [];
    const blocking = documents.filter(({ status }) => status !== 'DELETED');
    if (there.has(lowerKey(number))) continue;
    if (blocking.length === 0) tellDeleted(context, store, one.key, number);
    else
      decisions.push({
        kind: 'quarantine',
        key: one.key,
        reason: 'number-in-xero',
        message: messageOf(one, number, blocking),
      });
  }
  await context.ledger.decide(context.run, decisions);
  return candidates.filter(({ key }) => !waiting.has(key) && !decisions.some((one) => one.key === key));
}

function messageOf({ order }: NewOrder, number: string, documents: readonly NumberInXero[]): string {
  const [first] = documents;
  const what = documents
    .map(
      ({ status, total, day }) => `${formatMoney(total)}${day === null ? '' : ` of ${day}`} (${status.toLowerCase()})`,
    )
    .join(', ');
  const isSame = first !== undefined && equal(first.total, order.grandTotal) && first.day === order.invoicedOn;
  const perhaps = !isSame
    ? ''
    : isOf(order, first)
      ? ' Its contact, total and day are those of this order: it may have been exported before. Then enter it in the primary by hand, marked as exported, and `link` it.'
      : ' Its total and day are those of this order, but it is to another contact there: look at it before anything else is done.';
  return `The number ${number} is in Xero already, on an invoice of ${what}.${perhaps}`;
}

/** Whether the invoice is to whom the export would send this order's: the company, else the person. */
function isOf({ billing: { company, firstName, lastName } }: Order, { contactName }: NumberInXero): boolean {
  const names = [company, `${firstName.trim()} ${lastName.trim()}`].map(textKey).filter((name) => name !== '');
  return contactName !== undefined && names.includes(textKey(contactName));
}

function tellDeleted({ warnings }: OrderRun, store: StoreRun, { sourceId }: LedgerRecord, number: string): void {
  const message = `${number} was on an invoice in Xero that was deleted there; its number is free again.`;
  warnings.push({ store: store.fixed.store, entity: 'orders', sourceId, code: 'number-deleted-in-xero', message });
}
