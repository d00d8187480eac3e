import { closest } from '../../../config/problems.ts';
import { fieldKey } from '../../../feeds/field-key.ts';
import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import { lineTaxColumns, neededOrderColumns, shippingTaxColumns } from '../../../feeds/read/order-rows.ts';
import type { FeedEntity } from '../../../feeds/read/read-feed.ts';
import { ConsolidatorError } from '../../../model/errors.ts';

/** Of each the names that a column may have; the first is Neto's own. */
const needed: Readonly<Record<FeedEntity, readonly (readonly string[])[]>> = {
  orders: neededOrderColumns,
  payments: [['Order ID'], ['Amount Paid', 'Amount']],
  customers: [['Username']],
  products: [['SKU']],
};

/** Told with the others, so that they need not be found out one after the other; by themselves other means may tell them. */
const alsoWanted: readonly (readonly string[])[] = [lineTaxColumns, shippingTaxColumns];

/**
 * Refuses a table that lacks columns, naming all of them at once, each with the header that is most like it.
 * @param given values for the whole file, by field key
 * @throws ConsolidatorError `feed-columns`
 */
export function refuseMissingColumns(
  { file, header }: FeedFile,
  entity: FeedEntity,
  given: ReadonlyMap<string, string>,
): void {
  if (header === undefined) return;
  const there = new Set([...header.names.map(fieldKey), ...given.keys()]);
  const lacks = (names: readonly string[]) => !names.some((name) => there.has(fieldKey(name)));
  const missing = needed[entity].filter(lacks);
  if (missing.length === 0) return;
  const taxes = entity === 'orders' ? alsoWanted.filter(lacks) : [];
  const named = [...missing, ...taxes].map((names) => described(names, header.names));
  const [settable, others] = [
    [...missing, ...taxes].flatMap(([name = '']) => switchFor(name) ?? []),
    missing.filter(([name = '']) => switchFor(name) === undefined),
  ];
  const line = settable.length === 0 ? '' : ` Where one value holds for the whole file: ${settable.join(' ')}`;
  const rest =
    others.length > 0 && settable.length > 0 ? ` (it differs by row: ${others.map(([name]) => name).join(', ')})` : '';
  throw new ConsolidatorError(
    'feed-columns',
    `${file}: found no column ${named.join(', ')}; expected ${named.length === 1 ? 'it' : 'all of them'} in a file of ${entity}, since a guess could change what an order costs or whether it counts. Add ${named.length === 1 ? 'it' : 'them'} to the export, or rename the headers that are meant${rest}.${line}`,
  );
}

/** What a column may hold for all orders of a file; others say something else on each row. */
const forTheWholeFile: Readonly<Record<string, string>> = {
  'Tax Inclusive': 'yes or no',
  'Order Status': 'Dispatched',
  Approved: 'yes or no',
  'Date Invoiced': '2026-11-28',
  'Order Line Tax Free': 'yes or no',
  'Tax Free Shipping': 'yes or no',
};

/** With the value to be chosen, since none is guessed. */
function switchFor(name: string): string | undefined {
  const value = forTheWholeFile[name];
  return value === undefined ? undefined : `--set '${name}=<${value}>'`;
}

/** For a file whose header tells nothing of what it holds. */
export function nearestHeaders(headers: readonly string[]): string {
  const asked = ['Order ID', 'Order Line SKU', 'Amount Paid', 'Username', 'SKU'];
  const near = asked.flatMap((name) => {
    const header = nearest([name], headers);
    return header === undefined ? [] : [`"${header}" for "${name}"`];
  });
  return near.length === 0 ? '' : ` Near are ${near.join(', ')}.`;
}

function described(names: readonly string[], headers: readonly string[]): string {
  const header = nearest(names, headers);
  return `"${names[0]}"${header === undefined ? '' : ` (nearest: "${header}")`}`;
}

function nearest(names: readonly string[], headers: readonly string[]): string | undefined {
  const byKey = new Map(headers.map((header) => [fieldKey(header), header]));
  for (const name of names) {
    const found = closest(fieldKey(name), [...byKey.keys()]);
    if (found !== undefined) return byKey.get(found);
  }
  return undefined;
}
