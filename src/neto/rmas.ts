import type { ReturnDraft } from '../model/drafts.ts';
import { add, type Decimal, equal, ZERO } from '../model/money.ts';
import type { Refund, Return, ReturnLine } from '../model/rma.ts';
import type { Instant, LocalDate } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { type FilteredRead, readByFilter } from './filtered-read.ts';
import { distrustListing, noteOfOrders, notePlaced, ordersListed, returnsShown } from './listed-returns.ts';
import { pages } from './pages.ts';
import {
  booleanField,
  dateField,
  decimalField,
  demandPlainId,
  instantField,
  keyText,
  notShownIn,
  parseInstant,
  type RawRecord,
  requiredDecimal,
  sublist,
  text,
} from './read-fields.ts';
import { type ReadOptions, type RecordReader, readRecords } from './records.ts';
import { given, netoAmount, netoBoolean, netoTime } from './write-fields.ts';
import { type WriteReply, write } from './write-reply.ts';

/** With those that other clients ask for though no table lists them (reference, section 2.10). */
const rmaSelectors: readonly string[] = [
  'RmaID',
  'OrderID',
  'CustomerUsername',
  'PurchaseOrderNumber',
  'InternalNotes',
  'CurrencyCode',
  'RmaStatus',
  'ShippingRefundAmount',
  'SurchargeRefundAmount',
  'RefundTotal',
  'RefundTaxTotal',
  'TaxInclusive',
  'DateIssued',
  'DateUpdated',
  'RmaLine',
  'RmaLine.SKU',
  'RmaLine.Quantity',
  'RmaLine.ProductName',
  'RmaLine.RefundSubtotal',
  'RmaLine.Tax',
  'RmaLine.TaxCode',
  'RmaLine.ResolutionOutcome',
  'RmaLine.ReturnReason',
  'RefundedTotal',
  'Refund',
  'Refund.RefundAmount',
  'Refund.PaymentMethodName',
  'Refund.DateRefunded',
  'Refund.RefundStatus',
];

/** Which RMAs to list. */
interface RmaWindow {
  readonly updatedFrom?: Instant | undefined;
  readonly updatedTo?: Instant | undefined;
  readonly issuedFrom?: Instant | undefined;
  readonly issuedTo?: Instant | undefined;
}

export interface RmaHead {
  readonly id: string;
  readonly updatedAt: Instant | null;
}

const entity = { action: 'GetRma', entity: 'Rma' } as const;

/** The RMAs that changed in a window, page by page, each once. @throws ConsolidatorError */
export async function* listRmas(
  client: NetoClient,
  window: RmaWindow,
  options: ReadOptions = {},
): AsyncGenerator<Return[]> {
  const listing = { ...entity, filter: filterOf(window), selectors: rmaSelectors, keyOf: rmaIdOf };
  for await (const page of pages(client, listing, options)) yield records(client, page.rows, options);
}

/** The same with ids and change stamps alone. @throws ConsolidatorError */
export async function* listRmaHeads(
  client: NetoClient,
  window: RmaWindow,
  options: ReadOptions = {},
): AsyncGenerator<RmaHead[]> {
  const listing = { ...entity, filter: filterOf(window), selectors: ['RmaID', 'DateUpdated'], keyOf: rmaIdOf };
  for await (const page of pages(client, listing, options)) yield readRecords(client, heads, page.rows, options);
}

/** A date that can't be read is told when the RMA is read in full. */
const heads: RecordReader<RmaHead> = {
  kind: 'RMA',
  idFields: ['RmaID'],
  read: (raw) => {
    const id = rmaIdOf(raw);
    demandPlainId('RmaID', id);
    return { id, updatedAt: parseInstant(text(raw, 'DateUpdated')) ?? null };
  },
};

function filterOf(window: RmaWindow): Record<string, unknown> {
  return given({
    DateUpdatedFrom: netoTimeOf(window.updatedFrom),
    DateUpdatedTo: netoTimeOf(window.updatedTo),
    DateIssuedFrom: netoTimeOf(window.issuedFrom),
    DateIssuedTo: netoTimeOf(window.issuedTo),
  });
}

function netoTimeOf(at: Instant | undefined): string | undefined {
  return at === undefined ? undefined : netoTime(at);
}

interface ReturnsRead extends ReadOptions {
  /** RMAs by the texts that bear a reference: once all have come, no further page is asked for. */
  readonly until?: ((texts: readonly (readonly string[])[]) => boolean) | undefined;
}

