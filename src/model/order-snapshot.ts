import { z } from 'zod';
import { sameMethod } from './method-names.ts';
import { isCancelled } from './order.ts';
import { sameKey } from './text-key.ts';

/** A line of an order, as its copy shows it. */
const lineSnapshotSchema = z.object({
  id: z.string(),
  /** SKU, quantity, prices, as text for people. */
  fields: z.record(z.string(), z.string()),
  /** Hash of its texts and the like, as one: what an older snapshot is compared by. */
  other: z.string(),
  /** Hashes of the same, one by one, by the names of the normal form. */
  texts: z.record(z.string(), z.string()).optional(),
  /** Hash of its tracking number; empty without one. */
  tracking: z.string(),
  /** The service that its tracking number is of. */
  service: z.string(),
});

/**
 * What remains of an order that was copied, to tell later what has changed in it: ids, money, dates, status and SKUs in
 * plain text, free texts and all that is personal as hashes.
 */
export const orderSnapshotSchema = z.object({
  /** Goes into every hash, so that equal texts of two orders have other hashes. Left out by earlier versions. */
  salt: z.string().optional(),
  status: z.string(),
  approved: z.boolean(),
  fields: z.record(z.string(), z.string()),
  /** Hashes of what is personal, and of other details, each as one: what an older snapshot is compared by. */
  person: z.string(),
  other: z.string(),
  /** Hashes of the same, one by one, by the names of the normal form; those of an address, part by part, by commas. */
  texts: z.record(z.string(), z.string()).optional(),
  references: z.string(),
  notes: z.string(),
  lines: z.array(lineSnapshotSchema),
});
export type OrderSnapshot = z.infer<typeof orderSnapshotSchema>;

/** One field that is different and that is neither money nor what the other parts of a change tell. */
export interface ChangedDetail {
  /** By its name in the normal form: `deliveryInstruction`. */
  readonly field: string;
  /** Of a line, its id. */
  readonly line?: string;
  /** `line 2 name changed`, without anything personal. */
  readonly says: string;
}

export interface OrderChange {
  /** `line 2 quantity: 1 → 2`: what no program can change in a copy. */
  readonly byHand: readonly string[];
  /** What becomes of each is the rules' matter (`src/entities/order/transform/followed-fields.ts`). */
  readonly details: readonly ChangedDetail[];
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

/** Fields in plain text that are no money, by their names in the normal form. */
const PLAIN_DETAILS: Readonly<Record<string, string>> = {
  'shipping method': 'shippingMethod',
  'payment method': 'paymentMethod',
  'payment terms': 'paymentTerms',
  'sales channel': 'salesChannel',
  'date required': 'requiredAt',
};

/** What is different now from what was copied, without anything personal. */
export function changeOf(before: OrderSnapshot, after: OrderSnapshot): OrderChange {
  const byHand: string[] = [];
  const details: ChangedDetail[] = [];
  for (const { name, says } of fieldChanges('', before.fields, after.fields)) {
    const field = PLAIN_DETAILS[name];
    if (field === undefined) byHand.push(says);
    else details.push({ field, says });
  }
  if (before.texts === undefined) {
    if (before.person !== after.person) byHand.push('customer details changed');
    if (before.other !== after.other) byHand.push('other details changed');
  } else {
    details.push(
      ...textChanges(before.texts, after.texts).map((field) => ({ field, says: `${words(field)} changed` })),
    );
  }
  const wasCancelled = isCancelled(before);
  if (wasCancelled && !isCancelled(after)) byHand.push(`status: ${before.status} → ${after.status}`);
  const ofLines = lineChanges(before, after);
  byHand.push(...ofLines.byHand);
  details.push(...ofLines.details);
  const lines = new Map(before.lines.map((line) => [line.id, line]));
  return {
    byHand,
    details,
    cancelled: isCancelled(after) && !wasCancelled,
    status: before.status !== after.status,
    approved: after.approved && !before.approved,
    references: before.references !== after.references,
    notes: before.notes !== after.notes,
    tracking: after.lines
      .filter(({ id, tracking, service }) => {
        const line = lines.get(id);
        return tracking !== '' && (line?.tracking !== tracking || !sameMethod(line.service, service));
      })
      .map(({ id }) => id),
  };
}

function lineChanges(
  before: OrderSnapshot,
  after: OrderSnapshot,
): { readonly byHand: readonly string[]; readonly details: readonly ChangedDetail[] } {
  const byHand: string[] = [];
  const details: ChangedDetail[] = [];
  const left = new Map(before.lines.map((line, place) => [line.id, { line, place }]));
  for (const [place, line] of after.lines.entries()) {
    const was = left.get(line.id)?.line;
    left.delete(line.id);
    const name = `line ${place + 1}`;
    if (was === undefined) byHand.push(`${name} added: ${goodsOf(line)}`);
    else {
      byHand.push(...fieldChanges(`${name} `, was.fields, line.fields).map(({ says }) => says));
      if (was.texts !== undefined) {
        for (const field of textChanges(was.texts, line.texts))
          details.push({ field, line: line.id, says: `${name} ${words(field)} changed` });
      } else if (was.other !== line.other) byHand.push(`${name} details changed`);
    }
  }
  for (const { line, place } of left.values()) byHand.push(`line ${place + 1} removed: ${goodsOf(line)}`);
  return { byHand, details };
}

/** Of those that both know: an older version may have kept fewer. */
function textChanges(before: Fields, after: Fields = {}): string[] {
  return Object.keys(after).filter((name) => before[name] !== undefined && before[name] !== after[name]);
}

/** `deliveryInstruction`: `delivery instruction`. */
function words(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function goodsOf({ fields }: OrderSnapshot['lines'][number]): string {
  return `${fields['quantity'] ?? ''} × ${fields['SKU'] ?? ''}`;
}

type Fields = Readonly<Record<string, string>>;

const METHODS: readonly string[] = ['shipping method', 'payment method'];

/** Of the fields that both know: an older version may have kept fewer. */
function fieldChanges(prefix: string, before: Fields, after: Fields): { name: string; says: string }[] {
  return Object.keys(after)
    .filter((name) => before[name] !== undefined && !isSame(name, before[name], after[name]))
    .map((name) => ({ name, says: `${prefix}${name}: ${shown(before[name])} → ${shown(after[name])}` }));
}

function isSame(name: string, before: string, after = ''): boolean {
  if (METHODS.includes(name)) return sameMethod(before, after);
  return name === 'SKU' ? sameKey(before, after) : before === after;
}

function shown(value: string | undefined): string {
  return value === undefined || value === '' ? 'none' : value;
}
