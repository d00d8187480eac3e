import { equal, formatMoney } from '../../model/money.ts';
import { daysAfter } from '../../model/time.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import { ageOf } from '../judging.ts';
import type { Batch } from '../verdicts.ts';
import type { Group } from './group.ts';
import { daysOf, type Grouped } from './groups.ts';
import { type Around, batch, isYoung, namesOf } from './make-batch.ts';
import type { BatchedOrder } from './orders.ts';
import { sumOfInvoices, sumOfOrders } from './sums.ts';

/** What came to no equal sums: day by day where the export batches by day, else as one. */
export function restsOf({ rest, shift, isByDay }: Grouped, judged: Around): Batch[] {
  const groups = isByDay ? rest.flatMap(({ orders, invoices }) => daysOf(orders, invoices, shift)) : rest;
  const strays = groups.filter(({ orders }) => orders.length === 0).flatMap(({ invoices }) => invoices);
  return groups
    .filter(({ orders }) => orders.length > 0)
    .flatMap((group) =>
      isByDay && group.invoices.length === 0
        ? withoutBatch(group, strays, { ...judged, shift })
        : [ofRest(group, judged)],
    );
}

/** There are batches, and they do not come to the sum. */
function ofRest(group: Group, { settings, isSure }: Around): Batch {
  const { orders, invoices } = group;
  const [primary, xero] = [sumOfOrders(orders), sumOfInvoices(invoices)];
  const sums = `come to ${formatMoney(primary.total)} in the primary`;
  if (isYoung(orders, settings)) {
    const message = `${ofOrders(orders)} ${sums}; some are so young that the export may still take them.`;
    return batch(group, { verdict: 'pending', cause: 'usual-delay', message, remedy: '' });
  }
  if (!isSure) {
    const message = `${ofOrders(orders)} ${sums}; no invoices in Xero come to that, so which of them are the batches is not known.`;
    return batch(group, { verdict: 'unproven', cause: 'batched', message, remedy: '' });
  }
  if (invoices.length === 0) return lost(group);
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
  if (isYoung(orders, settings)) {
    const young = orders.filter((one) => isYoung([one], settings));
    const old = orders.filter((one) => !young.includes(one));
    const hours = Math.min(...young.map((one) => Math.max(0, Math.floor(ageOf(one, settings) ?? 0))));
    const message = `${ofOrders(young)} are in no batch yet, ${hours} h after the last change; the export may take ${settings.usualDelayHours} h.`;
    const pending = batch(
      { orders: young, invoices: [] },
      { verdict: 'pending', cause: 'usual-delay', message, remedy: '' },
    );
    return old.length === 0 ? [pending] : [pending, ...withoutBatch({ orders: old, invoices: [] }, strays, judged)];
  }
  if (!judged.isSure) return [ofRest(group, judged)];
  const on = first === undefined ? null : daysAfter(first.day, judged.shift);
  const dead = all.find(
    (one) => one.isSale && ['VOIDED', 'DELETED'].includes(one.status) && one.day === on && equal(one.total, total),
  );
  if (dead !== undefined) {
    const cause = dead.status === 'VOIDED' ? 'voided' : 'deleted';
    const message = `The batch ${dead.number} over ${formatMoney(total)} was ${cause} in Xero, but its ${orders.length} orders count in the primary.`;
    const remedy = 'Find out why, and enter it anew if it counts.';
    return [batch({ orders, invoices: [dead] }, { verdict: 'different', cause, message, remedy })];
  }
  const other = strays.find((one) => equal(one.total, total));
  if (other !== undefined) {
    const isCurrency = other.currency !== first?.currency;
    const [is, must] = isCurrency ? [other.currency, first?.currency] : [other.day, first?.day];
    const message = `The batch ${other.number} of ${orders.length} orders is ${isCurrency ? 'in' : 'of'} ${is} in Xero, but ${isCurrency ? 'in' : 'of'} ${must} in the primary.`;
    const cause = isCurrency ? 'currency' : 'date';
    const remedy = 'Correct it in Xero.';
    return [batch({ orders, invoices: [other] }, { verdict: 'different', cause, message, remedy })];
  }
  const { lockDate } = settings;
  if (lockDate !== null && first !== undefined && first.day <= lockDate) {
    const message = `${ofOrders(orders)} are in no batch in Xero: their day (${first.day}) is locked there up to ${lockDate}.`;
    const remedy = 'Have your accountant decide where they belong.';
    return [batch(group, { verdict: 'missing', cause: 'locked', message, remedy })];
  }
  return [lost(group)];
}

function lost(group: Group): Batch {
  const message = `${ofOrders(group.orders)} over ${formatMoney(sumOfOrders(group.orders).total)} are in no batch in Xero.`;
  const remedy =
    "Look in the primary's Xero export log (Logs & Reports, Export Logs, Invoices), which has Xero's answer; mend that, and export them anew.";
  return batch(group, { verdict: 'missing', cause: 'not-exported', message, remedy });
}

const NAMED = 10;

/** `W1, W2 and 3 more of 2026-11-10`. */
function ofOrders(orders: readonly BatchedOrder[]): string {
  const named = orders.slice(0, NAMED).map(({ number }) => number);
  const more = orders.length - named.length;
  const days = [...new Set(orders.map(({ day }) => day))].sort();
  const when = days.length === 1 ? `of ${days[0]}` : `of ${days.at(0)} to ${days.at(-1)}`;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${when}`;
}
