import type { ExpectedCopy, ExpectedPayment, ExpectedReturn, People } from '../arrival/expected.ts';
import { inBooksDays } from '../model/in-books-note.ts';
import { isApproved, type Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import type { Return } from '../model/rma.ts';
import { localDateOf } from '../model/time.ts';
import { amountsOf } from './amounts.ts';
import { sameId } from './belongs.ts';
import type { CopyFacts, OrderCase } from './cases.ts';
import type { ReadReturns } from './read-returns.ts';
import type { Copy } from './sides.ts';

/** What Xero is to show of an order's copies: of approved ones that are not kept from it, and of cancelled ones. */
export function expectedOf(one: OrderCase, returns: ReadReturns, people: People): ExpectedCopy[] {
  return [
    ...one.live
      .filter(({ order }) => isApproved(order) && !isKeptFromXero(one, order))
      .map((copy) => ofLive(one, copy, returns, people)),
    ...one.cancelled
      .filter(({ order }) => !isKeptFromXero(one, order))
      .map((copy) => ({ ...ofCopy(one, copy, people), isCancelled: true })),
  ];
}

/** Marked as exported before it was approved, so that the export leaves it alone. */
function isKeptFromXero({ store: { rules } }: OrderCase, { internalNotes }: Order): boolean {
  return rules.orders.markExported || inBooksDays(internalNotes) !== undefined;
}

function ofLive(one: OrderCase, copy: CopyFacts, returns: ReadReturns, people: People): ExpectedCopy {
  const of = returns.kind === 'read' ? (returns.primary.get(sameId(copy.order.id)) ?? []) : [];
  return {
    ...ofCopy(one, copy, people),
    payments: copy.payments.map(expectedPayment),
    returns: of.map(expectedReturn),
  };
}

/** As a closed return stands in the primary. */
export function expectedReturn({ id, total, tax, issuedOn, updatedAt, notShown = [] }: Return): ExpectedReturn {
  const shown = notShown.includes('tax') ? {} : { tax };
  return { id, total, ...shown, day: issuedOn, changedAt: updatedAt };
}

/** As a payment stands in the primary. */
export function expectedPayment({ id, amount, paidOn, method }: Payment): ExpectedPayment {
  return { id, amount, day: paidOn, method };
}

function ofCopy(one: OrderCase, { order, belonging }: Copy, people: People): ExpectedCopy {
  const { rules } = one.store;
  const { company, firstName, lastName } = order.billing;
  const person = [firstName, lastName]
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join(' ');
  const name = company.trim() === '' ? person : company.trim();
  return {
    ...{ store: rules.store, sourceId: belonging.sourceId, number: order.id, isCancelled: false },
    total: order.grandTotal,
    gst: amountsOf(order, [], one.primaryGstPercent).gst,
    // Each line, its shipping and the surcharge.
    roundings: order.lines.length + 2,
    day: order.invoicedOn,
    dueDay: order.paymentDueAt === null ? null : localDateOf(order.paymentDueAt, rules.primaryTimeZone),
    currency: (order.currency || one.currencies.primary).toUpperCase(),
    usernameKey: people.usernameKey(order.username),
    nameKey: people.nameKey(name),
    ...(people.areNamed ? { contactName: name } : {}),
    ...hiddenIn(order),
    changedAt: order.updatedAt,
    ...{ payments: [], returns: [] },
  };
}

function hiddenIn({ notShown = [] }: Order): Pick<ExpectedCopy, 'notShown'> {
  const hidden = (['total', 'gst'] as const).filter((one) =>
    notShown.includes(one === 'total' ? 'grandTotal' : 'orderTax'),
  );
  return hidden.length === 0 ? {} : { notShown: hidden };
}
