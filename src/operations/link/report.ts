import { createHash } from 'node:crypto';
import type { HandLink } from '../../ledger/decision.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Decimal } from '../../model/money.ts';
import type { DifferentField } from '../../run/copies/match-order.ts';
import { comingTo } from '../../transform/entered-sums.ts';

/** One line of the two records side by side. */
export interface LinkField {
  readonly name: string;
  readonly source: string;
  readonly primary: string;
}

/** A payment or return that stands on one side, or on both. */
export interface LinkMoney {
  readonly entity: 'payments' | 'rmas';
  /** null: only the primary has it. */
  readonly sourceId: string | null;
  /** The primary's own ids; none: only its store has it. */
  readonly ids: readonly string[];
  readonly amount: Decimal;
  readonly method: string;
  readonly day: string | null;
}

/** What must agree, and does not. */
export interface LinkDifference extends DifferentField {
  /** Its own store's word, where the rules made another one of it: `meant`. */
  readonly inStore?: string | undefined;
}

export interface LinkReport {
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
  /** The primary's own ids of what was entered by hand. */
  readonly as: readonly string[];
  /** `different`: nothing was linked, since fields that must agree do not; `queued`: it is, once the run that goes on has ended. */
  readonly result: 'linked' | 'queued' | 'would-be-linked' | 'different';
  readonly fields: readonly LinkField[];
  readonly differences: readonly LinkDifference[];
  /** Linked along with the order. */
  readonly paired: readonly LinkMoney[];
  /** On one side alone: to be entered, or linked one by one. */
  readonly unpaired: readonly LinkMoney[];
}

/**
 * In what fields differed when a person accepted it, in short. Salted with their decision, since names are among them.
 * @returns null where nothing differs
 */
export function differencesSeen(decision: string, differences: readonly LinkDifference[]): string | null {
  if (differences.length === 0) return null;
  const told = differences.map(({ field, meant, held }) => [field, meant, held]);
  return createHash('sha256')
    .update(JSON.stringify([decision, ...told]))
    .digest('hex')
    .slice(0, 32);
}

/** What was found, and what is to be taken into the ledger where nothing speaks against it. */
export interface LinkProposal extends Omit<LinkReport, 'result'> {
  readonly links: readonly HandLink[];
}

/** What a store has, and what in the primary alone comes to it: keyed in parts, or a cent off. */
interface KeyedInParts {
  readonly source: LinkMoney & { readonly sourceId: string };
  /** The primary's own ids; none where nothing there comes to it. */
  readonly ids: readonly string[];
}

/** Each is taken for one thing only. */
export function keyedInParts(unpaired: readonly LinkMoney[]): readonly KeyedInParts[] {
  const taken = new Set<string>();
  return unpaired.flatMap((source): KeyedInParts[] => {
    const { sourceId, entity, amount } = source;
    if (sourceId === null) return [];
    const left = unpaired.filter((one) => one.sourceId === null && one.entity === entity);
    const entered = left.flatMap(({ ids: [id = ''], amount: part }) =>
      taken.has(`${entity} ${id}`) ? [] : [{ id, amount: part }],
    );
    const ids = comingTo(entered, amount).map(({ id }) => id);
    for (const id of ids) taken.add(`${entity} ${id}`);
    return [{ source: { ...source, sourceId }, ids }];
  });
}
