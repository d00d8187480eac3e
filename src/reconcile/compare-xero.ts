import { add, equal, formatMoney, subtract, ZERO } from '../model/money.ts';
import { isApproved, isCancelled } from '../model/order.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import { readOrderStates } from '../neto/orders.ts';
import { sumOf } from './amounts.ts';
import { sameId, sourceIdOf } from './belongs.ts';
import type { CopyFacts, OrderCase } from './cases.ts';
import { difference } from './make-difference.ts';
import type { ComparedField, Difference, XeroResult } from './result.ts';
import type { XeroFile, XeroInvoice } from './xero-file.ts';

/** What Xero's export of invoices can't tell, however it is read. */
const limits: readonly string[] = [
  'It shows the moment of its export: what changed in Neto or Xero since then is not in it.',
  'It has no tax rates, so GST is compared between the stores alone.',
  'It has no payment methods and no dates of payments: which account a payment went to is not compared.',
  'It has no credit notes, refunds or overpayments.',
  'Where the Neto integration groups invoices into batches, no single number is in Xero, and all seem missing.',
];

const voided = new Set(['voided', 'deleted']);
const unfinished = new Set(['draft', 'submitted', 'awaiting approval', 'waiting approval']);

interface InXero {
  readonly cases: readonly OrderCase[];
  readonly file: XeroFile;
  readonly primary: NetoClient;
}

/**
 * The copies of the period against the invoices of the file, by number. Numbers outside of the secondaries' ranges are
 * the primary's own, and not looked at.
 */
export async function compareWithXero(
  { cases, file, primary }: InXero,
  options: RequestOptions,
): Promise<{ readonly result: XeroResult; readonly differences: Difference[] }> {
  const differences: Difference[] = [];
  const sums = new Map<string, XeroResult['stores'][number]>();
  const seen = new Set<string>();
  for (const one of cases) {
    const store = one.store.rules.store;
    for (const { order } of one.cancelled) seen.add(sameId(order.id));
    for (const copy of one.live) {
      seen.add(sameId(copy.order.id));
      // What is not approved can't have reached Xero, and is told already.
      if (!isApproved(copy.order)) continue;
      const invoices = countingIn(file, copy.order.id);
      const [invoice] = invoices;
      sums.set(store, plusInvoice(sums.get(store), store, copy, invoice));
      differences.push(...compareInvoice(one, copy, invoices, file));
    }
    for (const { order } of one.cancelled) {
      const [invoice] = countingIn(file, order.id);
      if (invoice !== undefined) differences.push(ofCancelled(one, order.id, invoice));
    }
  }
  differences.push(...(await unknownInvoices({ cases, file, primary }, seen, options)));
  return {
    result: { file: file.file, invoices: file.invoices.size, stores: [...sums.values()], limits: [...limits] },
    differences,
  };
}

function countingIn({ invoices }: XeroFile, number: string): XeroInvoice[] {
  return (invoices.get(sameId(number)) ?? []).filter(({ status }) => !voided.has(status.toLowerCase()));
}

function compareInvoice(
  one: OrderCase,
  copy: CopyFacts,
  [invoice, ...more]: readonly XeroInvoice[],
  file: XeroFile,
): Difference[] {
  const { order } = copy;
  const key = { entity: 'invoice', targetId: order.id, day: copy.day } as const;
  if (invoice === undefined) {
    const isVoided = file.invoices.has(sameId(order.id));
    const message = `${order.id} over ${formatMoney(order.grandTotal)} ${isVoided ? 'is voided in Xero, but counts in the primary' : 'is approved in the primary, but not in the file from Xero'}.`;
    const remedy = isVoided
      ? 'Find out why it was voided. Xero does not take a voided number again.'
      : "Look into the primary's Xero export log. An order that was approved after the file was made is in the next one.";
    return [difference(one, { ...key, kind: 'missing', primary: order.grandTotal, message, remedy })];
  }
  const found: Difference[] = [];
  const differs = (field: ComparedField, primary: string, xero: string, message: string, remedy: string): void => {
    found.push(difference(one, { ...key, kind: 'different', field, primary, xero, message, remedy }));
  };
  if (!equal(invoice.total, order.grandTotal)) {
    const message = `The total of ${order.id} is ${formatMoney(order.grandTotal)} in the primary, but ${formatMoney(invoice.total)} in Xero.`;
    differs('total', order.grandTotal, invoice.total, message, 'Find out which is right, and mend the other.');
  }
  const currency = one.currencies.primary.toUpperCase();
  if (invoice.currency !== '' && currency !== '' && invoice.currency !== currency) {
    const message = `${order.id} is in ${invoice.currency} in Xero, but in ${currency} in the primary.`;
    differs('currency', currency, invoice.currency, message, 'Void the invoice in Xero, and export it anew.');
  }
  const paid = sumOf(copy.payments);
  if (one.store.secondary.entities.includes('payments') && !equal(paid, invoice.paid)) {
    const message = `${formatMoney(paid)} is paid on ${order.id} in the primary, but ${formatMoney(invoice.paid)} in Xero.`;
    differs('paid', paid, invoice.paid, message, "Look into the primary's Xero export log for payments.");
  }
  const open = subtract(invoice.total, invoice.paid);
  if (!equal(open, invoice.due)) {
    const message = `${formatMoney(invoice.due)} is due on ${order.id} in Xero, though ${formatMoney(invoice.total)} less ${formatMoney(invoice.paid)} paid is ${formatMoney(open)}: a credit note stands against it.`;
    differs('due', open, invoice.due, message, 'Look at the credits of that invoice in Xero.');
  }
  if (unfinished.has(invoice.status.toLowerCase())) {
    const message = `${order.id} is only "${invoice.status}" in Xero, so it is not in the books yet.`;
    differs('status', order.status, invoice.status, message, 'Approve the invoice in Xero.');
  }
  return [...found, ...more.map((second) => doubled(one, copy, second))];
}

