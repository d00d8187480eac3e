import { z } from 'zod';
import { commandLine } from '../../model/command-lines.ts';
import type { CheckedSecondary, Telling } from '../findings/findings.ts';
import type { Simulation } from './simulate.ts';

const withTerms = z.object({ paymentTerms: z.string() });

/** Which payment terms give no due date, where the pipeline file says that they do. */
export function reportUnlistedTerms(
  { findings }: Telling,
  { secondary: { name, orders }, path }: CheckedSecondary,
  { destination, quarantined }: Simulation,
): void {
  if (orders.dueDate !== 'terms') return;
  const held = quarantined.flatMap(({ store, reason, payload }) => {
    if (store !== name || reason !== 'due-date-missing') return [];
    return withTerms.safeParse(JSON.parse(payload ?? 'null')).data?.paymentTerms.trim() ?? [];
  });
  const unlisted = [...new Set([...(destination.undated.get(name) ?? []), ...held])].sort();
  if (unlisted.length === 0) return;
  const named = unlisted.map((terms) => JSON.stringify(terms)).join(', ');
  const blank = unlisted.includes('') ? ' ("" are orders that name none)' : '';
  const message = `Recent orders without a due date have payment terms that \`orders.paymentTerms\` does not list: ${named}${blank}. They get no due date, and Xero refuses their invoices unless the primary fills one in.`;
  const remedy = `Add each with its days, for example \`${commandLine('map', ['payment-terms', unlisted[0] ?? ''], `--to 14 --store ${name}`)}\`.`;
  findings.warn('payment terms', name, message, remedy, [...path, 'orders', 'paymentTerms']);
}
