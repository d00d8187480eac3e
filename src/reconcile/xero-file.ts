import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { ConsolidatorError } from '../model/errors.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  isZero,
  multiply,
  parseDecimal,
  subtract,
  ZERO,
} from '../model/money.ts';
import { sameId } from './belongs.ts';
import type { XeroColumn, XeroColumns } from './xero-columns.ts';

const optional: readonly XeroColumn[] = ['currency', 'lineAmount', 'taxAmount'];
/** What tells two invoices of one number apart, where the file has it. */
const APART: readonly string[] = ['ContactName', 'InvoiceDate', 'DueDate', 'Reference', 'Type'];
export interface XeroInvoice {
  readonly number: string;
  readonly total: Decimal;
  readonly paid: Decimal;
  readonly due: Decimal;
  readonly status: string;
  /** `AUD`; empty where the file does not say. */
  readonly currency: string;
}

export interface XeroFile {
  readonly file: string;
  /** By number in upper case; more than one where the file has several of one number. */
  readonly invoices: ReadonlyMap<string, readonly XeroInvoice[]>;
}

/** Reads Xero's export, which repeats an invoice for each of its lines. @throws ConsolidatorError `file-unreadable` */
export async function readXeroFile(file: string, columns: XeroColumns): Promise<XeroFile> {
  const rows = parseRows(file, await textOf(file));
  const [headings = [], ...lines] = rows;
  // The form for imports marks required columns with a star.
  const plain = headings.map((heading) => heading.trim().replace(/^\*/, '').toLowerCase());
  const place = (column: XeroColumn): number => {
    const found = plain.indexOf(columns[column].toLowerCase());
    if (found < 0 && !optional.includes(column))
      throw unreadable(file, `it has no column "${columns[column]}"; name yours with --xero-columns ${column}=…`);
    return found;
  };
  const at = {
    number: place('number'),
    total: place('total'),
    paid: place('paid'),
    due: place('due'),
    status: place('status'),
    currency: place('currency'),
    lineAmount: place('lineAmount'),
    taxAmount: place('taxAmount'),
  };
  const others = APART.map((heading) => plain.indexOf(heading.toLowerCase())).filter((found) => found >= 0);
  const groups = new Map<string, Group>();
  for (const [index, line] of lines.entries()) {
    const cell = (column: XeroColumn): string => (line[at[column]] ?? '').trim();
    const apart = others.map((found) => (line[found] ?? '').trim()).join('\n');
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
      currency: cell('currency').toUpperCase(),
    };
    const { total, paid, due, status, currency } = invoice;
    const key = [sameId(number), total, paid, due, status.toLowerCase(), currency, apart].join('\n');
    const group = groups.get(key) ?? { invoice, amounts: [], taxes: [] };
    groups.set(key, group);
    group.amounts.push(amountOf(cell('lineAmount')) ?? ZERO);
    group.taxes.push(amountOf(cell('taxAmount')) ?? ZERO);
  }
  const invoices = new Map<string, XeroInvoice[]>();
  for (const group of groups.values()) {
    const key = sameId(group.invoice.number);
    const times = Array.from({ length: timesIn(group) }, () => group.invoice);
    invoices.set(key, [...(invoices.get(key) ?? []), ...times]);
  }
  return { file, invoices };
}

/** The rows that say the same of an invoice: its lines, or those of several that are alike. */
interface Group {
  readonly invoice: XeroInvoice;
  readonly amounts: Decimal[];
  readonly taxes: Decimal[];
}

/** Two invoices that are alike in all that the file says have lines that come to twice their total. */
function timesIn({ invoice: { total }, amounts, taxes }: Group): number {
  if (isZero(total)) return 1;
  for (const sum of [add(ZERO, ...amounts), add(ZERO, ...amounts, ...taxes)]) {
    for (let times = 2; times <= amounts.length; times += 1) {
      const off = absolute(subtract(sum, multiply(total, decimal(times))));
      // A cent for each line, which may be rounded by itself.
      if (compare(off, multiply(decimal('0.01'), decimal(amounts.length))) <= 0) return times;
    }
  }
  return 1;
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

function unreadable(file: string, why: string): ConsolidatorError {
  return new ConsolidatorError('file-unreadable', `The file ${file} can't be read: ${why}.`);
}
