import { type Address, addressParts, emptyAddress } from '../model/address.ts';
import type {
  LineTextDraft,
  OrderCompletionDraft,
  OrderDraft,
  OrderLineDraft,
  OrderUpdateDraft,
} from '../model/drafts.ts';
import type { Decimal } from '../model/money.ts';
import { type AddressKind, orderAddressFields } from './addresses.ts';

import type { NetoClient, RequestOptions } from './client.ts';
import { given, netoAmount, netoBoolean, netoTime } from './write-fields.ts';
import { type WriteReply, write } from './write-reply.ts';

/** Adds orders, unapproved. One call, sent once; the caller looks up before and reads back after. @throws ConsolidatorError */
export function addOrders(
  client: NetoClient,
  drafts: readonly OrderDraft[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  return write(client, { action: 'AddOrder', entity: 'Order', idField: 'OrderID' }, drafts.map(orderFields), options);
}

/** Moves orders to their final status. Approval is what lets them reach Xero. @throws ConsolidatorError */
export function completeOrders(
  client: NetoClient,
  drafts: readonly OrderCompletionDraft[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  return write(
    client,
    { action: 'UpdateOrder', entity: 'Order', idField: 'OrderID' },
    drafts.map(completionFields),
    options,
  );
}

export interface ExportedMark {
  readonly orderId: string;
  /** What the copy's notes are to say from then on; left out, they stay. */
  readonly internalNotes?: string | undefined;
}

/** Marks orders as gone to the accounting link already, so that it never takes them. @throws ConsolidatorError */
export function markExported(
  client: NetoClient,
  marks: readonly ExportedMark[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  const records = marks.map(({ orderId, internalNotes = null }) => ({
    OrderID: orderId,
    ExportStatus: 'Exported',
    ...given({ InternalOrderNotes: internalNotes }),
  }));
  return write(client, { action: 'UpdateOrder', entity: 'Order', idField: 'OrderID' }, records, options);
}

/**
 * Takes orders out of the books: not approved, and cancelled. Whether a store allows it must be read back.
 * @throws ConsolidatorError
 */
export function cancelOrders(
  client: NetoClient,
  ids: readonly string[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  const records = ids.map((OrderID) => ({ OrderID, OrderApproval: netoBoolean(false), OrderStatus: 'Cancelled' }));
  return write(client, { action: 'UpdateOrder', entity: 'Order', idField: 'OrderID' }, records, options);
}

/** Sets the OrderRounding of copies; its sign is unknown (U22), so the total must be read back. @throws ConsolidatorError */
export function setRounding(
  client: NetoClient,
  drafts: readonly { readonly orderId: string; readonly rounding: Decimal }[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  const records = drafts.map(({ orderId, rounding }) => ({ OrderID: orderId, OrderRounding: netoAmount(rounding) }));
  return write(client, { action: 'UpdateOrder', entity: 'Order', idField: 'OrderID' }, records, options);
}

/** Changes copies. A mail is never asked for. @throws ConsolidatorError */
export function updateOrders(
  client: NetoClient,
  drafts: readonly OrderUpdateDraft[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  return write(
    client,
    { action: 'UpdateOrder', entity: 'Order', idField: 'OrderID' },
    drafts.map(updateFields),
    options,
  );
}

/** A draft in the names of AddOrder, which differ from those of GetOrder (reference, section 2.2). */
export function orderFields(draft: OrderDraft): Record<string, unknown> {
  const references = draft.customerReferences
    .slice(0, 10)
    .map((reference, index) => [`CustomerRef${index + 1}`, reference]);
  return {
    OrderID: draft.orderId,
    Username: draft.username,
    Email: draft.email,
    // Sent even when empty: the store might fill gaps from the customer's card otherwise.
    ...orderAddressFields(draft.billing, 'Bill'),
    ...orderAddressFields(draft.shipping, 'Ship'),
    ...given({
      PurchaseOrderNumber: draft.purchaseOrderNumber,
      ...Object.fromEntries(references),
      SalesChannel: draft.salesChannel,
      ShipInstructions: draft.deliveryInstruction,
      InternalOrderNotes: draft.internalNotes,
      PaymentMethod: draft.paymentMethod,
      PaymentTerms: draft.paymentTerms,
      ShippingMethod: draft.shippingMethod,
      // The UTC fields leave no doubt about the zone (U17); an invoice date is a day, in the store's calendar.
      DatePlacedUTC: draft.placedAt === null ? null : netoTime(draft.placedAt),
      DateRequiredUTC: draft.requiredAt === null ? null : netoTime(draft.requiredAt),
      DateInvoiced: draft.invoicedOn,
      DateDueUTC: draft.dueAt === null ? null : netoTime(draft.dueAt),
    }),
    SignatureRequired: netoBoolean(draft.signatureRequired),
    TaxInclusive: netoBoolean(draft.taxInclusive),
    TaxFreeShipping: netoBoolean(draft.taxFreeShipping),
    ShippingCost: netoAmount(draft.shippingCost),
    ShippingDiscount: netoAmount(draft.shippingDiscount),
    OrderStatus: draft.status,
    OrderApproval: netoBoolean(false),
    OrderLine: draft.lines.map(lineFields),
  };
}

function lineFields(line: OrderLineDraft): Record<string, unknown> {
  return {
    SKU: line.sku,
    Quantity: line.quantity,
    UnitPrice: netoAmount(line.unitPrice),
    DiscountPercent: netoAmount(line.discountPercent),
    DiscountAmount: netoAmount(line.discountAmount),
    TaxFree: netoBoolean(line.taxFree),
    // A copy must never write to a shopper.
    SendConfirmationEmail: netoBoolean(false),
    ...given({
      ItemDescription: line.description,
      ItemNotes: line.notes,
      UnitCost: line.unitCost === null ? null : netoAmount(line.unitCost),
      WarehouseName: line.warehouseName,
      ItemSerialNumber: line.serialNumber,
      ExternalSystemIdentifier: line.externalSystem,
      ExternalOrderReference: line.externalOrder,
      ExternalOrderLineReference: line.externalLine,
      ExtraOptions:
        line.extraOptions.length === 0
          ? null
          : { ExtraOption: line.extraOptions.map((option) => ({ Name: option.name, Value: option.value })) },
    }),
  };
}

function completionFields(draft: OrderCompletionDraft): Record<string, unknown> {
  return {
    OrderID: draft.orderId,
    OrderStatus: draft.status,
    OrderApproval: netoBoolean(draft.approved),
    ...given({ ExportStatus: draft.exported ? 'Exported' : null }),
  };
}

function updateFields({
  orderId,
  status,
  approved,
  references,
  internalNotes,
  tracking,
  details = {},
}: OrderUpdateDraft) {
  const lines = lineChanges(tracking, details.lines ?? []);
  return {
    OrderID: orderId,
    ...given({
      OrderStatus: status,
      OrderApproval: approved === null ? null : netoBoolean(approved),
      InternalOrderNotes: internalNotes,
      DateRequiredUTC: details.requiredAt === undefined ? null : netoTime(details.requiredAt),
      OrderLine: lines.length === 0 ? null : lines,
    }),
    // Sent even when empty: what was taken away in its own store is to go from the copy too.
    ...(details.email === undefined ? {} : { Email: details.email }),
    ...(details.deliveryInstruction === undefined ? {} : { ShipInstructions: details.deliveryInstruction }),
    ...changedAddressFields(details.billing, 'Bill'),
    ...changedAddressFields(details.shipping, 'Ship'),
    ...(references === null ? {} : referenceFields(references)),
  };
}

/** By the names of AddOrder, of these parts alone. */
function changedAddressFields(parts: Partial<Address> = {}, kind: AddressKind): Record<string, string> {
  return Object.assign(
    {},
    ...addressParts.map((part) => {
      const text = parts[part];
      if (text === undefined) return {};
      const marked = orderAddressFields({ ...emptyAddress, [part]: 'x' }, kind);
      return Object.fromEntries(Object.entries(marked).flatMap(([name, mark]) => (mark === 'x' ? [[name, text]] : [])));
    }),
  );
}

/** One element for each line, whatever of it changes. */
function lineChanges(
  tracking: OrderUpdateDraft['tracking'],
  texts: readonly LineTextDraft[],
): Record<string, unknown>[] {
  const lines = new Map<string, Record<string, unknown>>();
  for (const draft of tracking) lines.set(draft.lineId, trackingFields(draft));
  for (const { lineId, description, notes } of texts) {
    lines.set(lineId, {
      OrderLineID: lineId,
      ...lines.get(lineId),
      ...(description === undefined ? {} : { ItemDescription: description }),
      ...(notes === undefined ? {} : { ItemNotes: notes }),
    });
  }
  return [...lines.values()];
}

function referenceFields({ purchaseOrderNumber, customerReferences }: NonNullable<OrderUpdateDraft['references']>) {
  const references = Array.from({ length: 10 }, (_, index) => customerReferences[index] ?? '');
  return {
    PurchaseOrderNumber: purchaseOrderNumber,
    ...Object.fromEntries(references.map((reference, index) => [`CustomerRef${index + 1}`, reference])),
  };
}

function trackingFields({ lineId, trackingNumber, shippingMethod }: OrderUpdateDraft['tracking'][number]) {
  return {
    OrderLineID: lineId,
    TrackingDetails: given({ ShippingMethod: shippingMethod, TrackingNumber: trackingNumber }),
  };
}
