import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { ConsolidatorError } from '../model/errors.ts';
import { type Decimal, equal, parseDecimal } from '../model/money.ts';
import { sameId } from './belongs.ts';

/** What is looked for in the file, and the heading that Xero's own export of invoices gives it. */
export const xeroColumns = {
  number: 'InvoiceNumber',
  total: 'Total',
  paid: 'InvoiceAmountPaid',
  due: 'InvoiceAmountDue',
  status: 'Status',
} as const;
export type XeroColumn = keyof typeof xeroColumns;
export type XeroColumns = Readonly<Record<XeroColumn, string>>;

export interface XeroInvoice {
  readonly number: string;
  readonly total: Decimal;
  readonly paid: Decimal;
  readonly due: Decimal;
  readonly status: string;
}

export interface XeroFile {
  readonly file: string;
  /** By number in upper case; more than one where the file contradicts itself. */
  readonly invoices: ReadonlyMap<string, readonly XeroInvoice[]>;
}

/** `number=InvoiceNumber,total=Total`: what is not named keeps Xero's own heading. @throws ConsolidatorError `usage` */
export function readXeroColumns(text: string): XeroColumns {
  const columns: Record<XeroColumn, string> = { ...xeroColumns };
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const [name = '', ...heading] = part.split('=');
    const column = name.trim();
    if (!isColumn(column) || heading.join('=').trim() === '') {
      throw new ConsolidatorError(
        'usage',
        `--xero-columns takes pairs such as number=InvoiceNumber, of ${Object.keys(xeroColumns).join(', ')}; found "${part.trim()}".`,
      );
    }
    columns[column] = heading.join('=').trim();
  }
  return columns;
}

function isColumn(name: string): name is XeroColumn {
  return Object.hasOwn(xeroColumns, name);
}

/** Reads Xero's export, which repeats an invoice for each of its lines. @throws ConsolidatorError `file-unreadable` */
export async function readXeroFile(file: string, columns: XeroColumns): Promise<XeroFile> {
  const rows = parseRows(file, await textOf(file));
  const [headings = [], ...lines] = rows;
  // The form for imports marks required columns with a star.
  const plain = headings.map((heading) => heading.trim().replace(/^\*/, '').toLowerCase());
  const place = (column: XeroColumn): number => {
    const found = plain.indexOf(columns[column].toLowerCase());
    if (found < 0)
      throw unreadable(file, `it has no column "${columns[column]}"; name yours with --xero-columns ${column}=…`);
    return found;
  };
  const at = {
    number: place('number'),
    total: place('total'),
    paid: place('paid'),
    due: place('due'),
    status: place('status'),
  };
  const invoices = new Map<string, XeroInvoice[]>();
  for (const [index, line] of lines.entries()) {
    const cell = (column: XeroColumn): string => (line[at[column]] ?? '').trim();
    const number = cell('number');
    if (number === '') continue;
    const amount = (column: XeroColumn): Decimal => {
      const value = amountOf(cell(column));
      if (value !== undefined) return value;
      throw unreadable(file, `row ${index + 2} (${number}) has no amount in "${columns[column]}"`);
    };
    const invoice = {
      number,
      total: amount('total'),
      paid: amount('paid'),
      due: amount('due'),
      status: cell('status'),
    };
    const known = invoices.get(sameId(number)) ?? [];
    if (!known.some((one) => isSame(one, invoice))) invoices.set(sameId(number), [...known, invoice]);
  }
  return { file, invoices };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause));
  }
}

function parseRows(file: string, text: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (cause) {
    throw unreadable(file, `it is no CSV file (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

/** An empty cell is zero: a draft has no amount paid. */
function amountOf(text: string): Decimal | undefined {
  if (text === '') return parseDecimal('0');
  return parseDecimal(/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text);
}

function isSame(a: XeroInvoice, b: XeroInvoice): boolean {
  const texts = a.status.toLowerCase() === b.status.toLowerCase();
  return texts && equal(a.total, b.total) && equal(a.paid, b.paid) && equal(a.due, b.due);
}

function unreadable(file: string, why: string): ConsolidatorError {
  return new ConsolidatorError('file-unreadable', `The file ${file} can't be read: ${why}.`);
}
