import { orderIn, withWhatIsHidden } from '../../entities/order/read/hidden-amounts.ts';
import { paymentRecord } from '../../entities/payment/read.ts';
import type { ExtractedRecord } from '../../entities/reading/extracted-record.ts';
import { rmaOf, rmaRecord } from '../../entities/return/read.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { add, type Decimal, isZero, ZERO } from '../../model/money.ts';
import { type Payment, paymentSchema } from '../../model/payment.ts';
import type { Rma } from '../../model/rma.ts';
import { readCurrencySettings } from '../../neto/reference-lists.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { currencyKey } from '../../transform/currency.ts';
import type { RunBasics } from '../context/parts.ts';

type Around = Pick<RunBasics, 'ledger' | 'signal'>;

/**
 * A field that its store does not show any more, or shows from now on, is no change of what was copied: a blank currency
 * is the store's own, and of what else is left out the ledger keeps what was shown. Else the copies of a whole store would
 * look changed, and stay so.
 */
export async function asKnown(
  context: Around,
  store: StoreRun,
  entity: EntityName,
  records: readonly ExtractedRecord[],
): Promise<readonly ExtractedRecord[]> {
  if (store.feeds !== undefined || records.length === 0) return records;
  if (entity === 'orders') return ordersAsKnown(context, store, records);
  if (entity !== 'payments' && entity !== 'rmas') return records;
  const ids = records.map(({ sourceId }) => sourceId);
  const known = await context.ledger.known(store.fixed.store, entity, ids);
  const changed = records.filter((record) => isChanged(record, known.get(record.sourceId)));
  if (changed.length === 0) return records;
  const currency = entity === 'payments' ? await currencyOf(context, store) : '';
  return records.map((record) => {
    const before = known.get(record.sourceId);
    if (before === undefined || !changed.includes(record)) return record;
    const alike = entity === 'payments' ? paymentsLike(record, before, currency) : returnsLike(record, before);
    if (!alike.some((one) => one.hash === before.hash || one.formerHash === before.hash)) return record;
    // What is known of it stays known while its store leaves it out.
    const { facts: _, ...rest } = record;
    return hidesSome(record, entity) ? { ...rest, hash: before.hash } : { ...record, formerHash: before.hash };
  });
}

/**
 * Of orders the snapshot of what was copied tells, field by field: it takes in all that the hash does, and where the two are
 * the same nothing has changed but what is shown.
 */
async function ordersAsKnown(
  { ledger }: Around,
  store: StoreRun,
  records: readonly ExtractedRecord[],
): Promise<readonly ExtractedRecord[]> {
  const ids = records.map(({ sourceId }) => sourceId);
  const known = await ledger.known(store.fixed.store, 'orders', ids);
  return records.map((record) => {
    const before = known.get(record.sourceId);
    const copied = before?.copiedAs ?? null;
    if (before === undefined || copied === null || record.snapshot === undefined || before.hash === record.hash)
      return record;
    const hides = record.payload.includes('"notShown"');
    const snapshot = hides ? withWhatIsHidden(record.snapshot, copied, orderIn(record.payload)) : record.snapshot;
    if (snapshot !== copied) return { ...record, snapshot };
    if (!hides) return { ...record, formerHash: before.hash };
    const { facts: _, ...rest } = record;
    return { ...rest, snapshot, hash: before.hash };
  });
}

function isChanged(record: ExtractedRecord, before: LedgerRecord | undefined): before is LedgerRecord {
  if (before === undefined || (before.state !== 'loaded' && before.state !== 'linked')) return false;
  return before.hash !== record.hash && before.hash !== record.formerHash;
}

function hidesSome({ payload }: ExtractedRecord, entity: EntityName): boolean {
  if (entity === 'payments') {
    const { currency, method, paidOn } = paymentSchema.parse(JSON.parse(payload));
    return currency.trim() === '' || method === '' || paidOn === null;
  }
  const rma = rmaOf(payload);
  return rma.notShown !== undefined || rma.issuedOn === null || (isZero(rma.refunded) && !isZero(paidOutOf(rma)));
}

function paidOutOf({ refunds }: Rma): Decimal {
  return add(ZERO, ...refunds.filter(({ status }) => status.toLowerCase() === 'refunded').map(({ amount }) => amount));
}

/** The same payment as its store would show it with what it leaves out now, or without what it left out before. */
function paymentsLike(record: ExtractedRecord, before: LedgerRecord, currency: string): ExtractedRecord[] {
  const payment: Payment = paymentSchema.parse(JSON.parse(record.payload));
  const { method, paidOn } = payment;
  const isOwn = ['', currencyKey(currency)].includes(currencyKey(payment.currency));
  const whole = { ...payment, method: method || (before.method ?? ''), paidOn: paidOn ?? before.bookedOn ?? null };
  return (isOwn ? ['', currency, payment.currency] : [payment.currency]).map((one) =>
    paymentRecord({ ...whole, currency: one }),
  );
}

function returnsLike(record: ExtractedRecord, before: LedgerRecord): ExtractedRecord[] {
  const rma = rmaOf(record.payload);
  const hides = (field: string): boolean => rma.notShown?.includes(field) === true;
  const whole: Rma = {
    ...rma,
    tax: hides('tax') ? (before.tax ?? ZERO) : rma.tax,
    issuedOn: rma.issuedOn ?? before.bookedOn ?? null,
    refunded: isZero(rma.refunded) ? paidOutOf(rma) : rma.refunded,
  };
  const without: Partial<Rma>[] = [{}, { refunded: ZERO }];
  if (before.tax !== null && before.tax !== undefined && isZero(before.tax)) without.push({ tax: ZERO });
  if ((before.bookedOn ?? null) === null) without.push({ issuedOn: null });
  return without.map((fields) => rmaRecord({ ...whole, ...fields }));
}

/** Asked for only where something looks changed, and once. */
const currencies = new WeakMap<StoreRun, Promise<string>>();

function currencyOf({ signal }: Around, store: StoreRun): Promise<string> {
  const asked =
    currencies.get(store) ?? readCurrencySettings(store.client, { signal }).then(({ currency }) => currency);
  currencies.set(store, asked);
  return asked;
}
