import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { Address } from '../../model/address.ts';
import { absolute, compare, type Decimal, equal, subtract, ZERO } from '../../model/money.ts';
import { accountingDate, isCancelled, type Order } from '../../model/order.ts';
import { sourceOf } from '../../model/origin.ts';
import { bearsPrefix } from '../../model/payment-reference.ts';
import { daysAfter, type LocalDate, startOfDay } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { listOrders, readOrders } from '../../neto/orders.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { readRmasOfOrders } from '../../neto/rmas.ts';
import { claimedByHand } from '../../run/copies/by-hand.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { Resources } from '../../session/resources.ts';

/** What in the primary a person may have entered for a record. */
export interface LinkCandidate {
  /** What `link` takes after `--as`. */
  readonly id: string;
  /** An order's contact; a payment's or return's method. */
  readonly name: string;
  readonly amount: Decimal;
  readonly day: LocalDate | null;
  /** Its amount is the record's, to the cent. */
  readonly isEqual: boolean;
}

/** Days before and after the record's own, in the primary's zone, in which an order is looked for. */
const AROUND = 7;
/** Of a primary with many orders those first that it lists first: the number can be typed all the same. */
const LOOKED_AT = 400;
const MOST = 12;

/**
 * What the primary shows that is nobody's copy and could stand for this record, the likeliest first: orders booked or placed around
 * its day, payments and returns on the copy of its order. Nothing but reads is sent.
 * @throws ConsolidatorError where the primary can't be asked
 */
export async function linkCandidates(
  { primary, secondaries, database }: Pick<Pipeline, 'primary' | 'secondaries' | 'database'>,
  ledger: Pick<Ledger, 'find' | 'findByTargets' | 'belongingTo'>,
  record: LedgerRecord,
  { home, signal }: { readonly home: string; readonly signal?: AbortSignal | undefined },
): Promise<LinkCandidate[]> {
  const resources = new Resources();
  try {
    const requestLog = openSharedRequestLog({ home, database }, resources);
    const client = openStore(primary, { readOnly: true }, { requestLog, progress: () => {} }, resources);
    const found =
      record.entity === 'orders'
        ? await orders(client, ledger, record, signal)
        : await ofItsOrder(client, ledger, record, {
            prefixes: secondaries.flatMap(({ references }) => [references.payment, references.creditNote]),
            signal,
          });
    return found.sort((a, b) => compare(awayFrom(record, a), awayFrom(record, b))).slice(0, MOST);
  } finally {
    await resources.close();
  }
}

function awayFrom({ amount }: LedgerRecord, candidate: LinkCandidate): Decimal {
  return amount === null ? ZERO : absolute(subtract(candidate.amount, amount));
}

function candidateOf({ amount: own }: LedgerRecord, found: Omit<LinkCandidate, 'isEqual'>): LinkCandidate {
  return { ...found, isEqual: own !== null && equal(own, found.amount) };
}

async function orders(
  client: NetoClient,
  ledger: Pick<Ledger, 'findByTargets'>,
  record: LedgerRecord,
  signal: AbortSignal | undefined,
): Promise<LinkCandidate[]> {
  const { bookedOn } = record;
  if (bookedOn == null) return [];
  const from = startOfDay(daysAfter(bookedOn, -AROUND), client.timeZone);
  const to = startOfDay(daysAfter(bookedOn, AROUND + 1), client.timeZone);
  const ids = new Set<string>();
  for (const window of [
    { invoicedFrom: from, invoicedTo: to },
    { placedFrom: from, placedTo: to },
  ])
    for await (const page of listOrders(client, { ...window, limit: LOOKED_AT }, { signal }))
      for (const { id } of page.orders) ids.add(id);
  const owners = await ledger.findByTargets('orders', [...ids]);
  const free = [...ids].filter((id) => (owners.get(id) ?? []).length === 0);
  const read = free.length === 0 ? [] : (await readOrders(client, free, { signal })).orders;
  return read
    .filter((order) => !isCancelled(order) && sourceOf(order) === undefined)
    .map((order) =>
      candidateOf(record, {
        id: order.id,
        name: contactOf(order),
        amount: order.grandTotal,
        day: accountingDate(order, client.timeZone) ?? null,
      }),
    );
}

function contactOf({ billing, username }: Order): string {
  const { firstName, lastName, company }: Address = billing;
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return [name, company].filter(Boolean).join(', ') || username;
}

async function ofItsOrder(
  client: NetoClient,
  ledger: Pick<Ledger, 'find' | 'belongingTo'>,
  record: LedgerRecord,
  { prefixes, signal }: { readonly prefixes: readonly string[]; readonly signal: AbortSignal | undefined },
): Promise<LinkCandidate[]> {
  const { store, entity, parent } = record;
  const order = await ledger.find({ store, entity: 'orders', sourceId: parent ?? '' });
  if (order?.targetId == null || order.state === 'skipped') return [];
  const shown =
    entity === 'payments'
      ? (await readPaymentsOfOrders(client, [order.targetId], { signal })).payments.map((one) => ({
          ...{ id: one.id, name: one.method, amount: one.amount, day: one.paidOn },
          text: one.authorisation,
        }))
      : (await readRmasOfOrders(client, [order.targetId], { signal })).map((one) => ({
          ...{ id: one.id, name: one.refunds.map(({ method }) => method).join(', ') },
          ...{ amount: one.total, day: one.issuedOn, text: one.internalNotes },
        }));
  const claims = claimedByHand(await ledger.belongingTo(store, entity, parent ?? ''));
  return shown
    .filter(({ id, text }) => !claims.has(id) && !prefixes.some((prefix) => bearsPrefix(text, prefix)))
    .map(({ id, amount, name, day }) => candidateOf(record, { id, name, amount, day }));
}
