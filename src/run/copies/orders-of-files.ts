import { z } from 'zod';
import { followed, rulesForChange } from '../../entities/order/transform/followed-fields.ts';
import { allChanges, listed } from '../../entities/order/transform/told-changes.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { DROPPED } from '../../ledger/transitions/what-can-be-done.ts';
import { asCopied, newlyGiven, withBookedDay } from '../../model/between-files.ts';
import {
  amountsLacking,
  broughtUpToDate,
  changeOfFile,
  type FileChange,
  type FileSnapshot,
  fileSnapshotSchema,
  type SinceCopy,
} from '../../model/file-snapshot.ts';
import type { OrderChange } from '../../model/order-snapshot.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { currencyKey } from '../../transform/currency.ts';
import type { FixedRules } from '../../transform/rules.ts';

const SCOPE = 'order-of-file';

const readingSchema = z.object({
  /** By which the ledger knows the record as it was then. */
  hash: z.string(),
  shown: fileSnapshotSchema,
});
type Reading = z.infer<typeof readingSchema>;

/**
 * What is kept of an order of a file: as it was when it was staged for its copy, or when a person accepted another state;
 * and as it was read last, where that is another one. A file can't be asked again.
 */
const noteSchema = z.object({ copied: readingSchema.nullable(), read: readingSchema.nullable() });
export type FileNote = z.infer<typeof noteSchema>;

/** By source id; those of which nothing is kept are left out. */
export async function fileNotes(
  { ledger }: { readonly ledger: Ledger },
  store: string,
  ids: readonly string[],
): Promise<Map<string, FileNote>> {
  const names = new Map(ids.map((id) => [`${store} ${id}`, id]));
  const found = await ledger.learnedOf(SCOPE, [...names.keys()]);
  return new Map(
    [...found].flatMap(([name, text]): [string, FileNote][] => {
      const note = noteSchema.safeParse(JSON.parse(text)).data;
      return note === undefined ? [] : [[names.get(name) ?? '', note]];
    }),
  );
}

export async function keepFileNotes(
  { ledger }: { readonly ledger: Ledger },
  store: string,
  notes: ReadonlyMap<string, FileNote>,
): Promise<void> {
  if (notes.size === 0) return;
  const named = [...notes].map(([id, note]): [string, string] => [`${store} ${id}`, JSON.stringify(note)]);
  await ledger.learnAll(SCOPE, new Map(named));
}

/** What a reading of an order says of it, where its copy may stand already. */
interface Judged {
  /** By which it is staged: what is no change bears the hash that it is known by. */
  readonly hash: string;
  readonly sinceCopy?: SinceCopy;
  /** To be kept when it is staged. */
  readonly note?: FileNote;
  /** Fields that changed and stay as they are on the copy. */
  readonly left: readonly string[];
}

/** Reasons for which a change that a file shows is quarantined. */
const OF_CHANGES: readonly string[] = ['changed-after-copy', 'cancelled-after-copy'] satisfies QuarantineReason[];

/**
 * @param known what the ledger has of it: nothing, or what came by a file
 * @param rules with the primary's currency, where a file names one
 */
