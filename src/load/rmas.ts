import type { RmaDraft } from '../model/drafts.ts';
import { add, type Decimal, equal, formatMoney, ZERO } from '../model/money.ts';
import { referenceOf } from '../model/payment-reference.ts';
import type { Rma } from '../model/rma.ts';
import type { NetoClient } from '../neto/client.ts';
import { addRma, readRmasOfOrders } from '../neto/rmas.ts';
import type { Difference, LoadTarget } from './load-target.ts';

/**
 * Adds returns over the API, one a call. An RMA's own id is given by the primary, so its key is our reference: the first
 * word of its notes, and once more its purchase order number, in case either does not come back.
 */
export function rmaTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<RmaDraft, Rma> {
  return {
    async lookUp(items) {
      const orderIds = [...new Set(items.map(({ draft }) => draft.orderId))];
      const rmas = await readRmasOfOrders(client, orderIds, { signal });
      return new Map(rmas.map((rma) => [rmaReferenceOf(rma).toLowerCase(), rma]));
    },
    write: async (items) => {
      const [item] = items;
      // Several in one call could be taken in part, and nothing in the answer would tell which.
      if (item === undefined || items.length > 1) throw new RangeError('RMAs are written one by one');
      const answer = await addRma(client, item.draft, { signal });
      // The answer gives the primary's own number, or nothing.
      return { ...answer, ids: [] };
    },
    isCopyOf: ({ draft }, held) => held.orderId.toLowerCase() === draft.orderId.toLowerCase(),
    compare: compareRma,
  };
}

export function rmaReferenceOf(rma: Rma): string {
  return referenceOf(rma.internalNotes) || referenceOf(rma.purchaseOrderNumber);
}

function compareRma(draft: RmaDraft, held: Rma): Difference[] {
  const differences: Difference[] = [];
  const amount = (field: string, meant: Decimal, is: Decimal): void => {
    if (!equal(meant, is)) differences.push({ field, meant: formatMoney(meant), held: formatMoney(is) });
  };
  amount('total', draft.total, held.total);
  const sum = (amounts: readonly Decimal[]): Decimal => amounts.reduce((total, one) => add(total, one), ZERO);
  amount('refunds', sum(draft.refunds.map((one) => one.amount)), sum(held.refunds.map((one) => one.amount)));
  if (draft.lines.length !== held.lines.length) {
    differences.push({ field: 'lines', meant: String(draft.lines.length), held: String(held.lines.length) });
  }
  if (held.status.toLowerCase() !== 'closed') differences.push({ field: 'status', meant: 'Closed', held: held.status });
  if (draft.issuedOn !== null && held.issuedOn !== null && draft.issuedOn !== held.issuedOn) {
    differences.push({ field: 'date issued', meant: draft.issuedOn, held: held.issuedOn });
  }
  return differences;
}
