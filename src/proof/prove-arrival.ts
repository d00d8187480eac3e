import { withPaymentsNow } from '../arrival/appeared.ts';
import type { ExpectedCopy } from '../arrival/expected.ts';
import { hashedPeople } from '../arrival/expected.ts';
import type { EarlierLook } from '../arrival/read-books.ts';
import { type Arrival, type Arrivals, isAlarm } from '../arrival/verdicts.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { addSeconds, instantOfMilliseconds, type LocalDate } from '../model/time.ts';
import type { Clock } from '../neto/clock.ts';
import { alarmsOf, arrivalDifference } from '../reconcile/arrival-differences.ts';
import { compareWithBooks } from '../reconcile/live-xero.ts';
import { ledgerSecret } from '../run/context/ledger-secret.ts';
import type { ReadingRun } from '../run/context/parts.ts';
import { isInXero, type ProofDifference } from '../run/proof.ts';
import { noteLearnedPrefix } from '../session/learned-prefix.ts';
import { openSharedRequestLog } from '../session/open-run.ts';
import { openXero } from '../session/open-xero.ts';
import { Resources } from '../session/resources.ts';
import { acceptedOf, withoutAccepted } from './accepted-in-books.ts';
import { type ArrivalState, readArrivalState, writeArrivalState } from './arrival-state.ts';
import { readExpected } from './expected-in-books.ts';
import { keyOfDifference, proofDifferenceSchema, readProofState, writeProofState } from './proof-state.ts';
import { sideOf } from './store-to-prove.ts';

/** As many as are kept of what is not proven; its counts are of all. */
const KEPT = 500;

/** So long after a look that could not read the invoices. */
const PAUSE_SECONDS = 3_300;

interface Look {
  readonly home: string;
  readonly day: LocalDate;
  readonly clock: Clock;
  /** Though it was looked at on that day already. */
  readonly again: boolean;
}

/**
 * Once all stores of the pipeline are proven on a day: looks into Xero whether what the primary showed in that proof has
 * arrived there. What is wrong there stands among the differences of its store; what could not be read is told as unproven,
 * and what an earlier look found stays until one that could read is without it.
 * @returns undefined where it is not due
 * @throws ConsolidatorError where the ledger or the primary fails, or the run is stopped
 */
export async function proveArrival(
  context: ReadingRun,
  { home, day, clock, again }: Look,
): Promise<Arrivals | undefined> {
  const { ledger, pipeline, primary, signal, now } = context;
  const before = await readArrivalState(ledger);
  if (pipeline.xero === undefined || (before?.readOn === day && !again)) return undefined;
  // Each try takes requests of the day, of which new orders need some, too.
  if (before?.failedAt != null && !again && addSeconds(before.failedAt, PAUSE_SECONDS) > instantOfMilliseconds(now()))
    return undefined;
  const copies: ExpectedCopy[] = [];
  for (const { fixed } of context.stores) {
    const state = await readProofState(ledger, fixed.store);
    if (state.provedOn !== day || state.result === null || state.expectedParts === null) return undefined;
    const own = await readExpected(ledger, { store: fixed.store, parts: state.expectedParts, day });
    if (own === undefined) return undefined;
    copies.push(...own);
  }
  if (copies.length === 0) return undefined;
  const resources = new Resources();
  try {
    const requestLog = openSharedRequestLog({ home, database: pipeline.database }, resources, clock);
    const client = openXero(pipeline.xero, { requestLog, progress: context.progress, clock }, resources);
    const at = instantOfMilliseconds(now());
    let batchMemory = before?.batchMemory;
    const arrivals = await compareWithBooks({
      ...{ pipeline, client, primary, copies, signal, now: at, before: earlierLook(before) },
      known: before?.arrivals.open,
      wasByOrder: before?.isByOrder,
      seenPayments: before?.seenPayments,
      batchMemory,
      onBatches(memory) {
        batchMemory = memory;
      },
      stores: context.stores.map((store) => sideOf(store, { from: day, to: day })),
      people: hashedPeople(await ledgerSecret(ledger)),
    });
    const isRead = !isUnread(arrivals);
    const accepted = await acceptedOf(ledger, alarmsOf(arrivals));
    const open = alarmsOf(arrivals).filter((one) => !accepted.has(one));
    const kept = isRead ? stillUnknown(before, arrivals, day) : alarmsIn(before);
    const alarms = [
      ...(isRead ? open.map((one) => differenceOf(one, day)) : []),
      ...(await withoutAccepted(ledger, kept, before?.arrivals.open ?? [])),
    ];
    if (isRead && arrivals.learnedPrefix !== undefined)
      await noteLearnedPrefix(ledger, pipeline.xero, arrivals.learnedPrefix);
    const shown = { ...arrivals, open: arrivals.open.slice(0, KEPT) };
    const read = isRead
      ? { readOn: day, readAt: at, failedAt: null }
      : { readOn: before?.readOn ?? null, readAt: before?.readAt ?? null, failedAt: at };
    const isByOrder = before?.isByOrder === true || (arrivals.counts.invoice.proven ?? 0) > 0;
    const seenPayments = withPaymentsNow(copies, before?.seenPayments, at);
    await writeArrivalState(ledger, { day, ...read, isByOrder, seenPayments, batchMemory, arrivals: shown, alarms });
    await tellStores(context, alarms);
    return shown;
  } catch (error) {
    // The books hold up nothing else.
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped' || error.store !== 'xero') throw error;
    context.problems.push({ store: 'xero', code: error.code, message: error.message });
    return undefined;
  } finally {
    await resources.close();
  }
}

