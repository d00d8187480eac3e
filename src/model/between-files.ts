import { COPIED_WITHOUT, type FileSnapshot, NOT_GIVEN } from './file-snapshot.ts';
import { textHash } from './hashes.ts';
import { type Decimal, formatMoney } from './money.ts';
import type { ChangedDetail } from './order-snapshot.ts';
import { instantSchema, type LocalDate, localDateOf } from './time.ts';

/** By their names in the normal form. */
const PLAIN: Readonly<Record<string, string>> = {
  'shipping method': 'shippingMethod',
  'due date': 'paymentDueAt',
  'date required': 'requiredAt',
};

const TEXTS = [
  'deliveryInstruction',
  'email',
  'signatureRequired',
  'billing',
  'shipping',
  'customerReferences',
] as const;
const LINE_TEXTS = ['itemNotes', 'extraOptions', 'trackingNumber'] as const;

/**
 * What a later reading of an order gives, and the one before had no column for: the copy was made without it. Nothing of it is
 * a change that the two could be compared in. What is empty, or what is so where nobody says so, is left out.
 */
export function newlyGiven(
  before: FileSnapshot,
  after: FileSnapshot,
): readonly Pick<ChangedDetail, 'field' | 'line'>[] {
  const fields = COPIED_WITHOUT.filter((name) => isNew(before.fields[name], after.fields[name]));
  const unsigned = textHash('false', after.salt);
  const texts = TEXTS.filter((name) => isNew(before.texts?.[name], after.texts?.[name], unsigned));
  const [one] = before.lines;
  const ofLines = LINE_TEXTS.filter(
    (name) => one?.texts?.[name] === undefined && after.lines.some(({ texts: is = {} }) => (is[name] ?? '') !== ''),
  );
  return [
    ...fields.map((name) => ({ field: PLAIN[name] ?? name })),
    ...texts.map((field) => ({ field })),
    ...(isNew(before.references, after.references) ? [{ field: 'purchaseOrderNumber' }] : []),
    ...(isNew(before.notes, after.notes) ? [{ field: 'internalNotes' }] : []),
    ...ofLines.map((field) => ({ field, line: one?.id ?? '' })),
  ];
}

/** Of addresses, which are hashed part by part, any part. */
function isNew(before = NOT_GIVEN, after = NOT_GIVEN, unsaid = ''): boolean {
  const was = before.split(',');
  const is = after.split(',');
  // The last part of an address is its whole name, which is made of others.
  const parts = is.length > 1 ? is.slice(0, -1) : is;
  return parts.some((part, place) => {
    const isGiven = part !== NOT_GIVEN && part !== '' && part !== unsaid;
    return isGiven && (was[place] ?? NOT_GIVEN) === NOT_GIVEN;
  });
}

/** An order without an invoice date is booked on the day on which it was placed. */
export function withBookedDay(shown: FileSnapshot, timeZone: string): FileSnapshot {
  const placed = instantSchema.safeParse(shown.fields['date placed']);
  if (shown.fields['invoice date'] !== '' || !placed.success) return shown;
  return { ...shown, fields: { ...shown.fields, 'invoice date': localDateOf(placed.data, timeZone) } };
}

/** With what its copy stands for, of what reaches the books, where its own file did not say it and a later one does. */
export function asCopied(
  before: FileSnapshot,
  after: FileSnapshot,
  stands: { readonly tax?: Decimal | null; readonly bookedOn?: LocalDate | null; readonly currency: string },
): FileSnapshot {
  const tax = stands.tax == null ? '' : formatMoney(stands.tax);
  const known = { tax, 'invoice date': stands.bookedOn ?? '', currency: stands.currency };
  const lacking = Object.entries(known).filter(([name, text]) => {
    return text !== '' && (before.fields[name] ?? '') === '' && (after.fields[name] ?? '') !== '';
  });
  if (lacking.length === 0) return before;
  const taxBy = lacking.some(([name]) => name === 'tax') ? ({ taxBy: 'order' } as const) : {};
  return { ...before, ...taxBy, fields: { ...before.fields, ...Object.fromEntries(lacking) } };
}
