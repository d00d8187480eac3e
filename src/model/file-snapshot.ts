import { z } from 'zod';
import { absolute, compare, decimal, multiply, subtract } from './money.ts';
import { changeOf, type OrderChange, type OrderSnapshot, orderSnapshotSchema } from './order-snapshot.ts';
import { instantSchema, localDateOf, startOfDay } from './time.ts';

/** Stands for what a file does not give, in the place of a hash. */
export const NOT_GIVEN = '-';

/**
 * What remains of an order as a file had it. What the file's columns do not give is left out of it, so that nothing that
 * only one of two files gives is taken for a change.
 */
export const fileSnapshotSchema = orderSnapshotSchema.extend({
  /** What its tax comes from: a column of the whole order, or what its lines say. Left out where the file tells none. */
  taxBy: z.enum(['order', 'lines']).optional(),
  /** Its lines have ids of their own; else they are numbered by their places. */
  lineIds: z.boolean(),
});
export type FileSnapshot = z.infer<typeof fileSnapshotSchema>;
type Line = FileSnapshot['lines'][number];

const CENT = decimal('0.01');

/** What a file's reading of a copied order says of it: its hash takes in also how the file is made. */
export type SinceCopy =
  /** Nothing that matters to the copy is different: the record bears the hash that it is known by. */
  | { readonly kind: 'same' }
  /** In a sentence for people, without a shopper's data. */
  | { readonly kind: 'changed'; readonly message: string };

export interface FileChange {
  readonly change: OrderChange;
  /** The later reading with the earlier one's values where it does not give them, and with its ids of lines. */
  readonly comparable: OrderSnapshot;
}

/**
 * What is different in a later reading of an order, of what both readings give; rows may stand in any order.
 * @param timeZone the store's own, by which one file's day and another one's moment of it are the same
 */
export function changeOfFile(before: FileSnapshot, after: FileSnapshot, timeZone: string): FileChange {
  const lines = alignedLines(before, after);
  const texts = Object.entries(after.texts ?? {}).map(([name, text]): [string, string] => [
    name,
    commonParts(before.texts?.[name], text),
  ]);
  const follows = isTaxComparable(before, after);
  const comparable: OrderSnapshot = {
    ...after,
    // A copy is approved when it is made; what its file says of that later is no matter of the copy's.
    approved: before.approved,
    references: commonParts(before.references, after.references),
    notes: commonParts(before.notes, after.notes),
    fields: withSameDays(before, isSameTax(before, after) ? without('tax', after.fields) : after.fields, timeZone),
    texts: follows ? Object.fromEntries(texts) : without('shippingTax', Object.fromEntries(texts)),
    lines: follows ? [...lines] : lines.map((line) => ({ ...line, fields: without('tax', line.fields) })),
  };
  return { change: changeOf(before, comparable), comparable };
}

/** The earlier reading with the values of a later one: what was said of these is not said again. */
export function broughtUpToDate(before: FileSnapshot, { comparable }: FileChange, after: FileSnapshot): FileSnapshot {
  const { status, fields, texts = {} } = comparable;
  const byId = new Map(comparable.lines.map((line) => [line.id, line]));
  const known = { ...texts, ...overlaid(before.texts ?? {}, texts) };
  const told = Object.entries(known).map(([name, text]) => [name, filledParts(text, after.texts?.[name])]);
  const plain = Object.entries(after.fields).filter(([name]) => COPIED_WITHOUT.includes(name));
  return {
    ...before,
    status,
    references: filledParts(comparable.references, after.references),
    notes: filledParts(comparable.notes, after.notes),
    fields: { ...Object.fromEntries(plain), ...overlaid(before.fields, fields) },
    texts: Object.fromEntries(told),
    lines: before.lines.map((line) => {
      const later = byId.get(line.id) ?? line;
      const own = { ...later.texts, ...overlaid(line.texts ?? {}, later.texts ?? {}) };
      return { ...line, fields: overlaid(line.fields, later.fields), texts: own };
    }),
  };
}

/** What a copy may have been made without, since its file had no such column, and what is told of once a later one has. */
export const COPIED_WITHOUT: readonly string[] = ['shipping method', 'due date', 'date required'];

/** With the later text's parts where the earlier one did not give them. */
function filledParts(text: string, after = NOT_GIVEN): string {
  const is = after.split(',');
  return text
    .split(',')
    .map((part, place) => (part === NOT_GIVEN ? (is[place] ?? part) : part))
    .join();
}

/** Moments of which one file may give the day alone, and another one the time of that day too. */
const MOMENTS = ['date placed', 'due date', 'date required'] as const;

function withSameDays({ fields: was }: FileSnapshot, fields: Fields, timeZone: string): Fields {
  const same = MOMENTS.flatMap((name) => {
    const [one, other] = [was[name] ?? '', fields[name] ?? ''];
    return one !== other && isSameDay(one, other, timeZone) ? [[name, one] as const] : [];
  });
  return { ...fields, ...Object.fromEntries(same) };
}

