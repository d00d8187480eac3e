import { z } from 'zod';
import { type Instant, instantSchema } from './time.ts';

/**
 * What of a habit that was seen before, and is seen now, is kept:
 * - `latest`: what was seen last, since a store may change its ways.
 * - `most`, `least`: the largest, or smallest, number.
 * - `near`: what was seen last, where it is another number by more than five; a clock is never twice the same second off.
 * - `worst`: the value that stands last in the habit's list, since one such case is enough.
 */
type Keeping = 'latest' | 'most' | 'least' | 'near' | 'worst';

interface HabitKind {
  readonly value: z.ZodEnum | z.ZodNumber;
  readonly keeps: Keeping;
}

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words, keeps: Keeping = 'latest') => ({
  value: z.enum(words),
  keeps,
});
const number = (keeps: Keeping) => ({ value: z.int(), keeps });

/**
 * What runs learn, by the way, of how one store behaves where the reference of its API is silent or contradicts itself. A value
 * is a word of these lists, or a number that counts records, characters or seconds: never a text of a store, so that a
 * habit can be shown to anybody.
 */
export const habitKinds = {
  /** What the number of a listing's first page is. */
  firstPage: oneOf(['zero', 'one', 'one-and-zero-is-empty']),
  /** Whether a page of fewer rows than were asked for may have others behind it. */
  shortPage: oneOf(['last', 'not-last'], 'worst'),
  /** Rows to which pages are cut, however many are asked for. */
  pageCut: number('least'),
  /** Records in the largest answer. */
  pageRows: number('most'),
  /** Records in the largest write that was taken in full. */
  writeSize: number('most'),
  /** What becomes of the good records of a write with a bad one. */
  faultyBatch: oneOf(['in-part', 'as-a-whole']),
  /** By what words a refusal is told. */
  refusal: oneOf(['known-words', 'passing-words', 'unknown-words', 'no-words']),
  /** In which form errors and warnings come. */
  messages: oneOf(['object', 'list']),
  /** A write whose answer never came. */
  lostAnswer: oneOf(['was-stored']),
  /** When a record that was called done is first shown. */
  newRecord: oneOf(['at-once', 'some-reads-later', 'later'], 'worst'),
  /** How the reference that is left on a payment or a return comes back. */
  reference: oneOf(['whole', 'altered', 'cut', 'not-shown']),
  /** Characters of the longest reference that came back whole. */
  referenceWhole: number('most'),
  /** Characters that were left of the shortest one that was cut. */
  referenceCut: number('least'),
  /** How the external references of an order's lines come back. */
  externalReference: oneOf(['as-sent', 'altered', 'not-shown']),
  /** What asking for orders by these does. */
  externalFilter: oneOf(['filters', 'ignored', 'finds-nothing']),
  /** How the first record of a kind came back, which is written alone. */
  firstCopy: oneOf(['as-meant', 'differs']),
  /** What becomes of the invoice date of an order when it is added. */
  invoiceDateWhenAdded: oneOf(['as-sent', 'set-by-store', 'another-day', 'stays-empty']),
  /** The same when it is moved to Dispatched. */
  invoiceDateWhenDispatched: oneOf(['kept', 'set-by-store', 'another-day', 'stays-empty']),
  discountAmount: oneOf(['per-line', 'per-unit']),
  discountRounding: oneOf(['per-line', 'per-unit', 'per-order']),
  lineHalfCents: oneOf(['up', 'even', 'down']),
  shipping: oneOf(['before-discount', 'after-discount']),
  shippingTax: oneOf(['with-tax', 'without-tax']),
  taxRounding: oneOf(['per-line', 'per-order']),
  taxHalfCents: oneOf(['up', 'even', 'down']),
  /** What the rounding of an order does to its total. */
  orderRounding: oneOf(['added', 'subtracted', 'ignored']),
  /** Seconds that the clock is ahead of this machine's. */
  clock: number('near'),
  /** What the answer to a new return says. */
  returnAnswer: oneOf(['names-it', 'names-nothing']),
  /** What the refusal of too many requests says. */
  tooManyRequests: oneOf(['says-how-long', 'says-nothing']),
  /** Quotes among the orders of a listing. */
  quotes: oneOf(['listed']),
  /** Whether what is new gets a higher id than what was there before. */
  runningIds: oneOf(['growing', 'not-growing'], 'worst'),
  /** Whether a list of ids brings all that has one of them. */
  idLists: oneOf(['not-whole']),
  /** What the ids of order lines are made of. */
  lineIds: oneOf(['digits', 'text'], 'worst'),
} as const satisfies Readonly<Record<string, HabitKind>>;

export type HabitName = keyof typeof habitKinds;
export type HabitValue<Name extends HabitName> = z.infer<(typeof habitKinds)[Name]['value']>;

export const habitNames = Object.keys(habitKinds) as HabitName[];

/** From which kind of record it is known, by the name of its entity, or `stores`: from what concerns no record. */
export type SeenIn = string;

/** What one look has shown. */
export type Seen = {
  readonly [Name in HabitName]: { readonly habit: Name; readonly value: HabitValue<Name>; readonly in: SeenIn };
}[HabitName];

/** What is kept of a habit. */
export interface Kept {
  readonly value: string | number;
  /** When it was first seen so. */
  readonly since: Instant;
}

const keptSchema = z.object({ value: z.union([z.string(), z.int()]), since: instantSchema });
const NEAR = 5;

/** @returns undefined where it is none that this version of the program knows */
export function parseKept(habit: HabitName, text: string): Kept | undefined {
  try {
    const kept = keptSchema.parse(JSON.parse(text));
    return habitKinds[habit].value.safeParse(kept.value).success ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Whether what is seen now tells more, or other, than what was seen before. */
export function isNews(habit: HabitName, before: string | number | undefined, now: string | number): boolean {
  if (before === undefined) return true;
  if (before === now) return false;
  const { keeps } = habitKinds[habit];
  if (keeps === 'most') return now > before;
  if (keeps === 'least') return now < before;
  if (keeps === 'near') return Math.abs(Number(now) - Number(before)) > NEAR;
  return keeps === 'latest' || rank(habit, now) > rank(habit, before);
}

function rank(habit: HabitName, value: string | number): number {
  const { value: schema } = habitKinds[habit];
  return schema instanceof z.ZodEnum ? (schema.options as readonly (string | number)[]).indexOf(value) : Number(value);
}
