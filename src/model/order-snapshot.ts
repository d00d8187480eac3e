import { z } from 'zod';

/** A line of an order, as its copy shows it. */
const lineSnapshotSchema = z.object({
  id: z.string(),
  /** SKU, quantity, prices, as text for people. */
  fields: z.record(z.string(), z.string()),
  /** Hash of its texts and the like. */
  other: z.string(),
  /** Hash of its tracking number; empty without one. */
  tracking: z.string(),
  /** The service that its tracking number is of. */
  service: z.string(),
});

/**
 * What remains of an order that was copied, to tell later what has changed in it: ids, money, dates, status and SKUs in
 * plain text, free texts as hashes, and one hash of all that is personal.
 */
export const orderSnapshotSchema = z.object({
  status: z.string(),
  approved: z.boolean(),
  fields: z.record(z.string(), z.string()),
  person: z.string(),
  other: z.string(),
  references: z.string(),
  notes: z.string(),
  lines: z.array(lineSnapshotSchema),
});
export type OrderSnapshot = z.infer<typeof orderSnapshotSchema>;

export interface OrderChange {
  /** `line 2 quantity: 1 → 2`: what no program can change in a copy. */
  readonly byHand: readonly string[];
  readonly cancelled: boolean;
  readonly status: boolean;
  readonly approved: boolean;
  readonly references: boolean;
  readonly notes: boolean;
  /** Ids of the lines whose tracking number, or the service that it is of, is new. */
  readonly tracking: readonly string[];
}

export function parseSnapshot(text: string): OrderSnapshot {
  return orderSnapshotSchema.parse(JSON.parse(text));
}

/** What is different now from what was copied, without anything personal. */
export function changeOf(before: OrderSnapshot, after: OrderSnapshot): OrderChange {
  const byHand = fieldChanges('', before.fields, after.fields);
  if (before.person !== after.person) byHand.push('customer details changed');
  if (before.other !== after.other) byHand.push('other details changed');
  const wasCancelled = isCancelled(before);
  if (wasCancelled && !isCancelled(after)) byHand.push(`status: ${before.status} → ${after.status}`);
  byHand.push(...lineChanges(before, after));
  const lines = new Map(before.lines.map((line) => [line.id, line]));
  return {
    byHand,
    cancelled: isCancelled(after) && !wasCancelled,
    status: before.status !== after.status,
    approved: after.approved && !before.approved,
    references: before.references !== after.references,
    notes: before.notes !== after.notes,
    tracking: after.lines
      .filter(({ id, tracking, service }) => {
        const line = lines.get(id);
        return tracking !== '' && (line?.tracking !== tracking || line.service !== service);
      })
      .map(({ id }) => id),
  };
}

function lineChanges(before: OrderSnapshot, after: OrderSnapshot): string[] {
  const changes: string[] = [];
  const left = new Map(before.lines.map((line, place) => [line.id, { line, place }]));
  for (const [place, line] of after.lines.entries()) {
    const was = left.get(line.id)?.line;
    left.delete(line.id);
    const name = `line ${place + 1}`;
    if (was === undefined) changes.push(`${name} added: ${goodsOf(line)}`);
    else {
      changes.push(...fieldChanges(`${name} `, was.fields, line.fields));
      if (was.other !== line.other) changes.push(`${name} details changed`);
    }
  }
  for (const { line, place } of left.values()) changes.push(`line ${place + 1} removed: ${goodsOf(line)}`);
  return changes;
}

function goodsOf({ fields }: OrderSnapshot['lines'][number]): string {
  return `${fields['quantity'] ?? ''} × ${fields['SKU'] ?? ''}`;
}

type Fields = Readonly<Record<string, string>>;

function fieldChanges(prefix: string, before: Fields, after: Fields): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${prefix}${name}: ${shown(before[name])} → ${shown(after[name])}`);
}

function shown(value: string | undefined): string {
  return value === undefined || value === '' ? 'none' : value;
}

function isCancelled({ status }: OrderSnapshot): boolean {
  return status.toLowerCase() === 'cancelled';
}
