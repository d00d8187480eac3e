import { fieldOf } from '../entities/comparing/compared-field.ts';
import { type OrderFieldKey, orderFields } from '../entities/order/compare/fields.ts';
import { inBooksDays } from '../model/in-books-note.ts';
import { absolute, compare, type Decimal, equal, formatMoney, subtract, ZERO } from '../model/money.ts';
import { isApproved, isCancelled, type Order } from '../model/order.ts';
import { rewriteOrderId } from '../model/order-id.ts';
import { reasons } from '../model/reasons.ts';
import type { CopyFacts, OrderCase } from './cases.ts';
import { namedField, orderFindings } from './compared-fields.ts';
import { difference } from './make-difference.ts';
import type { ComparedField, Difference } from './result.ts';
import { gstCharged, shippingCharged } from './shipping-charged.ts';
import type { StoreSide } from './sides.ts';

/** What is wrong with one order, in whole; its payments are compared by themselves. */
export function compareOrder(one: OrderCase): Difference[] {
  const { source, live, cancelled } = one;
  const [copy, ...more] = live;
  if (source === null) return live.map((extra) => extraOf(one, extra));
  if (copy === undefined) {
    if (one.secondary === null) return [];
    return [cancelled.length > 0 ? cancelledCopy(one) : missing(one)];
  }
  const doubled = [
    ...more.map((second) => doubledBy(one, copy, second)),
    ...one.twins.map((id) => twin(one, copy, id)),
  ];
  if (isCancelled(source)) return [cancelledSource(one, copy), ...doubled];
  return [...compareFields(one, copy), ...doubled];
}

/** How much of the difference of the totals the tolerance lets pass. */
export function toleratedIn({ source, live, store }: OrderCase): Decimal {
  const [copy] = live;
  if (source === null || copy === undefined || isCancelled(source)) return ZERO;
  const off = subtract(copy.order.grandTotal, source.grandTotal);
  return compare(absolute(off), store.rules.tolerance) <= 0 ? off : ZERO;
}

function missing(one: OrderCase): Difference {
  const { source, judgement, store } = one;
  const total = formatMoney(source?.grandTotal ?? ZERO);
  const there = `${source?.id} of ${store.rules.store} comes to ${total}, and has no copy in the primary`;
  if (judgement?.kind === 'quarantine') {
    const remedy = reasons[judgement.reason].remedy;
    return difference(one, {
      kind: 'missing',
      reason: judgement.reason,
      message: `${there}. ${dot(judgement.message)}`,
      remedy,
    });
  }
  const rewritten = rewriteOrderId(source?.id ?? '', store.rules.prefix);
  if (rewritten.kind === 'refused') {
    const remedy = 'Mend `prefix` of that store in the pipeline file, and run again.';
    return difference(one, { kind: 'missing', message: `${there}. ${dot(rewritten.message)}`, remedy });
  }
  return difference(one, {
    kind: 'missing',
    message: `${there} (${rewritten.id}).`,
    remedy: 'Run the pipeline. If the order is in quarantine, `trace` says why.',
  });
}

function extraOf(one: OrderCase, copy: CopyFacts): Difference {
  const { order, belonging } = copy;
  const store = one.store.rules.store;
  const total = formatMoney(order.grandTotal);
  const isNamed = belonging.by === 'link' || belonging.by === 'origin';
  const why = {
    link: `was linked by hand as the copy of ${store} ${belonging.sourceId}, which that store does not have`,
    origin: `says that it is a copy of ${store} ${belonging.sourceId}, which that store does not have`,
    number: `bears a number of ${store}, but that store has no order ${belonging.sourceId}`,
    channel: `stands in the sales channel of ${store}, but is the copy of none of its orders`,
  }[belonging.by];
  return difference(one, {
    kind: 'extra',
    sourceId: belonging.sourceId,
    targetId: order.id,
    day: copy.day,
    message: `${order.id} in the primary, over ${total}, ${why}.`,
    remedy: isNamed
      ? `Find out whether ${store} has deleted it. If the sale should not be in the books, cancel ${order.id} in the primary, or credit it there where it is paid.`
      : 'Find out who made it. If it should not be in the books, cancel it in the primary.',
  });
}

function doubledBy(one: OrderCase, first: CopyFacts, second: CopyFacts): Difference {
  const total = formatMoney(second.order.grandTotal);
  return difference(one, {
    kind: 'doubled',
    targetId: second.order.id,
    day: second.day,
    message: `${one.source?.id} of ${one.store.rules.store} is in the primary twice: as ${first.order.id} and as ${second.order.id}, over ${total}.`,
    remedy: 'Cancel one of the two in the primary, and void its invoice in Xero.',
  });
}

/** Nothing ties it to the order but what both sides say of the sale. */
function twin(one: OrderCase, { order, day }: CopyFacts, id: string): Difference {
  return difference(one, {
    kind: 'doubled',
    targetId: id,
    day,
    message: `${one.source?.id} of ${one.store.rules.store} may be in the primary twice: as ${order.id}, and as ${id}, an order of the same buyer, day and total over ${formatMoney(order.grandTotal)} under a number of the primary's own.`,
    remedy:
      'Look at both. If they are one sale, cancel the one that was entered by hand, and void its invoice in Xero.',
  });
}