export function judgeReading(
  id: string,
  asItStands: Reading,
  known: LedgerRecord | undefined,
  note: FileNote | undefined,
  rules: FixedRules & { readonly primaryCurrency?: string | undefined },
): Judged {
  const reading = { ...asItStands, shown: withBookedDay(asItStands.shown, rules.timeZone) };
  const asRead = { hash: reading.hash, left: [] };
  const isNew = known === undefined || (known.targetId === null && known.reason !== DROPPED);
  if (isNew) return { ...asRead, note: { copied: reading, read: null } };
  const isQuarantined = known.state === 'quarantined' && OF_CHANGES.includes(known.reason ?? '');
  const states = [note?.copied, note?.read];
  const read = states.find((one) => one?.hash === known.hash);
  const kept = isQuarantined ? note?.copied : read;
  const standsFor = { ...known, currency: currencyKey(rules.primaryCurrency ?? '') };
  // Of one that is quarantined the ledger knows what is different; what its copy stands for was noted when it was.
  const before =
    kept && !isQuarantined
      ? { ...kept, shown: asCopied(withBookedDay(kept.shown, rules.timeZone), reading.shown, standsFor) }
      : kept;
  const isAsQuarantined = isQuarantined && (read == null ? reading.hash === known.hash : isSame(read, reading, rules));
  if (before === undefined || before === null) {
    if (isAsQuarantined)
      return { hash: known.hash, left: [], note: { copied: null, read: { ...reading, hash: known.hash } } };
    if (!isQuarantined && reading.hash === known.hash) return { ...asRead, note: { copied: reading, read: null } };
    const message = unnamed(id, known);
    return { ...asRead, sinceCopy: { kind: 'changed', message }, note: { copied: null, read: reading } };
  }
  const found = changeOfFile(before.shown, reading.shown, rules.timeZone);
  const own = rulesForChange(rules, {
    before: before.shown.fields['payment terms'],
    now: found.comparable.fields['payment terms'] ?? '',
    gaveDueDate: (before.shown.fields['due date'] ?? '') === '',
  });
  if (!isHolding(found.change, own)) {
    const { hash } = before;
    const copied = { hash, shown: broughtUpToDate(before.shown, found, reading.shown) };
    const left = [...leftAlone(found.change, own), ...leftOut(before.shown, reading.shown, own)];
    return { hash, sinceCopy: { kind: 'same' }, note: { copied, read: null }, left };
  }
  if (isAsQuarantined) return { hash: known.hash, left: [] };
  const message = named(id, before.shown, reading.shown, found, own);
  return { ...asRead, sinceCopy: { kind: 'changed', message }, note: { copied: before, read: reading } };
}

/** What is known of a copy that came by a file; undefined where that is not known. */
export async function quarantinedFileChange(
  context: { readonly ledger: Ledger },
  { store, sourceId, hash, state, reason }: LedgerRecord,
  { timeZone }: Pick<FixedRules, 'timeZone'>,
): Promise<OrderChange | undefined> {
  if (state !== 'quarantined' || !OF_CHANGES.includes(reason ?? '')) return undefined;
  const { copied = null, read = null } = (await fileNotes(context, store, [sourceId])).get(sourceId) ?? {};
  if (copied === null || read?.hash !== hash) return undefined;
  return changeOfFile(copied.shown, read.shown, timeZone).change;
}

function isSame(one: Reading, other: Reading, rules: FixedRules): boolean {
  return !isHolding(changeOfFile(one.shown, other.shown, rules.timeZone).change, rules);
}

/** Of what UpdateOrder could take over nothing is carried from a file; these have never been quarantined for it. */
const NOT_HELD: readonly string[] = ['requiredAt', 'trackingNumber'];

/** Whether a person has to see to it. */
function isHolding({ byHand, details, cancelled, references }: OrderChange, rules: FixedRules): boolean {
  if (byHand.length > 0 || cancelled || references) return true;
  return details.some((one) => !NOT_HELD.includes(one.field) && !['left', 'own'].includes(followed(one, rules)));
}

/** What reaches the copy of an order by the API, and would have reached this one had its file given it. */
function leftOut(before: FileSnapshot, after: FileSnapshot, rules: FixedRules): string[] {
  const given = newlyGiven(before, after).filter(
    (one) => !['left', 'own'].includes(followed({ ...one, says: '' }, rules)),
  );
  return given.map(({ field }) => field);
}

function leftAlone({ details, notes }: OrderChange, rules: FixedRules): string[] {
  const fields = details.filter((one) => followed(one, rules) !== 'own').map(({ field }) => field);
  return [...fields, ...(notes ? ['internalNotes'] : [])];
}

function unnamed(id: string, { targetId }: LedgerRecord): string {
  return `${id} is another in the file than in the one that it was copied from. In what can't be named, since an earlier version has kept nothing of that file. Compare ${targetId ?? 'its copy'} with the file, and set right in the primary what differs; then, or where the file only has other columns or its rows in another order, \`accept\` it. From then on each change is named`;
}

function named(id: string, before: FileSnapshot, after: FileSnapshot, found: FileChange, rules: FixedRules): string {
  const { change, comparable } = found;
  if (change.cancelled) return `${id} was cancelled in its own store after it had been copied.`;
  const lacking = before.fields['total'] === after.fields['total'] ? [] : amountsLacking(before, after);
  const hint =
    lacking.length === 0
      ? ''
      : `. The file does not give the ${lacking.join(' and the ')} any more: where that is all, import it with that column`;
  return `${id}: ${listed(allChanges(change, comparable.lines, rules))}${hint}`;
}
