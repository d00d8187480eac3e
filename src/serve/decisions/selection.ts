import { createHash } from 'node:crypto';
import { asSeen } from '../../decisions/as-seen.ts';
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
  ledger: Pick<Ledger, 'find' | 'quarantinedPage'>,
  selection: Selection,
): Promise<LedgerRecord[]> {
  if (selection.kind === 'one') {
    const record = await ledger.find(selection);
    return record !== null && (record.state === 'quarantined' || isDropped(record)) ? [record] : [];
  }
  const found: LedgerRecord[] = [];
  await eachAbout(ledger, selection, (one) => found.push(one));
  return found;
}

/** The same in short, of which tens of thousands can be had at once: what their stores say of them is not. */
export async function seenNow(
  ledger: Pick<Ledger, 'find' | 'quarantinedPage'>,
  selection: Selection,
): Promise<ReturnType<typeof asSeen>[]> {
  if (selection.kind === 'one') return (await recordsOf(ledger, selection)).map(asSeen);
  const found: ReturnType<typeof asSeen>[] = [];
  await eachAbout(ledger, selection, (one) => found.push(asSeen(one)));
  return found;
}

/** Records that are read at a time. */
const PAGE = 500;

async function eachAbout(
  ledger: Pick<Ledger, 'quarantinedPage'>,
  { store, entity, code, value }: Extract<Selection, { kind: 'all' }>,
  take: (record: LedgerRecord) => void,
): Promise<void> {
  const turns = new Turns();
  let last: LedgerRecord | undefined;
  for (;;) {
    // By their reason they lie in no order of their own, so that each page would read all of them.
    const { records, hasMore } = await ledger.quarantinedPage({ store, entity, after: last, limit: PAGE });
    await turns.each(records, (one) => {
      if (one.reason !== code || !isAboutValue(one, value)) return;
      // What is asked for next; of many it takes a while.
      seenAs(one);
      take(one);
    });
    last = records.at(-1);
    if (!hasMore) return;
    await turns.give();
  }
}

/** All that the person saw of them, in short: it stands in the form, and is compared when the form comes back. */
export function seenOfAll(records: readonly LedgerRecord[]): string {
  return markOf(records.map(asSeen));
}

/** The same of what `seenNow` gives. */
export function markOf(seen: readonly Pick<ReturnType<typeof asSeen>, 'sourceId' | 'seen'>[]): string {
  const all = seen.map((one) => `${one.sourceId} ${one.seen}`).sort();
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 32);
}
