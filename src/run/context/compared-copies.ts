import type { FindingClass } from '../../entities/comparing/finding.ts';
import { singular } from '../../entities/kinds.ts';
import { comparedField } from '../../entities/registry.ts';
import type { Difference } from '../../entities/writing/load-target.ts';
import type { EntityName, RecordKey } from '../../model/entities.ts';
import { add, type Decimal, formatMoney, ZERO } from '../../model/money.ts';
import type { NoteDifferences } from '../protocol/batch.ts';
import { describeIds, examplesOf, type RunWarning } from './warnings.ts';

interface Group {
  readonly store: string;
  readonly entity: EntityName;
  readonly class: Exclude<FindingClass, 'must-agree'>;
  readonly by: Difference['by'];
  readonly ids: Set<string>;
  readonly fields: Map<string, Set<string>>;
  /** By source id, so that a copy that is compared twice counts once. */
  readonly amounts: Map<string, Decimal>;
}

/**
 * What the comparisons of a run found that quarantines nothing: fields that are only said, GST that differs by rounding,
 * and what one end does not show. One warning for each store, entity and field; all that is not shown in one.
 */
export class ComparedCopies {
  readonly #groups = new Map<string, Group>();

  readonly note: NoteDifferences = (key, differences) => {
    for (const difference of differences) this.#add(key, difference);
  };

  #add({ store, entity, sourceId }: RecordKey, { class: own, key, by, amount }: Difference): void {
    if (own === undefined || own === 'must-agree' || key === undefined) return;
    const name = [store, entity, own, own === 'not-shown' ? by : key].join(' ');
    const group: Group = this.#groups.get(name) ?? {
      store,
      entity,
      class: own,
      by,
      ids: new Set(),
      fields: new Map(),
      amounts: new Map(),
    };
    group.ids.add(sourceId);
    group.fields.set(key, (group.fields.get(key) ?? new Set()).add(sourceId));
    if (amount !== undefined) group.amounts.set(sourceId, amount);
    this.#groups.set(name, group);
  }

  warnings(): RunWarning[] {
    return [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => warningOf(group));
  }
}

const codes = { said: 'copy-differs', rounding: 'gst-rounding', 'not-shown': 'not-shown' } as const;

function warningOf(group: Group): RunWarning {
  const { store, entity, ids } = group;
  const examples = examplesOf(ids);
  const [sourceId = ''] = examples;
  const message = `${describeIds(ids, singular(entity))}: ${sentence(group)}`;
  return { store, entity, sourceId, code: codes[group.class], message, count: ids.size, examples };
}

function sentence({ class: own, store, entity, by, fields, amounts }: Group): string {
  const rows = [...fields].map(([key, { size }]) => ({
    key,
    name: key,
    cause: '',
    ...comparedField(entity, key),
    size,
  }));
  if (own === 'not-shown') {
    const named = rows.map(({ key, name, size }) => `${key.startsWith('line-') ? `${name} of lines` : name} (${size})`);
    const end = by === 'source' ? store : 'the primary';
    return `not compared, since ${end} does not show it: ${named.join(', ')}.`;
  }
  const [row] = rows;
  if (own === 'rounding') {
    const sum = add(ZERO, ...amounts.values());
    return `the ${row?.name ?? ''} of the copies differs by rounding alone, by ${formatMoney(sum)} in all.`;
  }
  return `the copy has another ${row?.name ?? ''}. ${row?.cause ?? ''}`.trimEnd();
}
