import { arrivedEntities, verdicts } from '../arrival/verdicts.ts';
import { asSentences } from '../model/amounts-text.ts';
import { type Decimal, formatMoney } from '../model/money.ts';
import { csvTable, textCell } from '../page/csv.ts';
import { adviceOn, amountKeys, type Measures, type MonthPack, type Pair } from './pack.ts';

const first = ['pipeline', 'month'];
const pairNames = ['in its store', 'in the primary', 'difference'];

/** Both columns in which every table says whose it is. */
export function ownCells({ pipeline, month }: Pick<MonthPack, 'pipeline' | 'month'>): string[] {
  return [textCell(pipeline), month];
}

/**
 * The tables, by name: amounts with two decimals, days as `2026-10-01`. Text that a spreadsheet would take for a formula gets
 * an apostrophe; amounts never do.
 */
export function monthTables(pack: MonthPack): ReadonlyMap<string, string> {
  const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
    csvTable(
      [...first, ...headings],
      rows.map((row) => [...ownCells(pack), ...row]),
    );
  return new Map([
    ['sums', table(['store', 'currency', 'what', 'orders', ...amountKeys, 'credits'], pack.stores.flatMap(sumRows))],
    [
      'gst',
      table(
        ['store', 'currency', 'side', 'kind', 'tax code', 'tax', 'gross', 'gst', 'net'],
        pack.stores.flatMap(({ store, currency, gst }) =>
          gst.map((row) => [
            ...[textCell(store), textCell(currency), row.side, row.kind, textCell(row.code), row.tax],
            ...[row.gross, row.gst, row.net].map(formatMoney),
          ]),
        ),
      ),
    ],
    [
      'payments',
      table(
        ['store', 'method', 'currency', 'payments in its store', 'payments in the primary', ...pairNames],
        pack.stores.flatMap(({ store, payments }) =>
          payments.map((row) => [
            ...[textCell(store), textCell(row.method), textCell(row.currency)],
            ...[String(row.payments.secondary), String(row.payments.primary), ...pairCells(row.amount)],
          ]),
        ),
      ),
    ],
    [
      'by-hand',
      table(
        ['store', 'kind', 'number', 'return', 'contact', 'username', 'currency', 'amount', 'owed on the invoice'],
        pack.byHand.map((one) => [
          ...[textCell(one.store), one.kind, textCell(one.number), textCell(one.returnId ?? '')],
          ...[textCell(one.contact), textCell(one.username), textCell(one.currency)],
          ...[one.amount, one.owed].map(formatMoney),
        ]),
      ),
    ],
    ...xeroTable(pack, table),
    [
      'orders',
      table(
        [
          ...['done', 'store', 'day', 'number in its store', 'number in the primary', 'status', 'standing', 'cause'],
          ...['total', 'gst', 'paid'].flatMap((what) => pairNames.map((side) => `${what} ${side}`)),
        ],
        pack.orders.map((one) => [
          ...['', textCell(one.store), one.day ?? '', textCell(one.sourceId ?? ''), textCell(one.number ?? '')],
          ...[textCell(one.status), one.standing, one.cause ?? ''],
          ...[one.total, one.gst, one.paid].flatMap(pairCells),
        ]),
      ),
    ],
    [
      'open',
      table(
        ['store', 'kind', 'what', 'what to do', 'lines to type'],
        [
          ...pack.open.map((one) => [
            ...[
              textCell(one.store ?? ''),
              one.kind,
              textCell(asSentences([one.what, ...one.details])),
              textCell(one.remedy),
            ],
            textCell(one.choices.map(({ command }) => command).join(' | ')),
          ]),
          ...pack.differences.map((one) => [
            ...[textCell(one.store), `difference, ${one.cause}`, textCell(one.message), textCell(adviceOn(one)), ''],
          ]),
        ],
      ),
    ],
  ]);
}

type Table = (headings: readonly string[], rows: readonly (readonly string[])[]) => string;

/** Only where the pipeline names its books. */
function xeroTable({ inXero }: MonthPack, table: Table): [string, string][] {
  if (inXero === undefined) return [];
  const { counts, toAllocate } = inXero;
  const ofEntities = arrivedEntities.map((entity) => {
    const of = verdicts.map((verdict) => counts[entity][verdict] ?? 0);
    return [entity, String(of.reduce((sum, one) => sum + one, 0)), ...of.map(String), ''];
  });
  const open = [
    'credits to allocate',
    String(toAllocate.credits),
    ...verdicts.map(() => ''),
    formatMoney(toAllocate.amount),
  ];
  return [['xero', table(['what', 'records', ...verdicts, 'amount'], [...ofEntities, open])]];
}

function sumRows({ store, currency, secondary, primary, difference, causes }: MonthPack['stores'][number]): string[][] {
  const row = (what: string, of: Measures): string[] => [
    ...[textCell(store), textCell(currency), what, String(of.orders)],
    ...amountKeys.map((key) => formatMoney(of[key])),
    String(of.credits),
  ];
  return [
    row('in its store', secondary),
    row('in the primary', primary),
    row('difference', difference),
    ...causes.map(({ cause, of }) => row(`of the difference: ${cause}`, of)),
  ];
}

function pairCells({ secondary, primary, difference }: Pair): string[] {
  return ([secondary, primary, difference] satisfies Decimal[]).map(formatMoney);
}
