import type { SeenPayments } from '../arrival/appeared.ts';
import { memoryAfter, withTheirAge } from '../arrival/batches/memory.ts';
import { mayBatch } from '../arrival/batches/way.ts';
import type { ExpectedCopy, People } from '../arrival/expected.ts';
import { withHistory } from '../arrival/history.ts';
import { countsOf, judge } from '../arrival/judge.ts';
import type { ArrivalSettings } from '../arrival/judging.ts';
import { numberKey } from '../arrival/numbers.ts';
import { type EarlierLook, readBooks } from '../arrival/read-books.ts';
import { sumsByStore } from '../arrival/sums.ts';
import { twinsIn, type UnclaimedInvoice, unclaimedIn } from '../arrival/sweep.ts';
import type { Arrival, Arrivals, BatchMemory } from '../arrival/verdicts.ts';
import type { Pipeline } from '../config/pipeline.ts';
import { formatMoney } from '../model/money.ts';
import { isCancelled } from '../model/order.ts';
import { type Instant, localDateOf } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { readOrderStates } from '../neto/orders.ts';
import type { XeroClient } from '../xero/client.ts';
import type { XeroInvoice } from '../xero/records.ts';
import { readAllOrders } from './all-orders.ts';
import { sourceIdOf } from './belongs.ts';
import type { StoreSide } from './sides.ts';

