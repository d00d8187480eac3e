import type { AskedRecords, Ends, ReconciledName, RecordAtEnd } from '../entities/definition/reconciles.ts';
import { singular } from '../entities/kinds.ts';
import type { EntityName } from '../model/entities.ts';
import { formatMoney, subtract, ZERO } from '../model/money.ts';
import type { Instant } from '../model/time.ts';
import { nothing } from './amounts.ts';
import { sameId } from './belongs.ts';
import { type Difference, namedComparedField } from './result.ts';
import type { StoreSide } from './sides.ts';

/** One entity of one store, whose records hang on no order. */
export interface Comparing {
  readonly entity: EntityName;
  readonly name: ReconciledName;
  readonly ends: Ends;
  readonly store: StoreSide;
  readonly asked: AskedRecords;
  /** What its store shows to have changed since then is under way, and not wrong; null: nothing is. */
  readonly settledUpTo: Instant | null;
}

export type AtEnd = RecordAtEnd<unknown>;

/** Record by record: what one end lacks, has once more, or shows otherwise. */
export function differencesOf(comparing: Comparing, sources: readonly AtEnd[], copies: readonly AtEnd[]): Difference[] {
  const byId = Map.groupBy(copies, ({ sourceId }) => sameId(sourceId));
  const known = new Set(sources.map(({ sourceId }) => sameId(sourceId)));
  const ofSources = sources.flatMap((source) => ofSource(comparing, source, byId.get(sameId(source.sourceId)) ?? []));
  const extra = copies.filter(({ sourceId }) => !known.has(sameId(sourceId)));
  return [...ofSources, ...extra.map((copy) => extraIn(comparing, copy))];
}

function ofSource(comparing: Comparing, source: AtEnd, [copy, ...more]: readonly AtEnd[]): Difference[] {
  if (copy === undefined) return [missingIn(comparing, source)];
  return [...differentFrom(comparing, source, copy), ...more.map((another) => doubledIn(comparing, another))];
}

function differentFrom(comparing: Comparing, source: AtEnd, copy: AtEnd): Difference[] {
  const { ends, asked } = comparing;
  const underWay = isUnderWay(comparing, source);
  const off = subtract(copy.amount, source.amount);
  return ends
    .compare(source.shown, copy.shown, asked)
    .filter((finding) => finding.class === 'must-agree')
    .map(({ key, field, meant, held }, place) =>
      difference(comparing, copy, {
        kind: 'different',
        underWay,
        field: namedComparedField(key),
        secondary: meant,
        primary: held,
        effect: place === 0 ? { ...nothing, total: off } : nothing,
        message: `The ${field} of ${nameOf(comparing, copy)} is ${meant} there, but ${held} in the primary (${copy.targetId}).`,
        remedy: 'See which of the two was changed after the copy, and mend the copy in the primary.',
      }),
    );
}

function missingIn(comparing: Comparing, source: AtEnd): Difference {
  return difference(comparing, source, {
    kind: 'missing',
    underWay: isUnderWay(comparing, source),
    secondary: source.amount,
    effect: { ...nothing, total: subtract(ZERO, source.amount) },
    message: `${nameOf(comparing, source)} (${formatMoney(source.amount)}) is not in the primary.`,
    remedy: 'Run the pipeline; if it stays missing, see what `quarantine list` says of it.',
  });
}

function extraIn(comparing: Comparing, copy: AtEnd): Difference {
  return difference(comparing, copy, {
    kind: 'extra',
    primary: copy.amount,
    effect: { ...nothing, total: copy.amount },
    message: `The primary has ${copy.targetId} (${formatMoney(copy.amount)}) for ${nameOf(comparing, copy)}, which its store does not show.`,
    remedy: 'Look in its store whether it was deleted there, and take the copy out of the primary if so.',
  });
}

function doubledIn(comparing: Comparing, copy: AtEnd): Difference {
  return difference(comparing, copy, {
    kind: 'doubled',
    primary: copy.amount,
    effect: { ...nothing, total: copy.amount },
    message: `${nameOf(comparing, copy)} is in the primary once more, as ${copy.targetId} (${formatMoney(copy.amount)}).`,
    remedy: 'Keep one of them in the primary, and take the other out.',
  });
}

function isUnderWay({ settledUpTo }: Comparing, { updatedAt }: AtEnd): boolean {
  return settledUpTo !== null && updatedAt !== null && updatedAt > settledUpTo;
}

function nameOf({ entity, store }: Comparing, { sourceId }: AtEnd): string {
  return `${singular(entity)} ${sourceId} of ${store.rules.store}`;
}

function difference(
  { name, store }: Comparing,
  { sourceId, targetId, day }: AtEnd,
  given: Pick<Difference, 'kind' | 'message' | 'remedy'> & Partial<Difference>,
): Difference {
  return {
    entity: name,
    store: store.rules.store,
    sourceId,
    targetId,
    day,
    field: null,
    secondary: null,
    primary: null,
    xero: null,
    effect: nothing,
    underWay: false,
    reason: null,
    ...given,
  };
}