/** Whether the two are one day of that zone, of which one of them gives the day alone. Texts that are no instants are not. */
export function isSameDay(one: string, other: string, timeZone: string): boolean {
  const [a, b] = [instantSchema.safeParse(one), instantSchema.safeParse(other)];
  if (!a.success || !b.success || localDateOf(a.data, timeZone) !== localDateOf(b.data, timeZone)) return false;
  const midnight = startOfDay(localDateOf(a.data, timeZone), timeZone);
  return a.data === midnight || b.data === midnight;
}

function without(name: string, { [name]: _, ...fields }: Fields): Record<string, string> {
  return fields;
}

type Fields = Readonly<Record<string, string>>;

function overlaid(before: Fields, after: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(before).map(([name, text]) => [name, after[name] ?? text]));
}

/** The later text, with the earlier one's parts where one of the two does not give them. */
function commonParts(before: string | undefined, after: string): string {
  if (before === undefined) return after;
  const was = before.split(',');
  return after
    .split(',')
    .map((part, place) => (part === NOT_GIVEN || was[place] === NOT_GIVEN ? (was[place] ?? part) : part))
    .join();
}

/** Amounts of the earlier reading, other than zero, that the later one does not give; those of lines end so. */
export function amountsLacking(before: FileSnapshot, after: FileSnapshot): string[] {
  const lacks = (one: Fields, other: Fields): string[] =>
    AMOUNTS.filter((name) => other[name] === undefined && Number(one[name] ?? 0) !== 0);
  const [line] = after.lines;
  const ofLines = before.lines.flatMap(({ fields }) => lacks(fields, line?.fields ?? {}));
  return [...new Set([...lacks(before.fields, after.fields), ...ofLines.map((name) => `${name} of lines`)])];
}

const AMOUNTS: readonly string[] = [
  'shipping',
  'shipping discount',
  'surcharge',
  'coupon',
  'discount percent',
  'discount',
];

/**
 * Whether taxes that follow from prices can be compared at all: not where one of the two files lacks an amount that they
 * follow from.
 */
function isTaxComparable(before: FileSnapshot, after: FileSnapshot): boolean {
  return amountsLacking(before, after).length === 0 && amountsLacking(after, before).length === 0;
}

/** A store may round the tax by line or by order: told in two ways, it may differ by a cent for each line and shipping. */
function isSameTax(before: FileSnapshot, after: FileSnapshot): boolean {
  const [was, is] = [before.fields['tax'], after.fields['tax']];
  if (was === undefined || is === undefined) return true;
  if (before.taxBy === after.taxBy) return was === is || (after.taxBy === 'lines' && !isTaxComparable(before, after));
  const open = multiply(CENT, decimal(after.lines.length + 1));
  return !isTaxComparable(before, after) || compare(absolute(subtract(decimal(was), decimal(is))), open) <= 0;
}

/**
 * The later lines, each with the id of the earlier one that it is: by their own ids, or by what they are where a file
 * numbers them by their places. Equal lines first, then those of one SKU, the most alike first; then those of one place.
 */
function alignedLines(before: FileSnapshot, after: FileSnapshot): readonly Line[] {
  if (before.lineIds && after.lineIds) return after.lines;
  const left = new Map(before.lines.map((line, place) => [place, line]));
  const found = new Map<number, string>();
  const take = (place: number, earlier: number): void => {
    found.set(place, left.get(earlier)?.id ?? '');
    left.delete(earlier);
  };
  const open = () => [...after.lines.entries()].filter(([place]) => !found.has(place));
  for (const [place, line] of open()) {
    const same = [...left].find(([, one]) => likeness(one, line) === 1);
    if (same !== undefined) take(place, same[0]);
  }
  for (const [place, line] of open()) {
    const alike = [...left]
      .filter(([, one]) => one.fields['SKU'] === line.fields['SKU'])
      .map(([earlier, one]) => ({ earlier, like: likeness(one, line) }))
      .sort((a, b) => b.like - a.like || Math.abs(a.earlier - place) - Math.abs(b.earlier - place));
    if (alike[0] !== undefined) take(place, alike[0].earlier);
  }
  for (const [place] of open()) if (left.has(place)) take(place, place);
  const known = new Set(before.lines.map(({ id }) => id));
  return after.lines.map((line, place) => ({ ...line, id: found.get(place) ?? unknownId(line.id, known) }));
}

function unknownId(id: string, known: ReadonlySet<string>): string {
  return known.has(id) ? `${id} new` : id;
}

/** How much of what both lines give is the same, from 0 to 1. */
function likeness(one: Line, other: Line): number {
  const pairs = [
    ...Object.entries(one.fields).map(([name, text]) => [text, other.fields[name]]),
    ...Object.entries(one.texts ?? {}).map(([name, text]) => [text, other.texts?.[name]]),
  ].filter(([, text]) => text !== undefined);
  return pairs.filter(([a, b]) => a === b).length / Math.max(1, pairs.length);
}
