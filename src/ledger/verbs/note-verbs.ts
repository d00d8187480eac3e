import { z } from 'zod';
import { instantSchema, localDateSchema } from '../../model/time.ts';
import type { Ledger, When } from '../ledger.ts';
import type { Note, NoteChange } from '../storage/storage.ts';
import type { HistorySlice } from '../watermark.ts';
import { foldCase } from './fold-case.ts';
import type { Steps } from './steps.ts';

type NoteVerbs = Pick<
  Ledger,
  | 'learned'
  | 'learn'
  | 'learnedOf'
  | 'learnAll'
  | 'searches'
  | 'noteSearch'
  | 'elsewhere'
  | 'noteElsewhere'
  | 'forgetElsewhere'
  | 'transactions'
  | 'noteTransactions'
  | 'contactsNamed'
  | 'noteContacts'
  | 'beginSlice'
  | 'finishSlice'
  | 'historySlices'
>;

const HISTORY = 'history';
const SEARCHED = 'searched';
const TRANSACTION = 'transaction';
const learnedScope = (scope: string): string => `learned/${scope}`;
const elsewhereScope = (store: string): string => `elsewhere/${store}`;
const contactScope = (host: string): string => `contact/${host}`;
const nameOf = (...parts: readonly string[]): string => JSON.stringify(parts);
const partsOf = ({ name }: Note): string[] => z.array(z.string()).parse(JSON.parse(name));

const sliceSchema = z.object({
  alreadyInAccounting: z.boolean(),
  begunAt: instantSchema,
  finishedAt: instantSchema.nullable(),
});
const searchSchema = z.object({ from: z.union([localDateSchema, z.literal('')]), whole: z.boolean() });
const elsewhereSchema = z.object({ sourceId: z.string(), targetId: z.string() });

