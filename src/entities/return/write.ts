import type { ReturnDraft } from '../../model/drafts.ts';
import { add, type Decimal, equal, formatMoney, ZERO } from '../../model/money.ts';
import { referenceOf } from '../../model/payment-reference.ts';
import { isClosed, type Return } from '../../model/rma.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { addRma, listRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import type { Writes } from '../definition/definition.ts';
import type { Difference, LoadTarget } from '../writing/load-target.ts';
import {
  cameBackAltered,
  findReferenced,
  forgetful,
  type Referenced,
  type ReferenceMemory,
  type ShownRecord,
  seenOfReference,
  withoutOthers,
} from '../writing/referenced.ts';
import { elsewhereAmong, rangesOfDays, timesOf } from '../writing/stands-elsewhere.ts';
import { compareReturn, type ExpectedReturn } from './compare.ts';

/** A return to be entered. `expected` is left out in intents of earlier versions, where the draft has to do. */
export type ReturnCopy = ReturnDraft & { readonly expected?: ExpectedReturn | undefined };

/**
 * Adds returns over the API, one a call. An RMA's own id is given by the primary, so its key is our reference: the first
 * word of its notes, and once more its purchase order number, in case either does not come back. Each is read by itself.
 */
function returnTarget(
  client: NetoClient,
  signal?: AbortSignal,
  memory: ReferenceMemory = forgetful,
): LoadTarget<ReturnCopy, Referenced<Return>> {
  return {
    async lookUp(items, { areThere } = {}) {
      const orderIds = [...new Set(items.map(({ draft }) => draft.orderId))];
      const until = (texts: readonly (readonly string[])[]): boolean => {
        const found = new Set(texts.flat().map((text) => lowerKey(referenceOf(text))));
        return items.every(({ targetId }) => found.has(lowerKey(targetId)));
      };
      const returns = await readRmasOfOrders(client, orderIds, { signal, areThere, until });
      const own = await withoutOthers(returns, items, memory);
      return findReferenced(items, own.map(shownReturn), expectedOf, memory);
    },
    write: async (items) => {
      const [item] = items;
      // Several in one call could be taken in part, and nothing in the answer would tell which.
      if (item === undefined || items.length > 1) throw new RangeError('RMAs are written one by one');
      const { draft } = item;
      const wordAlone = await memory.sendsWordAlone();
      const answer = await addRma(client, wordAlone ? { ...draft, notes: draft.reference } : draft, { signal });
      // The answer gives the primary's own number, or nothing.
      return { ...answer, ids: [] };
    },
    isCopyOf: ({ draft }, { existing }) => lowerKey(existing.orderId) === lowerKey(draft.orderId),
    doubt: (_item, found) => (found.kind === 'doubtful' ? found.reading : undefined),
    compare: ({ expected, ...draft }, { existing }) =>
      expected === undefined ? compareWithDraft(draft, existing) : compareReturn(expected, existing),
    async elsewhere(written) {
      const returns = new Map<string, Return>();
      const changed = timesOf(written).map(({ from, to }) => ({ updatedFrom: from, updatedTo: to }));
      const days = rangesOfDays(written.map(({ item }) => item.draft.issuedOn));
      const issued = days.map(({ from, to }) => ({ issuedFrom: from, issuedTo: to }));
      for (const window of [...changed, ...issued]) {
        for await (const page of listRmas(client, window, { signal, onUnreadable: () => {} })) {
          for (const returned of page) returns.set(returned.id, returned);
        }
      }
      return elsewhereAmong(written, [...returns.values()].map(shownReturn), expectedOf, memory);
    },
    async readBack({ key, draft }, { kind, existing }) {
      const sent = (await memory.sendsWordAlone()) ? draft.reference : draft.notes;
      const places = [
        { sent, shown: existing.internalNotes },
        { sent: draft.reference, shown: existing.purchaseOrderNumber },
      ];
      for (const seen of seenOfReference('rmas', places)) client.tell?.(seen);
      // Notes that a primary does not give back at all say nothing about what it makes of them.
      const isShown = existing.internalNotes.trim() !== '';
      if (kind === 'certain' && isShown && cameBackAltered(draft.notes, existing.internalNotes)) {
        await memory.noteAltered(key);
      }
    },
  };
}

export const returnSteps = {
  add: {
    done: 'added',
    keyless: true,
    onCopy: ({ orderId }: ReturnCopy) => orderId,
    oneByOne: true,
    open: ({ primary, signal, references }) => returnTarget(primary, signal, references('rmas')),
  },
} as const satisfies Writes['steps'];

function expectedOf({ orderId, total }: ReturnDraft) {
  return { orderId, amount: total };
}

export function shownReturn(returned: Return): ShownRecord<Return> {
  return {
    orderId: returned.orderId,
    amount: returned.total,
    texts: [returned.internalNotes, returned.purchaseOrderNumber],
    existing: returned,
  };
}

/** Of intents that an earlier version has left open. */
function compareWithDraft(draft: ReturnDraft, existing: Return): Difference[] {
  const differences: Difference[] = [];
  const amount = (field: string, meant: Decimal, is: Decimal): void => {
    if (!equal(meant, is)) differences.push({ field, meant: formatMoney(meant), held: formatMoney(is) });
  };
  amount('total', draft.total, existing.total);
  const sum = (amounts: readonly Decimal[]): Decimal => amounts.reduce((total, one) => add(total, one), ZERO);
  amount('refunds', sum(draft.refunds.map((one) => one.amount)), sum(existing.refunds.map((one) => one.amount)));
  if (draft.lines.length !== existing.lines.length) {
    differences.push({ field: 'lines', meant: String(draft.lines.length), held: String(existing.lines.length) });
  }
  if (!isClosed(existing)) differences.push({ field: 'status', meant: 'Closed', held: existing.status });
  if (draft.issuedOn !== null && existing.issuedOn !== null && draft.issuedOn !== existing.issuedOn) {
    differences.push({ field: 'date issued', meant: draft.issuedOn, held: existing.issuedOn });
  }
  return differences;
}
