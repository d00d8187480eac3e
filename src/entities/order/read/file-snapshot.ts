import { type Address, addressParts } from '../../../model/address.ts';
import { type FileSnapshot, NOT_GIVEN } from '../../../model/file-snapshot.ts';
import { keyHash, referencesHash, textHash } from '../../../model/hashes.ts';
import { isZero } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import { upperKey } from '../../../model/text-key.ts';
import { longSalt, snapshotOf } from './order-snapshot.ts';

/** The fields of a snapshot that are kept in plain text, by their names in the normal form. */
const plainFields: Readonly<Record<string, keyof Order>> = {
  total: 'grandTotal',
  tax: 'orderTax',
  shipping: 'shippingTotal',
  'shipping discount': 'shippingDiscount',
  surcharge: 'surchargeTotal',
  coupon: 'couponDiscount',
  'tax inclusive': 'taxInclusive',
  'date placed': 'placedAt',
  'invoice date': 'invoicedOn',
  'due date': 'paymentDueAt',
  'shipping method': 'shippingMethod',
  'payment method': 'paymentMethod',
  'payment terms': 'paymentTerms',
  'sales channel': 'salesChannel',
  'date required': 'requiredAt',
};

/** The same of a line. */
const plainLineFields: Readonly<Record<string, string>> = {
  SKU: 'sku',
  quantity: 'quantity',
  'unit price': 'unitPrice',
  tax: 'tax',
  'discount percent': 'percentDiscount',
  discount: 'productDiscount',
  coupon: 'couponDiscount',
};

interface FileReading {
  readonly store: string;
  readonly followInvoiceDate: boolean;
  /** The fields that the file gives: `salesPerson`, `billing.city`, `lines.name`. */
  readonly gives: ReadonlySet<string>;
  /** Of what it is compared with; left out where that is another file's. */
  readonly salt?: string | undefined;
}

/** What to keep of an order of a file, to name later what has changed in it. */
export function fileSnapshotOf(order: Order, reading: FileReading): FileSnapshot {
  const { store, followInvoiceDate, gives, salt = longSalt(store, order.id) } = reading;
  const whole = snapshotOf(order, { followInvoiceDate, salt, onlyNamed: true });
  const shown = new Set([...gives].filter((field) => order.notShown?.includes(field) !== true));
  const taxBy = taxTold(order, shown);
  const fields = Object.entries(whole.fields).filter(([name]) => {
    if (name === 'total') return true;
    return name === 'tax' ? taxBy !== undefined : shown.has(plainFields[name] ?? name);
  });
  const texts = Object.entries(whole.texts ?? {}).flatMap(([name, text]): [string, string][] => {
    if (name === 'billing' || name === 'shipping') return [[name, addressGiven(order[name], text, name, shown, salt)]];
    return shown.has(name) ? [[name, text]] : [];
  });
  if (shown.has('customerReferences'))
    texts.push(['customerReferences', textHash(order.customerReferences.join('\n'), salt)]);
  const currency = upperKey((order.currency ?? '').trim());
  const lineIds = shown.has('lines.id') && new Set(whole.lines.map(({ id }) => id)).size === whole.lines.length;
  const references = referencesHash({ ...order, customerReferences: [] }, salt);
  return {
    ...whole,
    // A blank one is the store's own.
    fields: { ...Object.fromEntries(fields), ...(currency === '' ? {} : { currency }) },
    texts: Object.fromEntries(texts),
    references: shown.has('purchaseOrderNumber') ? references : NOT_GIVEN,
    notes: shown.has('internalNotes') ? whole.notes : NOT_GIVEN,
    ...(taxBy === undefined ? {} : { taxBy }),
    lineIds,
    lines: whole.lines.map((line, place) => {
      const own = (name: string) => shown.has(`lines.${name}`) && order.lines[place]?.notShown?.includes(name) !== true;
      return {
        ...line,
        id: lineIds ? line.id : String(place),
        fields: Object.fromEntries(Object.entries(line.fields).filter(([name]) => own(plainLineFields[name] ?? name))),
        texts: {
          ...Object.fromEntries(Object.entries(line.texts ?? {}).filter(([name]) => own(name))),
          ...(own('trackingNumber') ? { trackingNumber: line.tracking } : {}),
        },
        // A copy that came by a file takes no numbers from a later one: of these it is told, as of a text.
        tracking: '',
        service: '',
      };
    }),
  };
}

function taxTold({ shippingTotal, notShown }: Order, shown: ReadonlySet<string>): FileSnapshot['taxBy'] {
  if (shown.has('orderTax')) return 'order';
  // A document has it as it stands, or not at all; of a table it follows from the lines.
  if (notShown?.includes('orderTax') === true) return undefined;
  const shipping = shown.has('shippingTax') || isZero(shippingTotal);
  return shown.has('lines.tax') && shipping ? 'lines' : undefined;
}

/** Its parts, and the whole name after them, which some files have in the place of its two parts. */
function addressGiven(address: Address, text: string, kind: string, shown: ReadonlySet<string>, salt: string): string {
  const given = (part: string) => shown.has(`${kind}.${part}`);
  const hashes = text.split(',');
  const parts = addressParts.map((part, place) => (given(part) ? (hashes[place] ?? '') : NOT_GIVEN));
  const named = given('fullName') || (given('firstName') && given('lastName'));
  const name = keyHash(`${address.firstName} ${address.lastName}`, salt).slice(0, 8);
  return [...parts, named ? name : NOT_GIVEN].join();
}
