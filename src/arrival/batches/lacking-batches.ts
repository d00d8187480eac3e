import { type Decimal, equal, formatMoney } from '../../model/money.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Batch } from '../verdicts.ts';
import type { Group } from './group.ts';
import { batch } from './make-batch.ts';
import { areNear } from './near.ts';
import type { BatchedOrder } from './orders.ts';
import { sumOfOrders } from './sums.ts';

/** A batch of that total which somebody has voided or deleted; undefined where there is none. */
export function deadBatch({ orders, invoices }: Group, total: Decimal, all: readonly XeroInvoice[]): Batch | undefined {
  const dead = all.find(
    (one) =>
      one.isSale &&
      ['VOIDED', 'DELETED'].includes(one.status) &&
      equal(one.total, total) &&
      areNear({ orders, invoices: [one] }),
  );
  if (dead === undefined) return undefined;
  const cause = dead.status === 'VOIDED' ? 'voided' : 'deleted';
  const isAll = equal(sumOfOrders(orders).total, total);
  const which = isAll ? `its ${orders.length} orders` : `its orders, which are among ${ofOrders(orders)},`;
  const message = `The batch ${dead.number} over ${formatMoney(total)} was ${cause} in Xero, but ${which} count in the primary.`;
  const remedy = 'Find out why, and enter it anew if it counts.';
  return batch({ orders, invoices: [...invoices, dead] }, { verdict: 'different', cause, message, remedy });
}

export function ofWrongCurrency({ orders }: Group, other: XeroInvoice): Batch {
  const message = `The batch ${other.number} of ${orders.length} orders is in ${other.currency} in Xero, but in ${orders[0]?.currency} in the primary.`;
  const said = { verdict: 'different', cause: 'currency', message, remedy: 'Correct it in Xero.' } as const;
  return batch({ orders, invoices: [other] }, said);
}

export function lost(group: Group): Batch {
  const message = `${ofOrders(group.orders)} over ${formatMoney(sumOfOrders(group.orders).total)} are in no batch in Xero.`;
  const remedy =
    "Look in the primary's Xero export log (Logs & Reports, Export Logs, Invoices), which has Xero's answer; mend that, and export them anew.";
  return batch(group, { verdict: 'missing', cause: 'not-exported', message, remedy });
}

const NAMED = 10;

/** `W1, W2 and 3 more of 2026-11-10`. */
export function ofOrders(orders: readonly BatchedOrder[]): string {
  const named = orders.slice(0, NAMED).map(({ number }) => number);
  const more = orders.length - named.length;
  const days = [...new Set(orders.map(({ day }) => day))].sort();
  const when = days.length === 1 ? `of ${days[0]}` : `of ${days.at(0)} to ${days.at(-1)}`;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${when}`;
}
