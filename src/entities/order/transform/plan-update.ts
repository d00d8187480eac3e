import type { OrderUpdateDraft, TrackingDraft } from '../../../model/drafts.ts';
import { addressIn } from '../../../model/email-address.ts';
import { keyHash, textHash } from '../../../model/hashes.ts';
import { meantMethod, sameMethod, spelledIn } from '../../../model/method-names.ts';
import { equal } from '../../../model/money.ts';
import { isApproved, type Order } from '../../../model/order.ts';
import type { OrderChange, OrderSnapshot } from '../../../model/order-snapshot.ts';
import { isSameStore, originOf } from '../../../model/origin.ts';
import { plainText } from '../../../model/text-key.ts';
import { customerReferenceTexts, findTooLong, limits } from '../../../transform/field-limits.ts';
import { type Quarantined, quarantine } from '../../../transform/outcome.ts';
import type { FixedRules } from '../../../transform/rules.ts';
import type { ChangedOrder, Field, PlannedUpdate, UpdateContext } from './changed-order.ts';
import { lineAt } from './line-of-copy.ts';
import { between, joined, shopperIn, withShopper } from './notes-of-copy.ts';
import { planDetails, planReferences } from './plan-details.ts';

/** The way of an order; it is followed forwards only. */
const STATUS_ORDER = [
  'New',
  'Backorder Approved',
  'Pick',
  'Pack',
  'Pending Pickup',
  'Pending Dispatch',
  'Dispatched',
].map((status) => status.toLowerCase());

/**
 * By the three-way rule: a field is carried over where its own store has changed it and the primary still holds what was
 * written. A field that the primary holds already is done.
 */
export function planUpdate(changed: ChangedOrder, context: UpdateContext): PlannedUpdate {
  const { order, before, change, existing } = changed;
  const { rules } = context;
  const status = change.status ? planStatus(order, before, existing, rules) : null;
  const approved = change.approved ? planApproval(order, existing, context.wasApproved) : null;
  const references = change.references ? planReferences(order, before, existing) : null;
  const details = planDetails(changed, rules);
  const told = tellsNotes(change, rules) ? planNotes(changed, context.notes) : null;
  // Notes that never named the shopper's address, as those of another recipe, need not name the new one.
  const isUntold = told === 'conflict' && !change.notes;
  const notes = isUntold ? null : told;
  const tracking = planTracking(changed, context);
  if (tracking.problem !== undefined) return tracking.problem;
  const tooLong = findTooLong(order.id, [
    ...(references === null || references === 'conflict'
      ? []
      : [
          { field: 'purchase order number', text: order.purchaseOrderNumber, limit: limits.purchaseOrderNumber },
          ...customerReferenceTexts(order.customerReferences),
        ]),
    ...details.texts,
  ]);
  if (tooLong !== undefined) return tooLong;
  const named = { status, approval: approved, 'customer references': references, 'internal notes': notes };
  const conflicts = [
    ...Object.entries(named).flatMap(([name, field]) => (field === 'conflict' ? [name] : [])),
    ...tracking.conflicts,
    ...new Set(details.conflicts),
  ];
  if (conflicts.length > 0) {
    return quarantine(
      'changed-on-both-sides',
      `${order.id} was changed in its store, and ${existing.id} in the primary: ${conflicts.join(', ')}`,
    );
  }
  const draft: OrderUpdateDraft = {
    orderId: existing.id,
    status: given(status),
    approved: given(approved),
    references: given(references),
    internalNotes: given(notes),
    tracking: tracking.drafts,
    details: details.draft,
  };
  const left = [...details.left, ...(isUntold ? ['email'] : [])];
  const { orderId: _, tracking: lines, details: __, ...fields } = draft;
  const isSame = lines.length === 0 && Object.values(fields).every((field) => field === null);
  if (isSame && Object.keys(details.draft).length === 0) return { kind: 'same', left };
  return { kind: 'update', draft, left };
}

/** Whether the notes of the copy say something else now: with `email: house` they name the shopper's address too. */
export function tellsNotes({ notes, details }: OrderChange, { orders }: Pick<FixedRules, 'orders'>): boolean {
  return notes || (orders.email === 'house' && details.some(({ field }) => field === 'email'));
}

/** Whether a status is a step forward on an order's way. */
export function isForward(before: string, after: string): boolean {
  return placeOf(after) > placeOf(before) && placeOf(after) >= 0;
}

function placeOf(status: string): number {
  return STATUS_ORDER.indexOf(status.toLowerCase());
}

