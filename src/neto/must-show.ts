import type { NetoClient } from './client.ts';
import { type RawRecord, textOf } from './read-fields.ts';
import { storeError } from './transport-errors.ts';

/** A field without which records are not judged by what they are, but by what the store does not show of them. */
export interface MustShow {
  /** Any of these names will do. */
  readonly names: readonly string[];
  /** So many records without the field at all tell of the store; fewer are left to themselves. */
  readonly least: number;
  /** No record of a store is without a value, so that three empty ones tell the same. */
  readonly neverBlank?: boolean;
  /** Of these records alone. */
  readonly of?: (row: RawRecord) => boolean;
}

/** Records that are all empty in a field by chance. */
const BLANK_BY_CHANCE = 2;

export const ordersMustShow: readonly MustShow[] = [
  { names: ['CompleteStatus'], least: 1, neverBlank: true },
  { names: ['OrderStatus'], least: 1, neverBlank: true },
  { names: ['DatePlaced'], least: 1, neverBlank: true },
  { names: ['TaxInclusive'], least: 1, neverBlank: true },
  { names: ['OrderType'], least: 3 },
  { names: ['Username'], least: 3 },
  // What is sent is invoiced; of what is not, nothing is known.
  { names: ['DateInvoiced'], least: 3, of: (row) => textOf(row['OrderStatus']).toLowerCase() === 'dispatched' },
];

export const paymentsMustShow: readonly MustShow[] = [
  { names: ['OrderID'], least: 1, neverBlank: true },
  { names: ['AmountPaid'], least: 1, neverBlank: true },
  // One without a day goes to quarantine by itself.
  { names: ['DatePaidUTC', 'DatePaid', 'DatePaidLocal'], least: 3 },
];

export const rmasMustShow: readonly MustShow[] = [
  { names: ['OrderID'], least: 1, neverBlank: true },
  { names: ['RmaStatus'], least: 1, neverBlank: true },
];

/** Of copies in the primary, what is compared with their sources and can't be missing from all of them. */
export const copyStatesMustShow: readonly MustShow[] = [
  { names: ['CompleteStatus'], least: 1, neverBlank: true },
  { names: ['OrderStatus'], least: 1, neverBlank: true },
];
export const copiesMustShow: readonly MustShow[] = ordersMustShow.filter(({ names }) => !names.includes('OrderType'));
export const paymentCopiesMustShow: readonly MustShow[] = [
  ...paymentsMustShow,
  { names: ['PaymentMethodName'], least: 3, neverBlank: true },
];

/**
 * A field that is empty on one record is that record's matter; one that no record of a reply has is the store's.
 * @throws ConsolidatorError `fields-not-shown`
 */
export function demandShown(
  client: NetoClient,
  kind: string,
  rows: readonly RawRecord[],
  demands: readonly MustShow[],
): void {
  const missing = demands.filter((demand) => isMissing(rows, demand)).map(({ names }) => names[0]);
  if (missing.length === 0) return;
  const sentence = `none of ${rows.length} records (${kind}) shows ${missing.join(' or ')}, though it was asked for. The key may lack the right, or the store does not show the field. Nothing can be judged without it, so none of them was taken.`;
  throw storeError('fields-not-shown', client.store, sentence);
}

function isMissing(rows: readonly RawRecord[], { names, least, neverBlank = false, of }: MustShow): boolean {
  const concerned = of === undefined ? rows : rows.filter(of);
  if (concerned.length >= least && concerned.every((row) => names.every((name) => row[name] === undefined)))
    return true;
  return (
    neverBlank &&
    concerned.length > BLANK_BY_CHANCE &&
    concerned.every((row) => names.every((name) => row[name] === undefined || row[name] === ''))
  );
}
