import type { EntityName } from '../../../model/entities.ts';
import { lowerKey } from '../../../model/text-key.ts';
import type { RecordState } from '../../record-state.ts';
import { nameOf } from '../recent-records.ts';
import type { RecordQuery } from '../record-query.ts';
import type { LedgerChanges, Stored } from '../storage.ts';

export const targetOf = (entity: EntityName, targetId: string): string => `${entity}\n${lowerKey(targetId)}`;

/** Which records some target ids belong to, as a writer has read or written it a moment ago: mostly none, before a copy is made. */
export class KnownTargets {
  readonly #names = new Map<string, Set<string>>();
  readonly #most: number;

  /** @param most so many target ids */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns the names of the records that a query by target ids alone finds; undefined where the ledger has to be asked */
  find(query: RecordQuery): string[] | undefined {
    const names = new Set<string>();
    for (const target of targetsIn(query) ?? [undefined]) {
      const some = target === undefined ? undefined : this.#names.get(target);
      if (some === undefined) return undefined;
      for (const name of some) names.add(name);
    }
    return [...names];
  }

  /** What the ledger has just shown of such a query. @param stands whether what was shown of that target id is so still */
  keep(query: RecordQuery, found: readonly Stored<RecordState>[], stands: (target: string) => boolean): void {
    const targets = new Set(targetsIn(query)?.filter(stands));
    for (const target of targets) {
      this.#names.delete(target);
      this.#names.set(target, new Set());
    }
    for (const { value } of found)
      if (targets.has(targetOf(value.entity, value.targetId ?? ''))) this.#namesOf(value)?.add(nameOf(value));
    for (const target of this.#names.keys()) {
      if (this.#names.size <= this.#most) break;
      this.#names.delete(target);
    }
  }

  /** What has just been put into it. */
  put({ records = [] }: LedgerChanges): void {
    for (const { before } of records)
      if (before !== undefined) this.#namesOf(before.value)?.delete(nameOf(before.value));
    for (const { after } of records) this.#namesOf(after)?.add(nameOf(after));
  }

  forget(): void {
    this.#names.clear();
  }

  #namesOf({ entity, targetId }: RecordState): Set<string> | undefined {
    return targetId === null ? undefined : this.#names.get(targetOf(entity, targetId));
  }
}

/** @returns undefined for a query that is not by entity and target ids alone */
export function targetsIn({ anyOf, ...more }: RecordQuery): string[] | undefined {
  if (Object.keys(more).length > 0) return undefined;
  const targets: string[] = [];
  for (const { entity, targetIds, ...narrower } of anyOf) {
    if (entity === undefined || targetIds === undefined || Object.keys(narrower).length > 0) return undefined;
    targets.push(...targetIds.map((id) => targetOf(entity, id)));
  }
  return targets;
}
