import type { Address } from '../../../model/address.ts';
import type { LineTextDraft, OrderDetailsDraft, OrderUpdateDraft } from '../../../model/drafts.ts';
import { addressIn } from '../../../model/email-address.ts';
import { addressHashes, changedParts, keyHash, referencesHash, textHash } from '../../../model/hashes.ts';
import type { Order } from '../../../model/order.ts';
import type { OrderSnapshot } from '../../../model/order-snapshot.ts';
import { plainText, sameText } from '../../../model/text-key.ts';
import { instantSchema } from '../../../model/time.ts';
import { addressTexts, type BoundedText, cutText, limits } from '../../../transform/field-limits.ts';
import type { FixedRules } from '../../../transform/rules.ts';
import type { ChangedOrder, Field } from './changed-order.ts';
import { followed } from './followed-fields.ts';
import { lineAt } from './line-of-copy.ts';
import { sameDayOrMoment } from './order.ts';

interface PlannedDetails {
  readonly draft: OrderDetailsDraft;
  /** What the primary does not hold any more as it was written, in words. */
  readonly conflicts: readonly string[];
  /** Names in the normal form of what stays in the copy as it is. */
  readonly left: readonly string[];
  readonly texts: readonly BoundedText[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What of a change's details goes over, by the three-way rule. */
export function planDetails(changed: ChangedOrder, rules: FixedRules): PlannedDetails {
  const { order, before, change, existing } = changed;
  const draft: Mutable<OrderDetailsDraft> = {};
  const conflicts: string[] = [];
  const left: string[] = [];
  const texts: BoundedText[] = [];
  const lines = new Map<string, Mutable<LineTextDraft>>();
  const { salt, texts: was = {} } = before;
  const isSent = existing.status.toLowerCase() === 'dispatched';
  for (const detail of change.details) {
    const { field, line: lineId } = detail;
    const way = followed(detail, rules);
    if (way === 'left' || way === 'sent') left.push(field);
    if (way !== 'carried') continue;
    if (lineId !== undefined) planLine(lineId, field as 'name' | 'itemNotes');
    else if (field === 'email') planEmail();
    else if (field === 'deliveryInstruction') planInstruction();
    else if (field === 'requiredAt') planRequired();
    else if (field === 'billing' || field === 'shipping') planAddress(field);
  }
  if (lines.size > 0) draft.lines = [...lines.values()];
  return { draft, conflicts, left, texts };

  function planEmail(): void {
    // With `house` the copy bears the house's address, and the shopper's stands in its notes.
    const email = addressIn(order.email);
    if (rules.orders.email === 'house' || sameText(addressIn(existing.email), email)) return;
    const known = [existing.email, addressIn(existing.email)].map((text) => keyHash(text, salt));
    if (!known.some((hash) => hash === was['email'])) conflicts.push('e-mail address');
    else draft.email = email;
  }

  function planInstruction(): void {
    const { deliveryInstruction: meant } = order;
    if (plainText(existing.deliveryInstruction) === plainText(meant)) return;
    if (textHash(existing.deliveryInstruction, salt) !== was['deliveryInstruction'])
      conflicts.push('delivery instruction');
    else draft.deliveryInstruction = meant;
  }

  function planRequired(): void {
    const old = instantSchema.safeParse(before.fields['date required']);
    const meant = sameDayOrMoment(order.requiredAt, rules);
    if (existing.requiredAt === meant) return;
    // UpdateOrder takes no empty date.
    if (meant === null) left.push('requiredAt');
    else if (existing.requiredAt !== sameDayOrMoment(old.success ? old.data : null, rules))
      conflicts.push('date required');
    else draft.requiredAt = meant;
  }

  function planAddress(side: 'billing' | 'shipping'): void {
    if (side === 'shipping' && rules.purpose === 'fulfil' && isSent) {
      left.push('shipping');
      return;
    }
    const before = was[side] ?? '';
    const strange = new Set(changedParts(before, addressHashes(existing[side], salt)));
    const parts: Partial<Record<keyof Address, string>> = {};
    for (const part of changedParts(before, addressHashes(order[side], salt))) {
      if (sameText(existing[side][part], order[side][part])) continue;
      if (strange.has(part)) conflicts.push(`${side} address`);
      else parts[part] = order[side][part];
    }
    if (Object.keys(parts).length === 0) return;
    draft[side] = parts;
    texts.push(...addressTexts(side, order[side]));
  }

  function planLine(id: string, field: 'name' | 'itemNotes'): void {
    const place = order.lines.findIndex((line) => line.id === id);
    const line = order.lines[place];
    const copy = lineAt(place, order.lines, existing);
    // Parts of a kit and notes have no line in the copy; a text that was too long for its line stands in the notes.
    if (line === undefined || copy === undefined || line[field].length > limits.lineText) {
      left.push(field);
      return;
    }
    if (plainText(copy[field]) === plainText(line[field])) return;
    const old = before.lines.find((one) => one.id === id)?.texts?.[field];
    // A store may show its own product's name, whatever was written; a name is nothing to hold an order for.
    if (textHash(copy[field], salt) !== old) {
      if (field === 'name') left.push(field);
      else conflicts.push(`notes of line ${place + 1}`);
      return;
    }
    const text = lines.get(copy.id) ?? { lineId: copy.id };
    if (field === 'name') text.description = cutText(line.name, limits.lineText);
    else text.notes = line.itemNotes;
    lines.set(copy.id, text);
  }
}

/** By the three-way rule: only where the primary still holds what was written. */
export function planReferences(
  order: Order,
  before: OrderSnapshot,
  existing: Order,
): Field<NonNullable<OrderUpdateDraft['references']>> {
  const holds = referencesHash(existing, before.salt);
  if (holds === referencesHash(order, before.salt)) return null;
  const { purchaseOrderNumber, customerReferences } = order;
  return holds === before.references ? { value: { purchaseOrderNumber, customerReferences } } : 'conflict';
}
