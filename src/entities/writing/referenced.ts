import { attribute, type Shown, type Sought } from '../../model/attribute.ts';
import type { EntityName, RecordKey } from '../../model/entities.ts';
import type { Seen } from '../../model/habits.ts';
import { isSaidAnother } from '../../model/may-be.ts';
import type { Decimal } from '../../model/money.ts';
import { type Reading, type Reference, referencesIn } from '../../model/payment-reference.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { LoadItem } from './load-item.ts';

/** What a look-up finds of a record that nothing but our reference tells from others. */
export type Referenced<Existing> =
  | { readonly kind: 'certain'; readonly existing: Existing }
  /** It may be this record's, or another's: its reference was altered, or bears none of ours. */
  | { readonly kind: 'doubtful'; readonly existing: Existing; readonly reading: Exclude<Reading, 'other'> };

/** What is known, beyond one look-up, of how this primary deals with references. */
export interface ReferenceMemory {
  /** Whether the primary alters what stands behind our reference, so that nothing is sent behind it any more. */
  sendsWordAlone(): Promise<boolean>;
  /** Our reference came back whole, and what stood behind it or around it altered. */
  noteAltered(key: RecordKey): Promise<void>;
  /** The primary's own ids of what people have linked by hand: it is nobody else's, and bears nothing of ours. */
  linked(): Promise<ReadonlySet<string>>;
  /** Whether a record is known to stand in the primary under this reference, which is then not the beginning of another's. */
  isKnown(entity: EntityName, reference: string): Promise<boolean>;
  /** Whether a record was ever written under this reference, which it then is more likely than the beginning of another's. */
  wasSent(entity: EntityName, reference: string): Promise<boolean>;
}

export const forgetful: ReferenceMemory = {
  wasSent: async () => false,
  sendsWordAlone: async () => false,
  noteAltered: async () => {},
  isKnown: async () => false,
  linked: async () => new Set(),
};

export interface ShownRecord<Existing> extends Shown {
  readonly existing: Existing;
}

/** What was meant of an item: the order it belongs to in the primary, and its amount. */
export interface Expected {
  readonly orderId: string;
  readonly amount: Decimal;
}

/** Without what is another's by a person's word, or stands for another record. */
export async function withoutOthers<One extends { readonly id: string }, Draft>(
  shown: readonly One[],
  items: readonly LoadItem<Draft>[],
  memory: ReferenceMemory,
): Promise<One[]> {
  const linked = await memory.linked();
  return shown.filter(({ id }) => !linked.has(id) && !items.some(({ key }) => isSaidAnother(key.acceptedAs, id)));
}

/** Whose copies these are, by target id in lower case. @param expected what was meant of an item */
export async function findReferenced<Draft, Existing>(
  items: readonly LoadItem<Draft>[],
  shown: readonly ShownRecord<Existing>[],
  expected: (draft: Draft) => Expected,
  memory: ReferenceMemory,
): Promise<Map<string, Referenced<Existing>>> {
  const sought = items.map((item): Sought & { readonly item: LoadItem<Draft> } => ({
    ...expected(item.draft),
    references: [referenceOfItem(item)],
    written: true,
    item,
  }));
  const found = new Map<string, Referenced<Existing>>();
  for (const [{ item }, attribution] of attribute(shown, sought)) {
    const id = lowerKey(item.targetId);
    if (attribution.kind === 'certain') {
      // Of several the one that is as meant: that there are more is told when the run is closed.
      const { amount } = expected(item.draft);
      const [first] = attribution.shown;
      found.set(id, {
        kind: 'certain',
        existing: (attribution.shown.find((one) => one.amount === amount) ?? first).existing,
      });
    } else if (!(await isAnothers(attribution.shown, shown, item, memory))) {
      found.set(id, { kind: 'doubtful', existing: attribution.shown.existing, reading: attribution.reading });
    }
  }
  return found;
}

/** It bears the whole reference of a record that is known to be there, and no other one bears that. */
async function isAnothers<Draft>(
  one: Shown,
  all: readonly Shown[],
  item: LoadItem<Draft>,
  memory: ReferenceMemory,
): Promise<boolean> {
  const { prefix: referencePrefix } = referenceOfItem(item);
  const borneBy = ({ texts }: Shown): string[] => referencesIn(texts, referencePrefix);
  const borne = borneBy(one);
  if (borne.includes(item.targetId.toLowerCase())) return false;
  for (const reference of borne) {
    const bearers = all.filter((each) => borneBy(each).includes(reference));
    if (bearers.length === 1 && (await memory.isKnown(item.key.entity, reference))) return true;
  }
  return false;
}

/** What an item is known by, as the mark of its store and its own id. */
export function referenceOfItem<Draft>({ key, targetId }: LoadItem<Draft>): Reference {
  const hasId = lowerKey(targetId).endsWith(lowerKey(key.sourceId));
  return hasId
    ? { prefix: targetId.slice(0, targetId.length - key.sourceId.length), id: key.sourceId }
    : { prefix: targetId, id: '' };
}

/** Gaps and case apart, which say nothing about what is cut or added. */
export function cameBackAltered(sent: string, shown: string): boolean {
  const gapless = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
  return gapless(sent) !== gapless(shown);
}

/** A text that was sent with our reference in it, and what the primary shows in its place. */
export interface SentReference {
  readonly sent: string;
  readonly shown: string;
}

/**
 * What a primary has made of a reference that it was sent, and how long that was. Of several places that bear it the one that
 * tells it best counts, since that is what the record is found by.
 */
export function seenOfReference(entity: EntityName, places: readonly SentReference[]): Seen[] {
  const [best = []] = places.map((place) => madeOf(entity, place)).sort((one, other) => rankOf(one) - rankOf(other));
  return best;
}

const BEST_FIRST: readonly unknown[] = ['whole', 'cut', 'altered', 'not-shown'];

function rankOf([first]: readonly Seen[]): number {
  return BEST_FIRST.indexOf(first?.value);
}

function madeOf(entity: EntityName, { sent, shown }: SentReference): Seen[] {
  const [meant, left] = [sent.trim(), shown.trim()];
  const told = (value: 'whole' | 'altered' | 'cut' | 'not-shown'): Seen => ({ habit: 'reference', value, in: entity });
  if (left === '') return [told('not-shown')];
  if (left === meant) return [told('whole'), { habit: 'referenceWhole', value: meant.length, in: entity }];
  if (!meant.startsWith(left)) return [told('altered')];
  return [told('cut'), { habit: 'referenceCut', value: left.length, in: entity }];
}