/** All RMAs of these orders. @throws ConsolidatorError */
export function readRmasOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: ReturnsRead = {},
): Promise<Return[]> {
  return readBy(client, 'OrderID', orderIds, options);
}

/**
 * The same of many orders, one list after the other: where a listing of what changed since the first of them was placed has just
 * as many of each order, nothing more is asked (`second-witness.ts`). Not where returns are being entered.
 * @param orders which of them was placed when, or null where that is not known
 * @throws ConsolidatorError
 */
export async function readRmasBesideListing(
  client: NetoClient,
  orders: readonly { readonly id: string; readonly placedAt: Instant | null }[],
  options: ReadOptions = {},
): Promise<Return[]> {
  const placed = orders.map(({ placedAt }) => placedAt);
  const isKnown = placed.every((at) => at !== null);
  const placedSince = isKnown ? placed.filter((at) => at !== null).sort()[0] : undefined;
  notePlaced(client, placedSince);
  const read: FilteredRead = {
    ...byOrders,
    ...(placedSince === undefined
      ? {}
      : {
          shown: (ids: readonly string[]) => returnsShown(client, ids, options),
          withRows: (ids: readonly string[]) => ordersListed(client, ids),
          onHidden: () => distrustListing(client),
        }),
  };
  const ids = orders.map(({ id }) => id);
  const { rows } = await readByFilter(client, read, rmaIdOf, ids, options);
  noteOfOrders(client, placedSince, rows, Math.ceil(ids.length / client.memory.longLists.usual));
  return records(client, rows, options);
}

/** The RMAs with these ids. @throws ConsolidatorError */
export function readRmas(client: NetoClient, ids: readonly string[], options: ReadOptions = {}): Promise<Return[]> {
  return readBy(client, 'RmaID', ids, options);
}

const byOrders: FilteredRead = {
  ...entity,
  filterField: 'OrderID',
  selectors: rmaSelectors,
  keyOf: (raw) => keyText(raw, 'OrderID'),
};

async function readBy(
  client: NetoClient,
  field: 'OrderID' | 'RmaID',
  keys: readonly string[],
  options: ReturnsRead,
): Promise<Return[]> {
  const { until } = options;
  const read: FilteredRead = {
    ...entity,
    filterField: field,
    selectors: rmaSelectors,
    keyOf: (raw: RawRecord) => keyText(raw, field),
    ...(until === undefined ? {} : { isEnough: (rows) => until(rows.map(textsOf)) }),
  };
  const { rows } = await readByFilter(client, read, rmaIdOf, keys, options);
  return records(client, rows, options);
}

function textsOf(raw: RawRecord): readonly string[] {
  return [keyText(raw, 'InternalNotes'), keyText(raw, 'PurchaseOrderNumber')];
}

/**
 * Adds one return, once. Its reply may be empty (reference, section 5, U18), so only a look-up tells what came of it.
 * @throws ConsolidatorError
 */
export function addRma(client: NetoClient, draft: ReturnDraft, options: RequestOptions = {}): Promise<WriteReply> {
  return write(client, { action: 'AddRma', entity: 'Rma', idField: 'RmaID' }, [rmaFields(draft)], options);
}

/** Every field that the reference marks as required is sent, also where it is empty (U20). */
function rmaFields(draft: ReturnDraft): Record<string, unknown> {
  const taxCode = (free: boolean): string => (free ? draft.freeTaxCode : draft.taxCode);
  const refunds = draft.refunds.map((refund) => ({
    PaymentMethod: refund.methodName,
    RefundAmount: netoAmount(refund.amount),
    ...given({ DateRefunded: noon(refund.refundedOn) }),
  }));
  return {
    OrderID: draft.orderId,
    InvoiceNumber: draft.orderId,
    CustomerUsername: draft.username,
    StaffUsername: draft.staff,
    PurchaseOrderNumber: draft.reference,
    InternalNotes: draft.notes,
    RmaStatus: 'Closed',
    ...given({ DateIssued: noon(draft.issuedOn) }),
    ShippingRefundAmount: netoAmount(draft.shippingRefund),
    ShippingRefundTaxCode: taxCode(draft.shippingTaxFree),
    TaxInclusive: netoBoolean(draft.taxInclusive),
    RmaLines: {
      RmaLine: draft.lines.map((line) => ({
        SKU: line.sku,
        Quantity: line.quantity,
        RefundSubtotal: netoAmount(line.subtotal),
        TaxCode: taxCode(line.taxFree),
        WarehouseID: draft.warehouseId,
        ...given({
          ItemDescription: line.description,
          ResolutionOutcome: line.outcome,
          ReturnReason: line.reason,
        }),
      })),
    },
    ...(refunds.length === 0 ? {} : { Refunds: { Refund: refunds } }),
  };
}