function doubled(one: OrderCase, { order, day }: CopyFacts, second: XeroInvoice): Difference {
  return difference(one, {
    kind: 'doubled',
    entity: 'invoice',
    targetId: order.id,
    day,
    primary: order.grandTotal,
    xero: second.total,
    message: `The file from Xero has two invoices ${order.id}, the second over ${formatMoney(second.total)}.`,
    remedy: 'Void one of the two in Xero.',
  });
}

function ofCancelled(one: OrderCase, id: string, invoice: XeroInvoice): Difference {
  return difference(one, {
    kind: 'extra',
    entity: 'invoice',
    targetId: id,
    field: null,
    xero: invoice.total,
    message: `${id} is cancelled in the primary, but its invoice over ${formatMoney(invoice.total)} stands in Xero.`,
    remedy: 'Void or credit the invoice in Xero.',
  });
}

/** Invoices in a store's number range of which the period knows no copy: the primary is asked whether it has one at all. */
async function unknownInvoices(
  { cases, file, primary }: InXero,
  seen: ReadonlySet<string>,
  options: RequestOptions,
): Promise<Difference[]> {
  const owners = [...new Set(cases.map(({ store }) => store))];
  const unknown = [...file.invoices.keys()].flatMap((id) => {
    const owner = owners.find(({ rules }) => sourceIdOf(id, rules.prefix) !== undefined);
    return owner === undefined || seen.has(id) || countingIn(file, id).length === 0 ? [] : [{ id, owner }];
  });
  const quarantined = await readOrderStates(
    primary,
    unknown.map(({ id }) => id),
    options,
  );
  return unknown.flatMap(({ id, owner }) => {
    const state = quarantined.get(id);
    const [invoice] = countingIn(file, id);
    const example = cases.find(({ store }) => store === owner);
    // One of another period is none of this comparison's business.
    if (invoice === undefined || example === undefined || (state !== undefined && !isCancelled(state))) return [];
    const why = state === undefined ? 'the primary has no such order' : 'it is cancelled in the primary';
    return [
      difference(example, {
        kind: 'extra',
        entity: 'invoice',
        sourceId: sourceIdOf(id, owner.rules.prefix) ?? null,
        targetId: invoice.number,
        day: null,
        xero: invoice.total,
        message: `Xero has ${invoice.number} over ${formatMoney(invoice.total)} in the number range of ${owner.rules.store}, but ${why}.`,
        remedy: 'Find out where the invoice came from. If it should not be in the books, void it in Xero.',
      }),
    ];
  });
}

function plusInvoice(
  known: XeroResult['stores'][number] | undefined,
  store: string,
  copy: CopyFacts,
  invoice: XeroInvoice | undefined,
): XeroResult['stores'][number] {
  const none = { invoices: 0, total: ZERO, paid: ZERO };
  const { primary, xero } = known ?? { primary: none, xero: none };
  const { grandTotal } = copy.order;
  return {
    store,
    primary: {
      invoices: primary.invoices + 1,
      total: add(primary.total, grandTotal),
      paid: add(primary.paid, sumOf(copy.payments)),
    },
    xero:
      invoice === undefined
        ? xero
        : { invoices: xero.invoices + 1, total: add(xero.total, invoice.total), paid: add(xero.paid, invoice.paid) },
  };
}
