import type { Address } from './address.ts';
import type { Decimal } from './money.ts';
import type { Instant, LocalDate } from './time.ts';

/**
 * What is to be written into the primary, in the words of the normal form. The transform stages make drafts;
 * `src/neto/` turns them into Neto's write fields, whose names differ from the read fields (reference, section 2.2).
 */
export interface OrderLineDraft {
  readonly sku: string;
  readonly description: string;
  readonly notes: string;
  readonly quantity: Decimal;
  /** In the order's tax mode. */
  readonly unitPrice: Decimal;
  readonly unitCost: Decimal | null;
  readonly discountPercent: Decimal;
  readonly discountAmount: Decimal;
  readonly taxFree: boolean;
  readonly warehouseName: string;
  readonly serialNumber: string;
  readonly externalSystem: string;
  readonly externalOrder: string;
  readonly externalLine: string;
  readonly extraOptions: readonly { readonly name: string; readonly value: string }[];
}

export interface OrderDraft {
  readonly orderId: string;
  readonly username: string;
  readonly email: string;
  readonly billing: Address;
  readonly shipping: Address;
  readonly purchaseOrderNumber: string;
  readonly customerReferences: readonly string[];
  readonly salesChannel: string;
  readonly deliveryInstruction: string;
  readonly internalNotes: string;
  readonly paymentMethod: string;
  readonly paymentTerms: string;
  readonly shippingMethod: string;
  readonly signatureRequired: boolean;
  readonly taxInclusive: boolean;
  readonly taxFreeShipping: boolean;
  readonly shippingCost: Decimal;
  readonly shippingDiscount: Decimal;
  readonly placedAt: Instant | null;
  readonly requiredAt: Instant | null;
  readonly invoicedOn: LocalDate | null;
  readonly dueAt: Instant | null;
  /** The early status in which the order is added, always unapproved. */
  readonly status: string;
  readonly lines: readonly OrderLineDraft[];
}

/** The last step of an order's copy: its final status, and the approval that lets it reach Xero. */
export interface OrderCompletionDraft {
  readonly orderId: string;
  readonly status: string;
  readonly approved: boolean;
  /** Marked as exported already, so that it never reaches Xero. */
  readonly exported: boolean;
}

/** A later change of a copy. What is null or empty stays as the primary has it. */
export interface OrderUpdateDraft {
  readonly orderId: string;
  readonly status: string | null;
  readonly approved: true | null;
  readonly references: { readonly purchaseOrderNumber: string; readonly customerReferences: readonly string[] } | null;
  /** All of them, with what the copy's own first lines say. */
  readonly internalNotes: string | null;
  readonly tracking: readonly TrackingDraft[];
  /** Missing in drafts of older versions. */
  readonly details?: OrderDetailsDraft;
  /** What the copy showed before of all that reaches Xero, by field; missing in drafts of older versions. */
  readonly untouched?: Readonly<Record<string, string>>;
}

/** Only what is to be changed; an empty text empties its field. */
export interface OrderDetailsDraft {
  readonly email?: string;
  readonly deliveryInstruction?: string;
  readonly requiredAt?: Instant;
  readonly billing?: Partial<Address>;
  readonly shipping?: Partial<Address>;
  readonly lines?: readonly LineTextDraft[];
}

export interface LineTextDraft {
  /** The line's own id in the primary. */
  readonly lineId: string;
  readonly description?: string;
  readonly notes?: string;
}

export interface TrackingDraft {
  /** The line's own id in the primary. */
  readonly lineId: string;
  readonly trackingNumber: string;
  /** One that the primary has; empty: as it is. */
  readonly shippingMethod: string;
}

export interface PaymentDraft {
  readonly orderId: string;
  readonly methodName: string;
  /** `west:1653 ch_3Nx…`: our reference first, the gateway's after it. */
  readonly authorisation: string;
  readonly amount: Decimal;
  readonly paidOn: LocalDate | null;
}

export interface CustomerDraft {
  readonly username: string;
  /** Empty where the primary already knows the address under another account. */
  readonly email: string;
  readonly type: string;
  readonly abn: string;
  readonly userGroup: string;
  readonly internalNotes: string;
  readonly billing: Address;
  readonly shipping: Address;
}

export interface ProductDraft {
  readonly sku: string;
  readonly parentSku: string;
  readonly name: string;
  readonly brand: string;
  readonly defaultPrice: Decimal;
  readonly costPrice: Decimal;
  readonly taxFree: boolean;
  readonly taxInclusive: boolean;
  /** True for placeholder products, which are services without stock. */
  readonly service: boolean;
  readonly internalNotes: string;
}

export interface ReturnLineDraft {
  readonly sku: string;
  readonly description: string;
  readonly quantity: Decimal;
  /** Of the whole line, in the RMA's tax mode. */
  readonly subtotal: Decimal;
  readonly taxFree: boolean;
  readonly outcome: string;
  readonly reason: string;
}

export interface RefundDraft {
  readonly methodName: string;
  readonly amount: Decimal;
  readonly refundedOn: LocalDate | null;
}

/** A closed return with its final refunds: Neto has no way to change it later. */
export interface ReturnDraft {
  readonly orderId: string;
  readonly username: string;
  readonly staff: string;
  readonly warehouseId: string;
  /** `west:7`: our reference, by which the copy is found again. */
  readonly reference: string;
  readonly notes: string;
  readonly taxInclusive: boolean;
  readonly issuedOn: LocalDate | null;
  readonly shippingRefund: Decimal;
  readonly shippingTaxFree: boolean;
  readonly taxCode: string;
  readonly freeTaxCode: string;
  readonly lines: readonly ReturnLineDraft[];
  readonly refunds: readonly RefundDraft[];
  /** What the primary must make of it, to the cent. */
  readonly total: Decimal;
}