export function noteVerbs(steps: Steps): NoteVerbs {
  const { storage } = steps;
  const put = async (notes: readonly NoteChange[], when: When = 'now'): Promise<void> => {
    await steps.changes(async () => ({ result: undefined, changes: { notes, isSoonEnough: when === 'soon' } }));
  };
  /** Puts one note anew, by what stands there. */
  const change = async (note: Omit<Note, 'value'>, made: (before: string | null) => string | null): Promise<void> => {
    await steps.changes(async () => {
      const [there] = await storage.notes({ scope: note.scope, names: [note.name] });
      const before = there?.value ?? null;
      const value = made(before);
      return { result: undefined, changes: { notes: value === before ? [] : [{ ...note, before, value }] } };
    });
  };
  return {
    async learned(scope, name) {
      const [note] = await storage.notes({ scope: learnedScope(scope), names: [name] });
      return note?.value ?? null;
    },
    learn: (scope, name, value) => put([{ scope: learnedScope(scope), name, value }]),
    async learnedOf(scope, names) {
      const notes = await storage.notes({ scope: learnedScope(scope), names });
      return new Map(notes.map(({ name, value }) => [name, value]));
    },
    learnAll: (scope, values, when) =>
      put(
        [...values].map(([name, value]) => ({ scope: learnedScope(scope), name, value })),
        when,
      ),
    async searches(store) {
      const notes = await storage.notes({ scope: SEARCHED, labels: [store] });
      return notes.map((note) => {
        const [host = '', , prefixes = ''] = partsOf(note);
        const { from, whole } = searchSchema.parse(JSON.parse(note.value));
        return { host, store, prefixes, from: from as never, whole };
      });
    },
    noteSearch: ({ host, store, prefixes, from, whole }) =>
      change({ scope: SEARCHED, name: nameOf(host, store, prefixes), label: store }, (before) => {
        const known = before === null ? { from, whole } : searchSchema.parse(JSON.parse(before));
        return JSON.stringify({ from: known.from < from ? known.from : from, whole: known.whole || whole });
      }),
    async elsewhere(store, sourceIds) {
      const labels = sourceIds.map(foldCase);
      const notes = await storage.notes({ scope: elsewhereScope(store), labels });
      return notes
        .map(({ value }) => elsewhereSchema.parse(JSON.parse(value)))
        .sort((a, b) => (nameOf(a.sourceId, a.targetId) < nameOf(b.sourceId, b.targetId) ? -1 : 1));
    },
    async noteElsewhere(store, found) {
      for (const { sourceId, targetId } of found)
        await change(
          elsewhereNote(store, sourceId, targetId),
          (before) => before ?? JSON.stringify({ sourceId, targetId }),
        );
    },
    forgetElsewhere: (store, { sourceId, targetId }) =>
      put([{ ...elsewhereNote(store, sourceId, targetId), value: null }]),
    async transactions(keys) {
      const notes = await storage.notes({ scope: TRANSACTION, labels: keys });
      return notes.map((note) => {
        const [store = '', paymentId = ''] = partsOf(note);
        return { key: note.label, store, paymentId, orderId: note.value };
      });
    },
    noteTransactions: (entries) =>
      put(
        entries.map(({ key, store, paymentId, orderId }) => ({
          ...{ scope: TRANSACTION, name: nameOf(store, paymentId), label: key, value: orderId },
        })),
        'soon',
      ),
    async contactsNamed(host, nameKeys, limit) {
      const notes = await storage.notes({ scope: contactScope(host), labels: nameKeys, limit });
      const byName = Map.groupBy(notes, ({ label }) => label);
      return new Map([...byName].map(([label, some]) => [label, some.map(({ name }) => name)]));
    },
    // What an account is called now; one that has no name any more is nobody's double.
    noteContacts: (host, entries) =>
      put(
        entries.map(({ username, nameKey }) => ({
          ...{ scope: contactScope(host), name: username, label: nameKey, value: nameKey === '' ? null : '' },
        })),
        'soon',
      ),
    beginSlice: (slice) =>
      change(sliceNote(slice), (before) => {
        const known = before === null ? undefined : sliceSchema.parse(JSON.parse(before));
        const alreadyInAccounting = slice.alreadyInAccounting || known?.alreadyInAccounting === true;
        return JSON.stringify({ alreadyInAccounting, begunAt: known?.begunAt ?? steps.now(), finishedAt: null });
      }),
    finishSlice: (slice) =>
      change(sliceNote(slice), (before) =>
        before === null ? null : JSON.stringify({ ...sliceSchema.parse(JSON.parse(before)), finishedAt: steps.now() }),
      ),
    async historySlices() {
      const slices = (await storage.notes({ scope: HISTORY })).map(sliceOf);
      const order = ({ begunAt, store, from }: HistorySlice): string => nameOf(begunAt, store, from);
      // Instants are whole seconds: of two begun in one, the wider was there first, since a slice is cut anew in smaller ones.
      const isFirst = (a: HistorySlice, b: HistorySlice): boolean =>
        order(a) === order(b) ? a.to > b.to : order(a) < order(b);
      return slices.sort((a, b) => (isFirst(a, b) ? -1 : 1));
    },
  };
}

function elsewhereNote(store: string, sourceId: string, targetId: string): Omit<Note, 'value'> {
  const [label, target] = [foldCase(sourceId), foldCase(targetId)];
  return { scope: elsewhereScope(store), name: nameOf(label, target), label };
}

function sliceNote({ store, from, to }: Pick<HistorySlice, 'store' | 'from' | 'to'>): Omit<Note, 'value'> {
  return { scope: HISTORY, name: nameOf(store, from, to), label: '' };
}

function sliceOf(note: Note): HistorySlice {
  const [store = '', from = '', to = ''] = partsOf(note);
  const days = { from: localDateSchema.parse(from), to: localDateSchema.parse(to) };
  return { store, ...days, ...sliceSchema.parse(JSON.parse(note.value)) };
}
