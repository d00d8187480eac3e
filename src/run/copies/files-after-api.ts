import { fileSnapshotOf } from '../../entities/order/read/file-snapshot.ts';
import { concernsMoney, followed } from '../../entities/order/transform/followed-fields.ts';
import { allChanges, listed } from '../../entities/order/transform/told-changes.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { changeOfFile, type FileSnapshot, NOT_GIVEN } from '../../model/file-snapshot.ts';
import { referencesHash } from '../../model/hashes.ts';
import type { Order } from '../../model/order.ts';
import { type OrderChange, type OrderSnapshot, parseSnapshot } from '../../model/order-snapshot.ts';
import { currencyKey } from '../../transform/currency.ts';
import type { FixedRules } from '../../transform/rules.ts';

export interface FileOrderShown {
  readonly order: Order;
  /** The fields that the file gives. */
  readonly gives: ReadonlySet<string>;
  /** Whether the file names what the order comes to. */
  readonly hasTotal: boolean;
}

/** What a file says otherwise of an order whose copy shows what the API did. */
export interface SaidOtherwise {
  /** What reaches the books, in words; undefined where nothing of it is different. */
  readonly message: string | undefined;
  /** Names in the normal form of what else is different: the copy stays as the API had it. */
  readonly left: readonly string[];
}

/**
 * A file after the API: nobody knows which of the two is the later one. In what it gives it must say the same of what reaches
 * the books; a text that is another one is told.
 * @param before copied by the API, and not in quarantine
 */
export function saidOtherwise(
  shown: FileOrderShown,
  before: LedgerRecord,
  rules: FixedRules & { readonly primaryCurrency?: string | undefined },
): SaidOtherwise {
  const { copiedAs, state, sourceId } = before;
  if (state !== 'loaded' || copiedAs === null) return { message: undefined, left: [] };
  const copied = parseSnapshot(copiedAs);
  const file = fileShown(shown, copied.salt, rules);
  const { change, comparable } = changeOfFile(apiShown(copied, file, rules.primaryCurrency), file, rules.timeZone);
  const left = leftAlone(change, rules);
  if (!concernsMoney(change, rules)) return { message: undefined, left };
  return { message: `${sourceId}: ${listed(allChanges(change, comparable.lines, rules))}`, left: [] };
}

function fileShown(
  { order, gives, hasTotal }: FileOrderShown,
  salt: string | undefined,
  { store, purpose }: FixedRules,
): FileSnapshot {
  const shown = fileSnapshotOf(order, { store, followInvoiceDate: purpose === 'books', gives, salt });
  // An empty cell says nothing that the API did not say better.
  const given = Object.entries(shown.fields).filter(([name, text]) => text !== '' && (hasTotal || name !== 'total'));
  const hasReferences = gives.has('purchaseOrderNumber') && gives.has('customerReferences');
  return {
    ...shown,
    fields: Object.fromEntries(given),
    references: hasReferences ? referencesHash(order, salt) : NOT_GIVEN,
  };
}

/** In the form of a file's, with all that one can give. Of a kit a file may leave the parts out. */
function apiShown(copied: OrderSnapshot, file: FileSnapshot, currency: string | undefined): FileSnapshot {
  const { texts = {}, lines } = copied;
  const whole = lines.filter((line) => (line.texts?.['componentOfKit'] ?? '') === '');
  const named = ['billing', 'shipping'].map((side) => [side, `${texts[side] ?? ''},${NOT_GIVEN}`]);
  return {
    ...copied,
    // Nothing is copied that is in another one.
    fields: { ...copied.fields, ...(currency === undefined ? {} : { currency: currencyKey(currency) }) },
    texts: { ...texts, ...Object.fromEntries(named) },
    taxBy: 'order',
    lineIds: true,
    lines: (lines.length > file.lines.length ? whole : lines).map((line) => ({
      ...line,
      texts: { ...line.texts, trackingNumber: line.tracking },
      tracking: '',
      service: '',
    })),
  };
}

/** Texts that would go over by the API; those that reach nobody are not told. */
function leftAlone({ details, references, notes }: OrderChange, rules: FixedRules): string[] {
  const told = details.filter((one) => one.field !== 'name' && ['carried', 'sent'].includes(followed(one, rules)));
  return [
    ...told.map(({ field }) => field),
    ...(references ? ['customerReferences'] : []),
    ...(notes ? ['internalNotes'] : []),
  ];
}
