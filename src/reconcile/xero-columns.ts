import { ConsolidatorError } from '../model/errors.ts';

/** What is looked for in the file, and the heading that Xero's own export of invoices gives it. */
export const xeroColumns = {
  number: 'InvoiceNumber',
  total: 'Total',
  paid: 'InvoiceAmountPaid',
  due: 'InvoiceAmountDue',
  status: 'Status',
  /** These need not be there. */
  currency: 'Currency',
  lineAmount: 'LineAmount',
  taxAmount: 'TaxAmount',
} as const;

export type XeroColumn = keyof typeof xeroColumns;
export type XeroColumns = Readonly<Record<XeroColumn, string>>;

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
