import { compare, equal, formatMoney } from '../../model/money.ts';
import { daysAfter } from '../../model/time.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import { ageOf } from '../judging.ts';
import type { Batch } from '../verdicts.ts';
import type { Group } from './group.ts';
import { daysOf, type Grouped } from './groups.ts';
import { deadBatch, lost, ofOrders, ofWrongCurrency } from './lacking-batches.ts';
import { type Around, batch, knownBy, namesOf } from './make-batch.ts';
import { currencyOf } from './moved.ts';
import { sumOfInvoices, sumOfOrders } from './sums.ts';

/** What came to no equal sums, day by day. */
export function restsOf({ rest, shift }: Pick<Grouped, 'rest' | 'shift'>, judged: Around): Batch[] {
  const groups = [...Map.groupBy(rest, currencyOf).values()].flatMap((of) =>
    daysOf(
      of.flatMap(({ orders }) => orders),
      of.flatMap(({ invoices }) => invoices),
      shift,
    ),
  );
  const strays = groups.filter(({ orders }) => orders.length === 0).flatMap(({ invoices }) => invoices);
  return groups
    .filter(({ orders }) => orders.some(({ isBeside }) => isBeside !== true))
    .flatMap((group) =>
      group.invoices.length === 0 ? withoutBatch(group, strays, { ...judged, shift }) : [ofRest(group, judged)],
    );
}

/** There are batches, and they do not come to the sum. */
function ofRest(group: Group, { settings, isSure, isOld }: Around): Batch {
  const { orders, invoices } = group;
  const [primary, xero] = [sumOfOrders(orders), sumOfInvoices(invoices)];
  const sums = `come to ${formatMoney(primary.total)} in the primary`;
  const young = orders.filter((one) => !isOld(one));
  const old = orders.filter(isOld);
  // Those that are not young come to more than the batch alone: no younger one can make up for that.
  const isLacking = isSure && compare(sumOfOrders(old).total, xero.total) > 0;
  if (young.length > 0 && !isLacking) {
    const message = `${ofOrders(orders)} ${sums}, their batch in Xero (${namesOf(group)}) to ${formatMoney(xero.total)}; some are so young that the export may still take them. ${knownBy(young, settings)}`;
    return batch(group, { verdict: 'pending', cause: 'usual-delay', message, remedy: '' });
  }
  if (!isSure) {
    const message = `${ofOrders(orders)} ${sums}; no invoices in Xero come to that, so which of them are the batches is not known.`;
    return batch(group, { verdict: 'unproven', cause: 'batched', message, remedy: '' });
  }
  const message = `${ofOrders(orders)} ${sums}, but their batch in Xero (${namesOf(group)}) to ${formatMoney(xero.total)}.`;
  const remedy =
    "See in the primary's Xero export log which orders went into it. What changed after its batch was posted does not go again: correct it in Xero by hand.";
  return batch(group, { verdict: 'different', cause: 'total', message, remedy });
}

/** A day without a batch: it may be of another day or currency, or be voided. */
function withoutBatch(
  group: Group,
  strays: readonly XeroInvoice[],
  judged: Around & { readonly shift: number },
): Batch[] {
  const { settings, all } = judged;
  const { orders } = group;
  const { total } = sumOfOrders(orders);
  const [first] = orders;
  const young = orders.filter((one) => !judged.isOld(one));
  if (young.length > 0) {
    const old = orders.filter(judged.isOld);
    const hours = Math.min(...young.map((one) => Math.max(0, Math.floor(ageOf(one, settings) ?? 0))));
    const message = `${ofOrders(young)} are in no batch yet, ${hours} h after the last change; the export may take ${settings.usualDelayHours} h. ${knownBy(young, settings)}`;
    const pending = batch(
      { orders: young, invoices: [] },
      { verdict: 'pending', cause: 'usual-delay', message, remedy: '' },
    );
    return old.length === 0 ? [pending] : [pending, ...withoutBatch({ orders: old, invoices: [] }, strays, judged)];
  }
  if (!judged.isSure) return [ofRest(group, judged)];
  const on = first === undefined ? null : daysAfter(first.day, judged.shift);
  const ofDay = all.filter((one) => one.day === on);
  const dead = deadBatch({ orders, invoices: [] }, total, ofDay);
  if (dead !== undefined) return [dead];
  const other = strays.find((one) => equal(one.total, total));
  if (other !== undefined) {
    if (other.currency !== first?.currency) return [ofWrongCurrency(group, other)];
    const message = `The batch ${other.number} of ${orders.length} orders is of ${other.day} in Xero, but of ${first.day} in the primary.`;
    const remedy = 'Correct it in Xero.';
    return [batch({ orders, invoices: [other] }, { verdict: 'different', cause: 'date', message, remedy })];
  }
  const { lockDate } = settings;
  if (lockDate !== null && first !== undefined && first.day <= lockDate) {
    const message = `${ofOrders(orders)} are in no batch in Xero: their day (${first.day}) is locked there up to ${lockDate}.`;
    const remedy = 'Have your accountant decide where they belong.';
    return [batch(group, { verdict: 'missing', cause: 'locked', message, remedy })];
  }
  return [lost(group)];
}
