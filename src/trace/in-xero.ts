import { ConsolidatorError } from '../model/errors.ts';
import { upperKey } from '../model/text-key.ts';
import type { TraceContext } from './open-trace.ts';
import type { TracedInXero } from './trace.ts';

/**
 * What Xero shows under the number of a copy, with what the export puts before it and without; loaded only for a pipeline
 * that names its books.
 * @throws ConsolidatorError `stopped`
 */
export async function lookInXero({ xero, signal }: TraceContext, number: string | null): Promise<TracedInXero> {
  if (xero === undefined || number === null) return { kind: 'not-asked' };
  const { readInvoicesByNumber } = await import('../xero/read.ts');
  const prefix = xero.invoicePrefix;
  const spelt = [...new Set([prefix + number, number])];
  try {
    const client = await xero.open();
    const found = await readInvoicesByNumber(client, spelt, { signal });
    const invoices = found
      .filter((one) => one.isSale && spelt.some((wanted) => upperKey(wanted) === upperKey(one.number.trim())))
      .map(({ number: shown, status, total, paid, due, day }) => ({ number: shown, status, total, paid, due, day }));
    return invoices.length === 0 ? { kind: 'not-there' } : { kind: 'there', invoices };
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    return { kind: 'unreachable', code: error.code, message: error.message };
  }
}