export interface BooksToCompare {
  readonly pipeline: Pipeline;
  readonly client: XeroClient;
  readonly primary: NetoClient;
  readonly stores: readonly StoreSide[];
  readonly copies: readonly ExpectedCopy[];
  readonly people: People;
  readonly now: Instant;
  /** An earlier look has found single orders by their numbers. */
  readonly wasByOrder?: boolean | undefined;
  /** Which payments the last look has seen. */
  readonly seenPayments?: SeenPayments | undefined;
  /** What earlier looks know of an export in batches. */
  readonly batchMemory?: BatchMemory | undefined;
  /** Is told what the next look is to know of one; not where nothing of that was read. */
  readonly onBatches?: ((memory: BatchMemory) => void) | undefined;
  /** The last one that could read the invoices; left out where none is kept. */
  readonly before?: EarlierLook | undefined;
  /** What an earlier look has found that was not proven. */
  readonly known?: readonly Arrival[] | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * The third side: what Xero shows of the copies, read now. Besides, what nobody asked for: numbers of our ranges that no copy
 * explains, and the same sale under another number.
 * @param pipeline one with `xero`
 * @throws ConsolidatorError `stopped`, or where the primary can't be asked about a number
 */
export async function compareWithBooks(given: BooksToCompare): Promise<Arrivals> {
  const { pipeline, client, copies, people, now, primary, stores, signal } = given;
  const { xero } = pipeline;
  if (xero === undefined) throw new TypeError('a pipeline without xero is compared with its books');
  const today = localDateOf(now, pipeline.primary.timezone);
  const books = await readBooks(
    client,
    copies,
    {
      ...{ organisation: xero.organisation, invoices: xero.invoices, today, people, before: given.before },
      ...{ invoicePrefix: xero.invoicePrefix, creditNotePrefix: xero.creditNotePrefix },
    },
    signal,
  );
  const isOwnNumber = (number: string): boolean =>
    pipeline.primary.prefixes.some((prefix) => sourceIdOf(number, { [prefix]: prefix }) !== undefined);
  const time = timeBy(now, books.organisation?.answeredAt ?? null);
  const locks = [pipeline.accounting.lockDate ?? null, books.organisation?.lockDate ?? null];
  const settings: ArrivalSettings = {
    ...{ invoices: xero.invoices, usualDelayHours: xero.usualDelayHours, accounts: xero.accounts },
    ...{
      tolerance: pipeline.accounting.tolerance,
      now: time.now,
      today,
      people,
      isOwnNumber,
      wasByOrder: given.wasByOrder,
      seenPayments: given.seenPayments,
    },
    lockDate:
      locks
        .filter((day) => day !== null)
        .sort()
        .at(-1) ?? null,
  };
  const { batchMemory } = given;
  const all = mayBatch(copies, books, settings)
    ? await readAllOrders(primary, { copies, days: books.days, isKept: isKeptBy(stores), signal })
    : undefined;
  const batched: typeof all = all?.kind === 'read' ? { kind: 'read', rows: withTheirAge(all.rows, batchMemory) } : all;
  const judged = judge(copies, books, { ...settings, batched, batchMemory });
  if (batched?.kind === 'read' && books.invoices.kind === 'read') {
    const days = new Map(books.invoices.rows.map(({ id, day }) => [id, day]));
    given.onBatches?.(memoryAfter(batchMemory, { orders: batched.rows, batches: judged.batches, days }));
  }
  const rows = books.invoices.kind === 'read' && judged.isByOrder ? books.invoices.rows : [];
  const twins = twinsIn(rows, judged.pairs, ({ copy }) =>
    [copy.number, copy.sourceId].flatMap((id) => (id === null ? [] : [numberKey(id)])),
  );
  const strange = await unclaimed(given, rows, books.prefix);
  const arrivals = await withHistory(client, [...judged.arrivals, ...twins.found, ...strange], {
    ...{ areNamed: people.areNamed, known: given.known ?? [], signal },
  });
  return {
    organisation:
      books.organisation === undefined
        ? null
        : { id: books.organisation.id, name: books.organisation.name, currency: books.organisation.currency },
    counts: countsOf(judged.arrivals),
    batches: [...judged.batches],
    stores: sumsByStore(copies, judged.pairs),
    toAllocate: judged.toAllocate,
    invoicePrefix: books.prefix,
    ...(books.learned === undefined ? {} : { learnedPrefix: books.learned }),
    open: arrivals.filter(({ verdict }) => verdict !== 'proven'),
    notes: [
      ...judged.notes,
      ...time.notes,
      ...(twins.notes === 0
        ? []
        : [`Invoices of one contact, amount and day as one of these, under numbers of nobody here: ${twins.notes}`]),
      ...(books.noProof === undefined ? [] : [books.noProof.why]),
    ],
    requests: client.requests,
    bytes: client.bytes,
  };
}

/** Minutes that two clocks may be apart. */
const CLOCKS_APART = 10;

/** By a clock that is ahead what is still to come would be missing: the later of the two is not believed. */
function timeBy(
  now: Instant,
  answeredAt: Instant | null,
): { readonly now: Instant; readonly notes: readonly string[] } {
  const ahead = answeredAt === null ? 0 : Math.floor((Date.parse(now) - Date.parse(answeredAt)) / 60_000);
  if (answeredAt === null || ahead <= CLOCKS_APART) return { now, notes: [] };
  const note = `This machine's clock is ${ahead} minutes ahead of Xero's, by which ages were taken: set it right`;
  return { now: answeredAt, notes: [note] };
}

/** Copies of such stores are marked as exported, so that the export leaves them alone. */
function isKeptBy(stores: readonly StoreSide[]): (number: string) => boolean {
  const kept = stores.filter(({ rules }) => rules.orders.markExported);
  return (number) => kept.some(({ rules }) => sourceIdOf(number, rules.prefix) !== undefined);
}

/** The primary is asked whether it has such an order at all: it may be of other days. */
async function unclaimed(
  { stores, copies, primary, signal }: BooksToCompare,
  rows: readonly XeroInvoice[],
  prefix: string | null,
): Promise<Arrival[]> {
  const known = new Set(copies.map(({ number }) => numberKey(number)));
  const found = unclaimedIn(rows, known, {
    prefix,
    ownerOf(number) {
      for (const { rules } of stores) {
        const sourceId = sourceIdOf(number, rules.prefix);
        if (sourceId !== undefined) return { store: rules.store, sourceId };
      }
      return undefined;
    },
  });
  if (found.length === 0) return [];
  const states = await readOrderStates(
    primary,
    found.map(({ number }) => number),
    { signal },
  );
  return found.flatMap((one) => {
    const state = states.get(one.number);
    if (state !== undefined && !isCancelled(state)) return [];
    return [ofUnclaimed(one, state === undefined ? 'the primary has no such order' : 'it is cancelled in the primary')];
  });
}

function ofUnclaimed({ invoice, number, store, sourceId }: UnclaimedInvoice, why: string): Arrival {
  return {
    ...{ entity: 'invoice', verdict: 'different', cause: 'unclaimed', store, orderId: sourceId, id: number, number },
    ...{ day: invoice.day, amount: invoice.total, xeroId: invoice.id, primary: null, xero: invoice.total },
    message: `Xero has ${invoice.number} over ${formatMoney(invoice.total)} in the number range of ${store}, but ${why}.`,
    remedy: 'Find out where the invoice came from. If it should not be in the books, void it in Xero.',
  };
}
