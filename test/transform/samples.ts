import type { OrderContext } from '../../src/entities/order/transform/order.ts';
import { emptyAddress } from '../../src/model/address.ts';
import type { Buyer, Customer } from '../../src/model/customer.ts';
import { decimal, ZERO } from '../../src/model/money.ts';
import type { Order, OrderLine } from '../../src/model/order.ts';
import type { Payment } from '../../src/model/payment.ts';
import type { Product } from '../../src/model/product.ts';
import { instant, type LocalDate } from '../../src/model/time.ts';
import { defaultGuards } from '../../src/transform/guards/guard-rules.ts';
import type { StoreRules } from '../../src/transform/rules.ts';

export const day = (text: string): LocalDate => text as LocalDate;

export function line(changes: Partial<OrderLine> = {}): OrderLine {
  return {
    id: 'N100-0',
    sku: 'MUG',
    name: 'Mug',
    itemNotes: '',
    quantity: decimal(1),
    unitPrice: decimal('11.00'),
    tax: decimal('1.00'),
    taxCode: 'GST',
    percentDiscount: ZERO,
    productDiscount: ZERO,
    couponDiscount: ZERO,
    costPrice: decimal('4.00'),
    warehouseName: 'Perth',
    shippingMethod: '',
    trackingNumber: '',
    serialNumber: '',
    componentOfKit: '',
    externalSystem: '',
    externalOrder: '',
    externalLine: '',
    extraOptions: [],
    ...changes,
  };
}

/** One mug at $11.00, tax included: an order that is copied without ado. */
export function order(changes: Partial<Order> = {}): Order {
  const address = { ...emptyAddress, firstName: 'Jane', lastName: 'Smith', street1: '1 High St', country: 'AU' };
  return {
    id: 'N100',
    relatedOrderId: '',
    status: 'Dispatched',
    type: 'sales',
    onHoldType: '',
    approval: 'Approved',
    username: 'jsmith',
    email: 'jane@example.com',
    userGroup: '1',
    billing: address,
    shipping: address,
    purchaseOrderNumber: '',
    salesPerson: '',
    customerReferences: [],
    salesChannel: 'Website',
    deliveryInstruction: '',
    internalNotes: '',
    stickyNotes: [],
    paymentMethod: '',
    paymentTerms: '',
    shippingMethod: '',
    signatureRequired: false,
    taxInclusive: true,
    couponCode: '',
    grandTotal: decimal('11.00'),
    orderTax: decimal('1.00'),
    productSubtotal: decimal('11.00'),
    shippingTotal: ZERO,
    shippingTax: ZERO,
    shippingDiscount: ZERO,
    surchargeTotal: ZERO,
    surchargeTaxable: ZERO,
    couponDiscount: ZERO,
    placedAt: instant('2026-07-10T02:00:00Z'),
    updatedAt: instant('2026-07-11T02:00:00Z'),
    requiredAt: null,
    paidAt: null,
    paymentDueAt: null,
    invoicedOn: day('2026-07-10'),
    completedOn: null,
    lines: [line()],
    payments: [],
    ...changes,
  };
}

export interface RuleChanges extends Partial<Omit<StoreRules, 'orders' | 'payments' | 'customers' | 'products'>> {
  readonly orders?: Partial<StoreRules['orders']>;
  readonly payments?: Partial<StoreRules['payments']>;
  readonly customers?: Partial<StoreRules['customers']>;
  readonly products?: Partial<StoreRules['products']>;
}

export function rules(changes: RuleChanges = {}): StoreRules {
  return {
    store: 'west',
    timeZone: 'Australia/Perth',
    prefix: { N: 'W' },
    references: { payment: 'west:', overpayment: 'west:', creditNote: 'west:' },
    since: day('2026-07-01'),
    purpose: 'books',
    primaryTimeZone: 'Australia/Sydney',
    beforeLockDate: 'hold',
    tolerance: ZERO,
    guards: defaultGuards,
    sourceCurrency: 'AUD',
    primaryCurrency: 'AUD',
    sourceGstPercent: decimal(10),
    primaryGstPercent: decimal(10),
    installationId: 'i-1',
    ...changes,
    orders: {
      statuses: ['New', 'Pick', 'Pack', 'Dispatched'],
      initialStatus: 'New',
      finalStatus: 'Dispatched',
      email: 'house',
      houseEmail: 'accounts@main.example',
      salesChannel: 'West',
      warehouse: 'Virtual',
      shippingMethods: {},
      statusMap: {},
      warehouses: {},
      zeroValue: 'copy',
      markExported: false,
      ...changes.orders,
    },
    payments: { methods: {}, allowSpendableCredit: false, ...changes.payments },
    customers: {
      policy: 'match',
      usernamePrefix: 'w_',
      sharedEmails: [],
      relayDomains: [],
      accountEmail: 'keep',
      ...changes.customers,
    },
    products: {
      policy: 'match',
      map: new Map(),
      placeholderSku: 'WEST-SALE',
      services: {},
      sameSkuOtherName: 'warn',
      pseudoSkus: ['TEXT_NOTE*'],
      ...changes.products,
    },
  };
}

export function context(changes: Partial<OrderContext> = {}): OrderContext {
  return {
    shippingMethods: new Set(['Express Post']),
    paymentMethods: new Set(['Cash']),
    customer: { username: 'w_jsmith' },
    sku: (sourceSku) => sourceSku,
    ...changes,
  };
}

export function buyer(changes: Partial<Buyer> = {}): Buyer {
  const { id, username, email, billing, shipping } = order();
  return { orderId: id, username, email, billing, shipping, ...changes };
}

export function customer(changes: Partial<Customer> = {}): Customer {
  return {
    username: 'jsmith',
    type: 'Customer',
    email: 'jane@example.com',
    active: true,
    abn: '',
    userGroup: '3',
    billing: { ...emptyAddress, firstName: 'Jane', lastName: 'Smith' },
    shipping: emptyAddress,
    updatedAt: null,
    ...changes,
  };
}

export function product(changes: Partial<Product> = {}): Product {
  return {
    sku: 'MUG',
    parentSku: '',
    name: 'Mug',
    brand: 'Clay',
    active: true,
    defaultPrice: decimal('11'),
    costPrice: decimal('4'),
    taxFree: false,
    taxInclusive: true,
    kit: false,
    service: false,
    updatedAt: null,
    ...changes,
  };
}

export function payment(changes: Partial<Payment> = {}): Payment {
  return {
    id: '1653',
    orderId: 'N100',
    amount: decimal('11'),
    currency: 'AUD',
    method: 'Cash',
    paidAt: null,
    paidOn: day('2026-07-10'),
    authorisation: 'ch_3Nx',
    notes: '',
    ...changes,
  };
}
