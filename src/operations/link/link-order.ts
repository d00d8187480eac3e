import { orderRecord } from '../../entities/order/read/read.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import type { HandLink } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { SeenDifference } from '../../model/accepted.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { formatMoney, isZero, subtract } from '../../model/money.ts';
import { accountingDate, isApproved, isCancelled, type Order } from '../../model/order.ts';
import { sourceOf } from '../../model/origin.ts';
import { lowerKey, sameKey } from '../../model/text-key.ts';
import { readOrders } from '../../neto/orders.ts';
import { accountOfCopy, accountsOfBuyer } from '../../run/copies/accounts-of-buyer.ts';
import { compareWithSource } from '../../run/copies/match-order.ts';
import { isAsked } from '../../session/store-run.ts';
import { type Linking, seenOf } from './linking.ts';
import { pairMoney } from './pair-money.ts';
import type { LinkDifference, LinkField, LinkProposal } from './report.ts';

/** An order of the primary that was entered by hand, for one of a store. @throws ConsolidatorError */
export async function proposeOrder(linking: Linking): Promise<LinkProposal> {
  const { ledger, store, rules, record, as } = linking;
  const [number, ...more] = as;
  if (number === undefined || more.length > 0)
    throw new ConsolidatorError('usage', 'An order has one copy: name one number with --as.');
  const source = await sourceOrder(linking);
  const copy = await enteredOrder(linking, number);
  const { signal } = linking;
  const currencies = isAsked(store) ? await store.source.currencies([source.id], { signal }) : [];
  const accounts = await accountsOfBuyer(ledger, source, rules);
  const compared = compareWithSource(source, copy, {
    rules,
    accounts,
    currencies: currencies.map(({ currency }) => currency),
  }).filter(mustAgree);
  // Whatever speaks for another account, Xero's contact follows from it: a person is to have seen both names.
  const account = await accountDifference(ledger, source, copy, rules);
  const findings = compared.filter(({ key }) => key !== 'account');
  const money = await pairMoney(linking, source.id, copy.id);
  const { store: name, timeZone, purpose } = store.fixed;
  const options = { followInvoiceDate: purpose === 'books', store: name, timeZone };
  const difference = subtract(copy.grandTotal, source.grandTotal);
  const { sourceId } = record;
  const link: HandLink = {
    key: { store: name, entity: 'orders', sourceId },
    targetId: copy.id,
    ids: [copy.id],
    rules: store.rulesHash,
    record: orderRecord(source, options),
    seen: [...compared.map(seenOf), ...accountSeen(source, copy)],
    difference: isZero(difference) ? null : difference,
    why: findings.length + account.length === 0 ? '' : linking.why,
    replaces: linking.replaces,
  };
  return {
    store: name,
    entity: 'orders',
    sourceId,
    as: [copy.id],
    fields: sideBySide(source, copy, linking),
    differences: [
      ...account,
      ...findings.map(({ field, meant, held }) => ({ field, meant, held })),
      ...money.differences,
    ],
    paired: money.paired,
    unpaired: money.unpaired,
    links: [link, ...money.links],
  };
}

/** Where nothing decides yet which one it is, the store's own user name is one of its buyer too. */
async function accountDifference(
  ledger: Linking['ledger'],
  source: Order,
  copy: Order,
  rules: Linking['rules'],
): Promise<LinkDifference[]> {
  const { name, isDecided } = await accountOfCopy(ledger, source, rules);
  const fitting = isDecided ? [name] : [name, source.username];
  if (name === '' || fitting.some((one) => sameKey(one, copy.username))) return [];
  return [{ field: 'account', meant: name, held: copy.username || 'none', inStore: source.username || 'none' }];
}

/** The account that the person was shown: whoever compares both sides later sees it in these words. */
function accountSeen({ username }: Order, copy: Order): SeenDifference[] {
  if (sameKey(username, copy.username)) return [];
  return [{ key: 'account', meant: username || 'none', held: copy.username }];
}

async function sourceOrder({ store, record, signal }: Linking): Promise<Order> {
  const { sourceId } = record;
  const orders = await store.source.orders([sourceId], { signal });
  const order = orders.find(({ id }) => lowerKey(id) === lowerKey(sourceId));
  if (!isAsked(store)) {
    if (order !== undefined) return order;
    const why = `What the file said of ${sourceId} is not in the ledger any more: import the file again, then link it.`;
    throw new ConsolidatorError('not-found', why, { remedy: 'Import the file that holds it again.' });
  }
  if (order === undefined)
    throw new ConsolidatorError('not-found', `${store.fixed.store} has no order ${sourceId}.`, {
      remedy: 'Check the number in the control panel of that store.',
    });
  if (isCancelled(order))
    throw new ConsolidatorError('usage', `${sourceId} is cancelled in its store: there is nothing to link.`);
  return order;
}

/** @throws ConsolidatorError where it can't be the one that was entered for this record */
async function enteredOrder({ ledger, primary, record, signal }: Linking, number: string): Promise<Order> {
  const { store, sourceId, targetId } = record;
  const refuse = (why: string) => new ConsolidatorError('usage', `${sourceId} can't be linked as ${number}: ${why}.`);
  const wanted = [number, ...(targetId === null ? [] : [targetId])];
  const { orders } = await readOrders(primary, wanted, { signal });
  const byNumber = (id: string) => orders.find((order) => lowerKey(order.id) === lowerKey(id));
  const copy = byNumber(number);
  if (copy === undefined)
    throw new ConsolidatorError('not-found', `The primary has no order ${number}.`, {
      remedy: "Give the number that stands on the order in the primary's control panel.",
    });
  if (isCancelled(copy)) throw refuse('it is cancelled in the primary');
  const owner = (await ledger.findByTarget('orders', copy.id)).find((one) => !isSame(one, record));
  if (owner !== undefined) throw refuse(`it is the copy of ${owner.store} ${owner.sourceId}`);
  const named = sourceOf(copy);
  if (named !== undefined && (named.store !== store || named.sourceId !== sourceId))
    throw refuse(`it names ${named.store} ${named.sourceId} as its source`);
  const before = targetId === null || lowerKey(targetId) === lowerKey(number) ? undefined : byNumber(targetId);
  if (before !== undefined && !isCancelled(before) && named === undefined)
    throw refuse(`its copy ${before.id} stands in the primary; cancel that one first`);
  return copy;
}

function isSame(a: LedgerRecord, b: LedgerRecord): boolean {
  return a.store === b.store && a.sourceId === b.sourceId;
}

function sideBySide(source: Order, copy: Order, { rules, primary }: Linking): LinkField[] {
  const row = (name: string, show: (order: Order, zone: string) => string): LinkField => {
    return { name, source: show(source, rules.timeZone), primary: show(copy, primary.timeZone) };
  };
  const name = ({ billing: { firstName, lastName, company } }: Order) =>
    [company, `${firstName} ${lastName}`.trim()].filter(Boolean).join(', ');
  return [
    row('number', ({ id }) => id),
    row('status', (order) => `${order.status}, ${isApproved(order) ? 'approved' : 'not approved'}`),
    row('day', (order, zone) => accountingDate(order, zone) ?? ''),
    row('name', name),
    row('account', ({ username }) => username),
    row('total', ({ grandTotal }) => formatMoney(grandTotal)),
    row('GST', ({ orderTax }) => formatMoney(orderTax)),
    row('lines', ({ lines }) => lines.map(({ quantity, sku }) => `${quantity} × ${sku || '?'}`).join(', ')),
  ];
}
