import type { AddressPart } from '../../../model/address.ts';
import type { OrderDetailsDraft, OrderUpdateDraft } from '../../../model/drafts.ts';
import { sameMethod } from '../../../model/method-names.ts';
import { isApproved, type Order } from '../../../model/order.ts';
import { lowerKey, plainText, sameText } from '../../../model/text-key.ts';
import type { NetoClient } from '../../../neto/client.ts';
import { readOrders, updateOrders } from '../../../neto/orders.ts';
import type { Difference, LoadTarget } from '../../writing/load-target.ts';
import { compareUntouched } from '../compare/untouched.ts';

/**
 * Carries changes over to copies. What is looked up is the changed copy, so one without the change counts as absent, and
 * to change it twice does no more than once. After the write it is looked at as it is, so that a field which the primary
 * leaves alone is seen at once.
 */
export function updateTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<OrderUpdateDraft, Order> {
  const sent = new Set<string>();
  return {
    async lookUp(items, { areThere } = {}) {
      const ids = items.map(({ targetId }) => targetId);
      const { orders } = await readOrders(client, ids, { signal, areThere });
      const drafts = new Map(items.map(({ targetId, draft }) => [lowerKey(targetId), draft]));
      const due = orders.filter((order) => {
        const id = lowerKey(order.id);
        const draft = drafts.get(id);
        return sent.has(id) || (draft !== undefined && isUpdated(draft, order));
      });
      return new Map(due.map((order) => [lowerKey(order.id), order]));
    },
    async write(items) {
      const answer = await updateOrders(
        client,
        items.map(({ draft }) => draft),
        { signal },
      );
      if (answer.kind === 'accepted') for (const { targetId } of items) sent.add(lowerKey(targetId));
      return answer;
    },
    // That it is ours is looked at before anything is carried over.
    isCopyOf: () => true,
    compare: compareUpdate,
  };
}

/** Whether a copy shows the change already. */
export function isUpdated(draft: OrderUpdateDraft, existing: Order): boolean {
  return compareUpdate(draft, existing).length === 0;
}

/** Names no text of a shopper: messages of quarantined records are shown to people, and some are logged. */
function compareUpdate(draft: OrderUpdateDraft, existing: Order): Difference[] {
  const differences: Difference[] = [];
  if (draft.status !== null && draft.status.toLowerCase() !== existing.status.toLowerCase()) {
    differences.push({ field: 'status', meant: draft.status, held: existing.status });
  }
  if (draft.approved !== null && !isApproved(existing)) {
    differences.push({ field: 'approval', meant: 'Approved', held: existing.approval });
  }
  if (draft.references !== null && !holdsReferences(draft.references, existing)) {
    differences.push({ field: 'customer references', meant: 'those of the order', held: 'others' });
  }
  if (draft.internalNotes !== null && plainText(draft.internalNotes) !== plainText(existing.internalNotes)) {
    differences.push({ field: 'internal notes', meant: 'those of the order', held: 'others' });
  }
  differences.push(...compareDetails(draft.details ?? {}, existing));
  for (const { lineId, trackingNumber, shippingMethod } of draft.tracking) {
    const line = existing.lines.find(({ id }) => id === lineId);
    if (line?.trackingNumber.trim() !== trackingNumber.trim()) {
      differences.push({ field: `tracking of ${lineId}`, meant: trackingNumber, held: line?.trackingNumber ?? '' });
    } else if (shippingMethod !== '' && !sameMethod(line.shippingMethod, shippingMethod)) {
      differences.push({ field: `shipping of ${lineId}`, meant: shippingMethod, held: line.shippingMethod });
    }
  }
  // A primary may set dates, taxes or the account anew when it is told of something else.
  differences.push(...compareUntouched(draft.untouched ?? {}, existing));
  return differences;
}

function compareDetails(meant: OrderDetailsDraft, existing: Order): Difference[] {
  const { email, deliveryInstruction, requiredAt, lines = [] } = meant;
  const fields: string[] = [];
  if (email !== undefined && !sameText(email, existing.email)) fields.push('e-mail address');
  if (deliveryInstruction !== undefined && !samePlainText(deliveryInstruction, existing.deliveryInstruction))
    fields.push('delivery instruction');
  if (requiredAt !== undefined && requiredAt !== existing.requiredAt) fields.push('date required');
  for (const side of ['billing', 'shipping'] as const) {
    const parts = Object.entries(meant[side] ?? {}) as [AddressPart, string][];
    for (const [part, text] of parts) if (!sameText(text, existing[side][part])) fields.push(`${side} ${part}`);
  }
  for (const { lineId, description, notes } of lines) {
    const line = existing.lines.find(({ id }) => id === lineId);
    if (description !== undefined && !samePlainText(description, line?.name ?? '')) fields.push(`name of ${lineId}`);
    if (notes !== undefined && !samePlainText(notes, line?.itemNotes ?? '')) fields.push(`notes of ${lineId}`);
  }
  return fields.map((field) => ({ field, meant: 'that of the order', held: 'another' }));
}

function samePlainText(a: string, b: string): boolean {
  return plainText(a) === plainText(b);
}

function holdsReferences(references: NonNullable<OrderUpdateDraft['references']>, existing: Order): boolean {
  const meant = [references.purchaseOrderNumber, ...references.customerReferences].map((text) => text.trim());
  const is = [existing.purchaseOrderNumber, ...existing.customerReferences].map((text) => text.trim());
  const length = Math.max(meant.length, is.length);
  return Array.from({ length }, (_, index) => (meant[index] ?? '') === (is[index] ?? '')).every(Boolean);
}
