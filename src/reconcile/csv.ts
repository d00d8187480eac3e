import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkOutput } from '../feeds/may-replace.ts';
import { writeSafely } from '../feeds/safe-output.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { type Decimal, formatMoney } from '../model/money.ts';
import { csvTable, textCell } from '../page/csv.ts';
import type { BothSides, Reconciliation } from './result.ts';

const sides = ['secondary', 'primary', 'difference'] as const;
const measures = ['total', 'gst', 'shipping', 'paid'] as const;
const bothSidesHeadings = ['orders', ...measures].flatMap((measure) => sides.map((side) => `${measure} ${side}`));

/**
 * The result as tables for a spreadsheet, by file name: amounts with two decimals, days as `2026-07-01`. Text that a
 * spreadsheet would take for a formula gets an apostrophe; amounts never do.
 */
export function csvFiles(result: Reconciliation): ReadonlyMap<string, string> {
  const { stores, differences } = result;
  return new Map([
    ['differences.csv', differencesCsv(differences)],
    [
      'days.csv',
      csvTable(
        ['store', 'day', ...bothSidesHeadings],
        stores.flatMap(({ store, days }) => days.map((row) => [textCell(store), row.day ?? '', ...bothSides(row)])),
      ),
    ],
    [
      'months.csv',
      csvTable(
        ['store', 'month', ...bothSidesHeadings],
        stores.flatMap(({ store, months }) =>
          months.map((row) => [textCell(store), row.month ?? '', ...bothSides(row)]),
        ),
      ),
    ],
    [
      'payments.csv',
      csvTable(
        ['store', 'day', 'method', ...sides],
        stores.flatMap(({ store, payments }) =>
          payments.map((row) => [
            textCell(store),
            row.day ?? '',
            textCell(row.method),
            ...sides.map((side) => formatMoney(row[side])),
          ]),
        ),
      ),
    ],
  ]);
}

/**
 * Tables of an earlier comparison are replaced; any other file of these names only where a person says so.
 * @throws ConsolidatorError `file-unwritable`, `output-exists` before anything is written
 */
export async function writeCsvFiles(result: Reconciliation, folder: string, force = false): Promise<string[]> {
  const written: string[] = [];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = [...csvFiles(result)].map(([name, content]) => {
      const [headings = ''] = content.split('\r\n', 1);
      const ours = (beginning: string): boolean => beginning.startsWith(`${headings}\r\n`);
      return { file: path.join(folder, name), content, replacing: { force, ours } };
    });
    for (const { file, replacing } of files) await checkOutput(file, replacing);
    for (const { file, content, replacing } of files) {
      await writeSafely(file, content, { ...replacing, mode: 0o600 });
      written.push(file);
    }
  } catch (cause) {
    if (cause instanceof ConsolidatorError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError('file-unwritable', `The tables can't be written to ${folder}: ${reason}.`, { cause });
  }
  return written;
}

function differencesCsv(differences: Reconciliation['differences']): string {
  const effects = measures.map((measure) => `effect on ${measure}`);
  const headings = [
    'store',
    'day',
    'kind',
    'record',
    'source',
    'target',
    'field',
    'secondary',
    'primary',
    'xero',
    ...effects,
  ];
  return csvTable(
    [...headings, 'under way', 'known as', 'what', 'what to do'],
    differences.map((one) => [
      textCell(one.store),
      one.day ?? '',
      one.kind,
      one.entity,
      textCell(one.sourceId ?? ''),
      textCell(one.targetId ?? ''),
      one.field ?? '',
      amountOrText(one.secondary),
      amountOrText(one.primary),
      amountOrText(one.xero),
      ...measures.map((measure) => formatMoney(one.effect[measure])),
      one.underWay ? 'yes' : '',
      one.label ?? '',
      textCell(one.message),
      textCell(one.remedy),
    ]),
  );
}

function bothSides(row: BothSides): string[] {
  return [
    ...sides.map((side) => String(row[side].orders)),
    ...measures.flatMap((measure) => sides.map((side) => formatMoney(row[side][measure]))),
  ];
}

function amountOrText(value: string | null): string {
  if (value === null) return '';
  return /^-?\d+(\.\d+)?$/.test(value) ? formatMoney(value as Decimal) : textCell(value);
}
