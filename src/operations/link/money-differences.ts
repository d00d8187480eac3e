import type { Finding } from '../../entities/comparing/finding.ts';
import { singular } from '../../entities/kinds.ts';
import { formatMoney } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import type { Return } from '../../model/rma.ts';
import type { LinkDifference, LinkMoney } from './report.ts';

/** With the names of methods that its own store shows: the rules of its store may have made other ones of them. */
export function moneyDifferences(
  entity: LinkMoney['entity'],
  source: Payment | Return,
  findings: readonly Finding[],
): LinkDifference[] {
  return findings.map(({ key, field, meant, held }) => {
    const difference = { field: `${singular(entity)} ${source.id} ${field}`, meant, held };
    const own = key === 'method' || key === 'refund-method' ? methodsOf(source) : meant;
    return own === meant ? difference : { ...difference, inStore: own || 'none' };
  });
}

function methodsOf(source: Payment | Return): string {
  if ('method' in source) return source.method;
  return source.refunds.map(({ amount, method }) => `${formatMoney(amount)} ${method.trim()}`).join(', ');
}