function planStatus(order: Order, before: OrderSnapshot, existing: Order, rules: FixedRules): Field<string> {
  if (rules.purpose !== 'books' || !isForward(before.status, order.status)) return null;
  if (placeOf(existing.status) >= placeOf(order.status)) return null;
  const written = [before.status, rules.orders.finalStatus].map((status) => status.toLowerCase());
  return placeOf(existing.status) >= 0 && written.includes(existing.status.toLowerCase())
    ? { value: order.status }
    : 'conflict';
}

/** Approval lets the copy reach Xero: only where it comes to what its order comes to. */
function planApproval(order: Order, existing: Order, wasApproved: boolean): Field<true> {
  if (isApproved(existing)) return null;
  return !wasApproved && equal(existing.grandTotal, order.grandTotal) ? { value: true } : 'conflict';
}

/** The order's own notes stand between lines of ours, or, in a copy that another recipe made, alone. */
function planNotes(
  { order, before, change, existing }: ChangedOrder,
  around: { readonly head: string; readonly tail: string },
): Field<string> {
  const holds = plainText(existing.internalNotes);
  const ours = { ...around, head: withOriginOf(holds, around.head) };
  for (const { head, tail } of [ours, { head: '', tail: '' }]) {
    const meant = joined(head, plainText(order.internalNotes), tail);
    if (meant === holds) return null;
    const old = between(holds, headAsWritten(head, holds, before), tail);
    if (old !== undefined && textHash(old, before.salt) === before.notes) return { value: meant };
  }
  if (change.details.some(({ field }) => field === 'email')) return 'conflict';
  // The address was left as it stands when it changed: the notes go on around it.
  const head = withShopper(ours.head, shopperIn(holds));
  const old = between(holds, head, ours.tail);
  if (old === undefined || textHash(old, before.salt) !== before.notes) return 'conflict';
  return { value: joined(head, plainText(order.internalNotes), ours.tail) };
}

/** Who made a copy stays as it is told there, whatever has become of the ledger since. */
function withOriginOf(holds: string, head: string): string {
  const [line = '', ...rest] = head.split('\n');
  const [first = ''] = holds.split('\n', 1);
  const [origin, made] = [originOf(line), originOf(first)];
  const isSame = origin !== undefined && made !== undefined && isSameStore(origin, made);
  return isSame && origin.sourceId === made.sourceId ? [first, ...rest].join('\n') : head;
}

/** The head as it was when the shopper had the address that the copy's notes name, if that is the one it was made with. */
function headAsWritten(head: string, holds: string, before: OrderSnapshot): string {
  const address = shopperIn(holds);
  // What is no address was told, too, before it was known to be none.
  const hashes = [address, addressIn(address)].map((text) => keyHash(text, before.salt));
  return hashes.some((hash) => hash === before.texts?.['email']) ? withShopper(head, address) : head;
}

interface PlannedTracking {
  readonly drafts: readonly TrackingDraft[];
  readonly conflicts: readonly string[];
  readonly problem?: Quarantined;
}

function planTracking({ order, before, change, existing }: ChangedOrder, context: UpdateContext): PlannedTracking {
  const drafts: TrackingDraft[] = [];
  const conflicts: string[] = [];
  for (const [place, line] of order.lines.entries()) {
    if (!change.tracking.includes(line.id)) continue;
    // Parts of a kit and notes have no line in the copy.
    const copy = lineAt(place, order.lines, existing);
    if (copy === undefined) continue;
    const { shippingMethods } = context.rules.orders;
    const meant = meantMethod(shippingMethods, line.shippingMethod);
    const shippingMethod = meant === '' ? '' : spelledIn(context.shippingMethods, meant);
    if (shippingMethod === undefined) {
      const message = `${order.id}: the primary has no shipping method ${JSON.stringify(meant)}`;
      return { drafts, conflicts, problem: quarantine('shipping-method-unmapped', message) };
    }
    const isSameMethod = shippingMethod === '' || sameMethod(shippingMethod, copy.shippingMethod);
    const sameNumber = copy.trackingNumber.trim() === line.trackingNumber.trim();
    if (sameNumber && isSameMethod) continue;
    const was = before.lines.find(({ id }) => id === line.id)?.tracking;
    if (sameNumber || copy.trackingNumber.trim() === '' || textHash(copy.trackingNumber, before.salt) === was) {
      drafts.push({ lineId: copy.id, trackingNumber: line.trackingNumber, shippingMethod });
    } else conflicts.push(`tracking of line ${place + 1}`);
  }
  return { drafts, conflicts };
}

function given<T>(field: Field<T>): T | null {
  return field === null || field === 'conflict' ? null : field.value;
}