/** Nothing was learned of any invoice. One list or one invoice that could not be read is no failed look: the rest is told. */
function isUnread({ counts, open }: Arrivals): boolean {
  const { proven = 0, pending = 0, different = 0, missing = 0 } = counts.invoice;
  if (proven + pending + different + missing > 0) return false;
  const invoices = open.filter(({ entity }) => entity === 'invoice');
  const isNoneRead = invoices.length > 0 && invoices.every(({ cause }) => cause === 'not-read');
  return isNoneRead || open.some(({ cause }) => cause === 'other-organisation');
}

function earlierLook(state: ArrivalState | undefined): EarlierLook | undefined {
  if (state === undefined || state.readAt === null) return undefined;
  const doubled = alarmsIn(state).flatMap(({ kind, targetId }) => (kind === 'doubled' ? (targetId ?? []) : []));
  return { at: state.readAt, doubled, agreed: state.batchMemory?.agreed };
}

function alarmsIn(state: ArrivalState | undefined): ProofDifference[] {
  return (state?.alarms ?? []).flatMap((one) => proofDifferenceSchema.safeParse(one).data ?? []);
}

/** What was wrong, and could not be read this time, as where one of the lists failed: nothing says that it is mended. */
function stillUnknown(before: ArrivalState | undefined, { open }: Arrivals, day: LocalDate): ProofDifference[] {
  const of = (one: Pick<ProofDifference, 'store' | 'entity' | 'sourceId' | 'targetId'>): string =>
    [one.store, one.entity, one.sourceId, one.targetId].join('\n');
  const unread = new Set(open.filter(({ cause }) => cause === 'not-read').map((one) => of(differenceOf(one, day))));
  const alarmed = new Set(open.filter(isAlarm).map((one) => of(differenceOf(one, day))));
  return alarmsIn(before).filter((one) => unread.has(of(one)) && !alarmed.has(of(one)));
}

function differenceOf(one: Arrival, day: LocalDate): ProofDifference {
  const { kind, entity, field, store, sourceId, targetId, day: of, message, remedy } = arrivalDifference(one);
  return { store, entity, kind, field, orderId: one.orderId, sourceId, targetId, day: of, since: day, message, remedy };
}

/** Beside what the two sides differ in, with the day on which each was found first. */
async function tellStores({ ledger, stores }: ReadingRun, alarms: readonly ProofDifference[]): Promise<void> {
  for (const { fixed } of stores) {
    const state = await readProofState(ledger, fixed.store);
    if (state.result === null) continue;
    const known = new Map(state.knownInBooks.map((one) => [keyOfDifference(one), one.since]));
    const own = alarms
      .filter(({ store }) => store === fixed.store)
      .map((one) => ({ ...one, since: known.get(keyOfDifference(one)) ?? one.since }));
    const { differences } = state.result;
    const stays = differences.filter((one) => !isInXero(one.entity));
    await writeProofState(ledger, fixed.store, {
      ...state,
      knownInBooks: own,
      result: { ...state.result, differences: [...stays, ...own] },
    });
  }
}