/** Whether it is read as local or as UTC (U16, U30), noon is on the same day from Perth to Auckland. */
function noon(day: LocalDate | null): string | undefined {
  return day === null ? undefined : `${day} 12:00:00`;
}

function rmaIdOf(raw: RawRecord): string {
  return keyText(raw, 'RmaID');
}

function records(client: NetoClient, rows: readonly RawRecord[], options: ReadOptions): Return[] {
  return readRecords(client, { kind: 'RMA', idFields: ['RmaID'], read: readRma }, rows, options);
}

/** @throws FieldProblem */
function readRma(raw: RawRecord): Return {
  const id = rmaIdOf(raw);
  demandPlainId('RmaID', id);
  // Some clients find the refunds under the singular name.
  const refunds = raw['Refunds'] === undefined ? sublist(raw, 'Refund') : sublist(raw, 'Refunds', 'Refund');
  const refunded = decimalField(raw, 'RefundedTotal');
  const tellsRefunded = text(raw, 'RefundedTotal').trim() !== '';
  return {
    id,
    orderId: text(raw, 'OrderID'),
    status: text(raw, 'RmaStatus'),
    username: text(raw, 'CustomerUsername'),
    purchaseOrderNumber: text(raw, 'PurchaseOrderNumber'),
    internalNotes: text(raw, 'InternalNotes'),
    currency: text(raw, 'CurrencyCode'),
    taxInclusive: booleanField(raw, 'TaxInclusive', true),
    shippingRefund: decimalField(raw, 'ShippingRefundAmount'),
    surchargeRefund: decimalField(raw, 'SurchargeRefundAmount'),
    total: requiredDecimal(raw, 'RefundTotal'),
    tax: decimalField(raw, 'RefundTaxTotal'),
    refunded,
    // Its first ten characters, as it stands: it may be local already (quirk 10).
    issuedOn: dateField(raw, 'DateIssued'),
    updatedAt: instantField(raw, 'DateUpdated'),
    lines: sublist(raw, 'RmaLines', 'RmaLine').map(readLine),
    refunds: withKnownStatus(refunds.map(readRefund), tellsRefunded ? refunded : null),
    ...notShownIn(raw, { tax: 'RefundTaxTotal', shippingRefund: 'ShippingRefundAmount', taxInclusive: 'TaxInclusive' }),
  };
}

/**
 * Whether a refund is paid out, where its own status is not shown: as the sum of all that are paid out tells.
 * @param refunded null where it is not shown either
 */
function withKnownStatus(refunds: Refund[], refunded: Decimal | null): Refund[] {
  const hidden = refunds.filter(({ status }) => status === '');
  if (hidden.length === 0 || refunded === null) return refunds;
  const sumOf = (some: readonly Refund[]): Decimal => add(ZERO, ...some.map(({ amount }) => amount));
  const paidOut = sumOf(refunds.filter(({ status }) => status.toLowerCase() === 'refunded'));
  const status = equal(refunded, add(paidOut, sumOf(hidden))) ? 'Refunded' : equal(refunded, paidOut) ? 'Pending' : '';
  return refunds.map((refund) => (hidden.includes(refund) ? { ...refund, status } : refund));
}

function readLine(raw: RawRecord): ReturnLine {
  return {
    sku: text(raw, 'SKU'),
    name: text(raw, 'ProductName'),
    quantity: decimalField(raw, 'Quantity'),
    subtotal: requiredDecimal(raw, 'RefundSubtotal'),
    tax: decimalField(raw, 'Tax'),
    taxCode: text(raw, 'TaxCode'),
    outcome: text(raw, 'ResolutionOutcome'),
    reason: text(raw, 'ReturnReason'),
    ...notShownIn(raw, { tax: 'Tax', quantity: 'Quantity' }),
  };
}

function readRefund(raw: RawRecord): Refund {
  return {
    id: text(raw, 'RefundID'),
    amount: requiredDecimal(raw, 'RefundAmount'),
    method: text(raw, 'PaymentMethodName'),
    status: text(raw, 'RefundStatus'),
    refundedOn: dateField(raw, 'DateRefunded'),
  };
}
