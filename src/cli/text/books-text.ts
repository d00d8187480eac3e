import type { Arrivals } from '../../arrival/verdicts.ts';
import { arrivalWords } from '../../arrival/words.ts';
import { count, counted, money } from '../../model/amounts-text.ts';
import { isZero, subtract } from '../../model/money.ts';
import { section } from './run-report.ts';
import { indent, table } from './table.ts';

const LISTED = 20;

/** The third side, for a bookkeeper: what Xero itself shows of the copies. */
export function booksText(books: Arrivals): string[] {
  const words = arrivalWords(books);
  const name = books.organisation === null ? '' : ` (${books.organisation.name})`;
  const pending = books.open.filter(({ verdict }) => verdict === 'pending');
  const inSums = books.batches.flatMap((one) => [
    ...(one.of === 'credits' ? [one] : []),
    ...(one.receipts === undefined ? [] : [one.receipts]),
  ]);
  const unproven = [...books.open, ...inSums].filter(({ verdict }) => verdict === 'unproven');
  return [
    '',
    `${words.charAt(0).toUpperCase()}${words.slice(1)}${name}`,
    // Of batches no single invoice stands for a store's copies.
    ...(books.batches.length > 0 ? [batchTable(books.batches)] : books.stores.map((store) => sumsTable(store))),
    ...section(`Still to come to Xero: ${count(pending.length)}`, listing(pending.map(({ message }) => message))),
    ...section(
      `Could not be proven, so nothing is said of it: ${count(unproven.length)}`,
      listing([...new Set(unproven.map(({ message }) => message))]),
    ),
    ...section('To note in Xero', listing(books.notes)),
  ];
}

const VERDICTS = {
  proven: 'proven',
  pending: 'still to come',
  different: 'different',
  missing: 'missing',
  unproven: 'not proven',
} as const;

function batchTable(batches: Arrivals['batches']): string {
  return table(
    [
      { title: 'batch' },
      { title: 'days' },
      { title: 'orders', align: 'right' },
      { title: 'in the primary', align: 'right' },
      { title: 'in Xero', align: 'right' },
      { title: '' },
      { title: 'receipts' },
    ],
    batches.map(({ of, invoices, from, to, orders, primary, xero, verdict, receipts }) => [
      invoices.map(({ number }) => number).join(', ') || '-',
      from === to ? (from ?? '') : `${from} to ${to}`,
      of === 'sales' ? count(orders.length) : counted(orders.length, 'return'),
      money(primary.total),
      xero === null ? '-' : money(xero.total),
      VERDICTS[verdict],
      receipts === undefined ? '' : VERDICTS[receipts.verdict],
    ]),
  );
}

function sumsTable({ store, primary, xero }: Arrivals['stores'][number]): string {
  const row = (name: string, field: 'total' | 'paid'): string[] => {
    const off = subtract(xero[field], primary[field]);
    return [name, money(primary[field]), money(xero[field]), isZero(off) ? '-' : money(off)];
  };
  const off = xero.invoices - primary.invoices;
  return table(
    [
      { title: store },
      { title: 'in the primary', align: 'right' },
      { title: 'in Xero', align: 'right' },
      { title: 'difference', align: 'right' },
    ],
    [
      ['invoices', count(primary.invoices), count(xero.invoices), off === 0 ? '-' : `${off}`],
      row('total', 'total'),
      row('paid', 'paid'),
    ],
  );
}

function listing(lines: readonly string[]): string {
  const more = lines.length - LISTED;
  const shown = lines.slice(0, LISTED).map((line) => indent(`- ${line}`, 2));
  return [...shown, ...(more > 0 ? [indent(`and ${count(more)} more; \`--output json\` has them all`, 2)] : [])].join(
    '\n',
  );
}