function cancelledCopy(one: OrderCase): Difference {
  const [copy] = one.cancelled;
  return difference(one, {
    kind: 'different',
    field: 'cancelled',
    targetId: copy?.order.id ?? null,
    secondary: one.source?.status ?? '',
    primary: copy?.order.status ?? '',
    message: `${copy?.order.id} is cancelled in the primary, but ${one.source?.id} of ${one.store.rules.store} is not.`,
    remedy:
      'Find out which is right. A cancelled copy is never made again: set it back to the status that it had, or enter the order in the primary by hand, under a number of its own, then `link` it to that one.',
  });
}

function cancelledSource(one: OrderCase, copy: CopyFacts): Difference {
  return difference(one, {
    kind: 'different',
    field: 'cancelled',
    day: copy.day,
    secondary: one.source?.status ?? '',
    primary: copy.order.status,
    message: `${one.source?.id} of ${one.store.rules.store} is cancelled, but its copy ${copy.order.id} still counts.`,
    remedy: 'Cancel or credit the copy in the primary.',
  });
}

function compareFields(one: OrderCase, copy: CopyFacts): Difference[] {
  const { source, store, primaryGstPercent: gstPercent } = one;
  if (source === null) return [];
  const found: Difference[] = [];
  const differs = (field: ComparedField, secondary: string, primary: string, message: string, remedy: string): void => {
    found.push(difference(one, { kind: 'different', field, secondary, primary, message, remedy }));
  };
  const findings = orderFindings(one, copy);
  const finds = (...keys: string[]): boolean =>
    findings.some(({ key, class: own }) => keys.includes(key) && (own === 'must-agree' || own === 'rounding'));
  const money = (field: 'total' | 'gst' | 'shipping', name: string, there: Decimal, here: Decimal): void => {
    if (equal(there, here)) return;
    const message = `${name} of ${source.id} is ${formatMoney(there)} in ${store.rules.store}, but ${formatMoney(here)} on its copy ${copy.order.id}.`;
    differs(
      field,
      there,
      here,
      message,
      'See which of the two was changed after the copy, and mend the copy in the primary.',
    );
  };
  if (finds('total')) money('total', 'The total', source.grandTotal, copy.order.grandTotal);
  // What another total brings with it is part of what it comes to, and named all the same.
  const hidesGst = [source, copy.order].some(({ notShown }) => notShown?.includes('orderTax') === true);
  if (finds('gst', 'total') && !hidesGst)
    money('gst', 'The GST', gstCharged(source, gstPercent), gstCharged(copy.order, gstPercent));
  if (finds('shipping'))
    money('shipping', 'The shipping', shippingCharged(source, gstPercent), shippingCharged(copy.order, gstPercent));
  for (const { key, class: own, field, meant, held } of findings) {
    const name = namedField(key);
    if (own !== 'must-agree' || name === undefined) continue;
    const message = `${capital(field)} of ${source.id} is ${meant} by ${store.rules.store}, but ${held} on its copy ${copy.order.id}.`;
    differs(name, meant, held, message, fieldOf<OrderFieldKey>(orderFields, key as OrderFieldKey).cause);
  }
  const day = one.secondary?.day ?? null;
  if (day !== null && copy.day !== null && day !== copy.day) {
    const message = `${source.id} of ${store.rules.store} counts on ${day}, but its copy ${copy.order.id} on ${copy.day}.`;
    differs('day', day, copy.day, message, "Mend the copy's invoice date in the primary.");
  }
  if (isApproved(source) && !isApproved(copy.order)) {
    const message = `${copy.order.id} is not approved in the primary, so it does not reach Xero; ${source.id} is approved in ${store.rules.store}.`;
    differs(
      'approval',
      source.approval,
      copy.order.approval,
      message,
      '`trace` says what is wrong with it; approve it once it is right.',
    );
  }
  if (copy.ofOther) {
    const message = `${copy.order.id} stands under ${copy.order.username} in the primary, an account of somebody else than the buyer of ${source.id}.`;
    const remedy = 'Find out whose account it is, and move the order to the right one in the primary and in Xero.';
    differs('account', source.username || 'none', copy.order.username, message, remedy);
  }
  found.push(...compareExportedFlag(one, copy));
  return found;
}

/** The books have it already, or by the rules are not to get it. */
function isNotForBooks({ internalNotes }: Order, { rules }: StoreSide): boolean {
  return rules.orders.markExported || inBooksDays(internalNotes) !== undefined;
}

/** Whether a copy differs where it is, or is not, marked as exported: of an approved one for the books neither does. */
export function dependsOnMark(order: Order, store: StoreSide): boolean {
  return isNotForBooks(order, store) || !isApproved(order);
}

/** Marked as exported is what never reaches the books: what they have already, or by the rules are not to get. */
function compareExportedFlag(one: OrderCase, { order, exported }: CopyFacts): Difference[] {
  const inBooks = isNotForBooks(order, one.store);
  const differs = (secondary: string, primary: string, message: string, remedy: string): Difference[] => [
    difference(one, { kind: 'different', field: 'exported', secondary, primary, message, remedy }),
  ];
  if (inBooks && exported === false) {
    const message = `${order.id} is not marked as exported in the primary, so that it goes to the books, which are not to get it.`;
    return differs('marked', 'not marked', message, 'Mark it as exported in the primary, before its next export.');
  }
  if (!inBooks && exported === true && !isApproved(order)) {
    const message = `${order.id} is marked as exported in the primary and not approved, so that it never reaches the books.`;
    return differs(
      'not marked',
      'marked',
      message,
      'Take the mark off in the primary, and approve it once it is right.',
    );
  }
  return [];
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function dot(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
