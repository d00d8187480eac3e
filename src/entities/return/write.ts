import type { RmaDraft } from '../../model/drafts.ts';
import { add, type Decimal, equal, formatMoney, ZERO } from '../../model/money.ts';
import type { Rma } from '../../model/rma.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { addRma, listRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import type { Writes } from '../definition/writes.ts';
import type { Difference, LoadTarget } from '../writing/load-target.ts';
import {
  cameBackAltered,
  findReferenced,
  forgetful,
  type Referenced,
  type ReferenceMemory,
  type ShownRecord,
  withoutOthers,
} from '../writing/referenced.ts';
import { elsewhereAmong, rangesOfDays, timesOf } from '../writing/stands-elsewhere.ts';
import { compareReturn, type ExpectedReturn } from './compare.ts';

/** A return to be entered. `expected` is left out in intents of earlier versions, where the draft has to do. */
export type RmaCopy = RmaDraft & { readonly expected?: ExpectedReturn | undefined };

/**
 * Adds returns over the API, one a call. An RMA's own id is given by the primary, so its key is our reference: the first
 * word of its notes, and once more its purchase order number, in case either does not come back. Each is read by itself.
 */
export function rmaTarget(
  client: NetoClient,
  signal?: AbortSignal,
  memory: ReferenceMemory = forgetful,
): LoadTarget<RmaCopy, Referenced<Rma>> {
  return {
    async lookUp(items) {
      const orderIds = [...new Set(items.map(({ draft }) => draft.orderId))];
      const rmas = await readRmasOfOrders(client, orderIds, { signal });
      const own = await withoutOthers(rmas, items, memory);
      return findReferenced(items, own.map(shownRma), expectedOf, memory);
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
    isCopyOf: ({ draft }, { held }) => lowerKey(held.orderId) === lowerKey(draft.orderId),
    doubt: (_item, found) => (found.kind === 'doubtful' ? found.reading : undefined),
    compare: ({ expected, ...draft }, { held }) =>
      expected === undefined ? compareWithDraft(draft, held) : compareReturn(expected, held),
    async elsewhere(written) {
      const rmas = new Map<string, Rma>();
      const changed = timesOf(written).map(({ from, to }) => ({ updatedFrom: from, updatedTo: to }));
      const days = rangesOfDays(written.map(({ item }) => item.draft.issuedOn));
      const issued = days.map(({ from, to }) => ({ issuedFrom: from, issuedTo: to }));
      for (const window of [...changed, ...issued]) {
        for await (const page of listRmas(client, window, { signal, onUnreadable: () => {} })) {
          for (const rma of page) rmas.set(rma.id, rma);
        }
      }
      return elsewhereAmong(written, [...rmas.values()].map(shownRma), expectedOf, memory);
    },
    async readBack({ key, draft }, { kind, held }) {
      // Notes that a primary does not give back at all say nothing about what it makes of them.
      const isShown = held.internalNotes.trim() !== '';
      if (kind === 'certain' && isShown && cameBackAltered(draft.notes, held.internalNotes)) {
        await memory.noteAltered(key);
      }
    },
  };
}

export const returnSteps = {
  add: {
    done: 'added',
    keyless: true,
    open: ({ primary, signal, references }) => rmaTarget(primary, signal, references('rmas')),
  },
} as const satisfies Writes['steps'];

function expectedOf({ orderId, total }: RmaDraft) {
  return { orderId, amount: total };
}

export function shownRma(rma: Rma): ShownRecord<Rma> {
  return { orderId: rma.orderId, amount: rma.total, texts: [rma.internalNotes, rma.purchaseOrderNumber], held: rma };
}

/** Of intents that an earlier version has left open. */
function compareWithDraft(draft: RmaDraft, held: Rma): Difference[] {
  const differences: Difference[] = [];
  const amount = (field: string, meant: Decimal, is: Decimal): void => {
    if (!equal(meant, is)) differences.push({ field, meant: formatMoney(meant), held: formatMoney(is) });
  };
  amount('total', draft.total, held.total);
  const sum = (amounts: readonly Decimal[]): Decimal => amounts.reduce((total, one) => add(total, one), ZERO);
  amount('refunds', sum(draft.refunds.map((one) => one.amount)), sum(held.refunds.map((one) => one.amount)));
  if (draft.lines.length !== held.lines.length) {
    differences.push({ field: 'lines', meant: String(draft.lines.length), held: String(held.lines.length) });
  }
  if (held.status.toLowerCase() !== 'closed') differences.push({ field: 'status', meant: 'Closed', held: held.status });
  if (draft.issuedOn !== null && held.issuedOn !== null && draft.issuedOn !== held.issuedOn) {
    differences.push({ field: 'date issued', meant: draft.issuedOn, held: held.issuedOn });
  }
  return differences;
}
