import type { EntityName } from '../model/entities.ts';
import { customerKind } from './customer/kind.ts';
import type { EntityKind } from './definition/kind.ts';
import { orderKind } from './order/kind.ts';
import { paymentKind } from './payment/kind.ts';
import { productKind } from './product/kind.ts';
import { returnKind } from './return/kind.ts';

const known: EntityKind[] = [productKind, customerKind, orderKind, paymentKind, returnKind];

/**
 * What every entity is, in load order: for help pages, pipeline files and texts, which need not load how its records are read,
 * written and compared. That is in the registry, which has the same entities in the same order.
 */
export const kinds: readonly EntityKind[] = known;

/** The registry's own: after all that are there. @returns takes it out again */
export function addKind(kind: EntityKind): () => void {
  known.push(kind);
  return () => {
    known.splice(known.indexOf(kind), 1);
  };
}

export function entityNames(): readonly EntityName[] {
  return kinds.map(({ name }) => name);
}

export function findKind(name: string): EntityKind | undefined {
  return kinds.find((one) => one.name === name);
}

/** For people: `return`. Of one that a ledger holds and nobody knows any more, the name by which it is kept. */
export function singular(name: EntityName): string {
  return findKind(name)?.words.one ?? name;
}

/** For people: `returns`. */
export function plural(name: EntityName): string {
  return findKind(name)?.words.many ?? name;
}

/** `Returns`, as a heading has it. */
export function title(name: EntityName): string {
  const many = plural(name);
  return many.slice(0, 1).toUpperCase() + many.slice(1);
}

/** Those whose records are parts of records of this one: of orders, payments and returns. */
export function partsOf(name: EntityName): readonly EntityKind[] {
  return kinds.filter(({ belongsTo }) => belongsTo === name);
}

/** Those that name records of this one and are no part of them: of products, orders. */
export function needing(name: EntityName): readonly EntityKind[] {
  return kinds.filter(({ dependsOn, belongsTo }) => dependsOn.includes(name) && belongsTo !== name);
}

/** Those that put money into the books. */
export function financialKinds(): readonly EntityKind[] {
  return kinds.filter(({ financial }) => financial !== undefined);
}

/** The entity that the results of `reconcile` call so; an invoice of Xero is none. */
export function kindReconciledAs(name: string): EntityKind | undefined {
  return kinds.find(({ reconciles }) => reconciles?.name === name);
}

/** Where it stands in load order; what nobody knows any more comes last. */
export function placeOf(name: EntityName): number {
  const place = kinds.findIndex((one) => one.name === name);
  return place < 0 ? kinds.length : place;
}
