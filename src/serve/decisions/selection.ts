import { createHash } from 'node:crypto';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { seenAs } from '../../ledger/seen-as.ts';
import { isDropped } from '../../ledger/transitions/what-can-be-done.ts';
import type { EntityName } from '../../model/entities.ts';
import { Turns } from '../../model/turns.ts';
import { isAboutValue } from '../../verdict/decisions.ts';
import type { Visit } from '../frame/visit.ts';

/** What a form is about: one record, or all that wait for the same value. */
export type Selection =
  | { readonly kind: 'one'; readonly store: string; readonly entity: EntityName; readonly sourceId: string }
  | {
      readonly kind: 'all';
      readonly store: string;
      readonly entity: EntityName;
      readonly code: string;
      readonly value: string;
    };

export function selectionFields(selection: Selection): readonly (readonly [name: string, value: string])[] {
  const { store, entity } = selection;
  const which: (readonly [string, string])[] =
    selection.kind === 'one'
      ? [['id', selection.sourceId]]
      : [
          ['code', selection.code],
          ['value', selection.value],
        ];
  return [['store', store], ['entity', entity], ...which];
}

export function selectionOf({ field }: Pick<Visit, 'field'>): Selection {
  const about = { store: field('store'), entity: field('entity') as EntityName };
  if (field('id') !== '') return { kind: 'one', ...about, sourceId: field('id') };
  return { kind: 'all', ...about, code: field('code'), value: field('value') };
}

/** What can be decided about of it now. */
export async function recordsOf(
  ledger: Pick<Ledger, 'find' | 'quarantined'>,
  selection: Selection,
): Promise<LedgerRecord[]> {
  if (selection.kind === 'one') {
    const record = await ledger.find(selection);
    return record !== null && (record.state === 'quarantined' || isDropped(record)) ? [record] : [];
  }
  const { store, entity, code, value } = selection;
  const found: LedgerRecord[] = [];
  await new Turns().each(await ledger.quarantined({ store, entity, reason: code }), (one) => {
    if (!isAboutValue(one, value)) return;
    found.push(one);
    // What is asked for next; of many it takes a while.
    seenAs(one);
  });
  return found;
}

/** All that the person saw of them, in short: it stands in the form, and is compared when the form comes back. */
export function seenOfAll(records: readonly LedgerRecord[]): string {
  const all = records.map((record) => `${record.sourceId} ${seenAs(record)}`).sort();
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 32);
}
