import { hashedPeople } from '../arrival/expected.ts';
import { add, decimal, subtract } from '../model/money.ts';
import type { CurrencySettings } from '../model/reference-lists.ts';
import type { Instant, LocalDate } from '../model/time.ts';
import { MOST_KEYS } from '../neto/long-lists.ts';
import { sameId } from '../reconcile/belongs.ts';
import { listToProve, sourcesByNumber } from '../reconcile/list-to-prove.ts';
import {
  addProven,
  type ChunkToProve,
  type FoundDifference,
  listedTogether,
  nothingProven,
  type ProvenChunk,
  proveChunk,
} from '../reconcile/prove-chunk.ts';
import type { StoreSide } from '../reconcile/sides.ts';
import { stopIfAsked } from '../run/context/context.ts';
import type { DailyBudget } from '../run/context/daily-budget.ts';
import { ledgerSecret } from '../run/context/ledger-secret.ts';
import type { ReadingRun } from '../run/context/parts.ts';
import { isInXero, type ProofDifference, type ProofLabel, type StoreProof } from '../run/proof.ts';
import { keepExpected } from './expected-in-books.ts';
import { handLinks } from './hand-links.ts';
import { acceptedWords, isFromBefore, labelOf } from './label.ts';
import { noteAccepted } from './note-accepted.ts';
import { limited, type PrimaryListing } from './other-copies.ts';
import {
  keyOfDifference,
  type ProofProgress,
  proofDifferenceSchema,
  readBegun,
  readIds,
  type StoreProofState,
  writeIds,
  writeProofState,
} from './proof-state.ts';
import { hasOwnRecords, isOfOwnRecord, proveOwnRecords } from './prove-own.ts';
import { putOff, type StoreToProve, settledUpTo } from './store-to-prove.ts';

/** As many orders as one request for details may take. */
const CHUNK = MOST_KEYS;
const EVER = '1990-01-01' as LocalDate;

interface SharedByStores {
  readonly stores: readonly StoreSide[];
  readonly day: LocalDate;
  readonly budget: DailyBudget | undefined;
  readonly listed: PrimaryListing;
  readonly currencies: ReadonlyMap<string, CurrencySettings>;
  readonly now: Instant;
}

/**
 * Compares one store with the primary, 100 orders at a time, each step kept in the ledger so that the next run goes on
 * from there. Last come the differences of the proof before that lie outside of the period, so that each is told as
 * settled once it is.
 * @throws ConsolidatorError
 */
export async function proveStore(
  context: ReadingRun,
  store: StoreToProve,
  shared: SharedByStores,
): Promise<StoreProof> {
  const { ledger, signal } = context;
  const { side, state } = store;
  const { budget, now } = shared;
  const [name, clients] = [side.rules.store, [side.client, context.primary]];
  let progress = state.progress ?? begun(store, shared);
  let ids = state.progress === null ? undefined : await readIds(ledger, name);
  if (ids === undefined) {
    const list = () => listToProve({ client: side.client, stores: [side], now, signal });
    const listed = await limited(budget, { clients: [side.client], kind: 'listing' }, list);
    if (listed === undefined) return { ...progress.sum, state: 'under-way', why: 'The next runs go on with it.' };
    ids = idsToProve(listed.result, store, shared);
    await writeIds(ledger, name, ids);
    await writeProofState(ledger, name, { ...state, progress });
  }
  const left = ids.filter((id) => progress.after === null || id > progress.after);
  const payments = listedTogether(side, context.primary);
  const steps = [...chunks(left, store, shared, progress.after === null), ...followUps(store)];
  for (const step of steps) {
    stopIfAsked(context);
    const done = await limited(budget, { clients, kind: 'comparing' }, () =>
      readStep(context, store, shared, { ...step, payments }),
    );
    if (done === undefined) {
      const more = `${ids.length - left.length + steps.indexOf(step) * CHUNK} of ${ids.length} orders are compared; the next runs go on.`;
      return { ...progress.sum, state: 'under-way', why: more };
    }
    const { differences } = done.result;
    await noteAccepted(ledger, { store: name, orderIds: step.sourceIds, differences });
    progress = await added(context, store, progress, done.result, step.side !== side);
    if (step.side === side) {
      progress = await withExpected(context, name, progress, done.result.expected);
      progress = { ...progress, after: step.sourceIds.at(-1) ?? progress.after };
    }
    await writeProofState(ledger, name, { ...state, progress });
  }
  if (hasOwnRecords(store)) {
    const done = await limited(budget, { clients, kind: 'comparing' }, () => proveOwnRecords(context, store));
    if (done === undefined)
      return { ...progress.sum, state: 'under-way', why: 'All orders are compared; the next runs go on.' };
    progress = await added(context, store, progress, done.result, true);
  }
  // What is wrong in Xero stands until a look into it is without it.
  const differences = [...progress.sum.differences, ...(context.pipeline.xero === undefined ? [] : state.knownInBooks)];
  const result: StoreProof = { ...progress.sum, differences, state: 'done' };
  const finished: StoreProofState = {
    provedOn: shared.day,
    begunAt: progress.begunAt,
    before: progress.beforeKeys,
    progress: null,
    result,
    expectedParts: context.pipeline.xero === undefined ? null : progress.expectedParts,
    knownInBooks: state.knownInBooks,
  };
  await writeProofState(ledger, name, finished);
  await writeIds(ledger, name, []);
  return result;
}

function begun({ run, side: { from, to }, period, state }: StoreToProve, { day, now }: SharedByStores): ProofProgress {
  const sum = { ...putOff(run, { from, to: to ?? period.to }, ''), why: null, firstSeen: state.before === null };
  return { day, begunAt: now, after: null, sum, beforeKeys: [], expectedParts: 0 };
}

interface Step {
  readonly sourceIds: readonly string[];
  readonly side: StoreSide;
  /** What stands for no order of the store by its number or notes. */
  readonly targetIds: readonly string[];
}

interface StepOfMany extends Step {
  readonly payments: ChunkToProve['listed'];
}

function idsToProve(listed: readonly string[], { side }: StoreToProve, { listed: primary }: SharedByStores): string[] {
  const named = primary.others
    .filter(({ store }) => store === side.rules.store)
    .flatMap(({ sourceId }) => sourceId ?? []);
  const all = [...listed, ...sourcesByNumber(primary.ids, side), ...named];
  return [...new Map(all.map((id) => [sameId(id), id])).values()].sort();
}

/** The first takes what only a sales channel ties to the store. */
function chunks(ids: readonly string[], { side }: StoreToProve, { listed }: SharedByStores, isFirst: boolean): Step[] {
  const ofChannel = listed.others.filter(({ store, sourceId }) => store === side.rules.store && sourceId === null);
  const targetIds = ofChannel.map(({ targetId }) => targetId);
  return inChunks(ids, isFirst ? targetIds : []).map((step) => ({ ...step, side }));
}

function inChunks(ids: readonly string[], targetIds: readonly string[]): Omit<Step, 'side'>[] {
  const steps: Omit<Step, 'side'>[] = [];
  for (let start = 0; start < ids.length; start += CHUNK) {
    steps.push({ sourceIds: ids.slice(start, start + CHUNK), targetIds: [] });
  }
  const [first = { sourceIds: [] }, ...more] = steps;
  return ids.length === 0 && targetIds.length === 0 ? [] : [{ ...first, targetIds }, ...more];
}

/** Of any day, since the period may have moved on past them. */
function followUps({ state, side, period }: StoreToProve): Step[] {
  const open = (state.result?.differences ?? []).filter(
    (one) =>
      one.day !== null && (one.day < side.from || one.day > period.to) && !isOfOwnRecord(one) && !isInXero(one.entity),
  );
  if (open.length === 0) return [];
  const ever = { ...side, from: EVER, to: null };
  const targetIds = open.flatMap(({ orderId, targetId }) => (orderId === null ? (targetId ?? []) : []));
  const ids = [...new Set(open.flatMap(({ orderId }) => orderId ?? []))].sort();
  return inChunks(ids, targetIds).map((step) => ({ ...step, side: ever }));
}

async function readStep(
  context: ReadingRun,
  { bound, side }: StoreToProve,
  { stores, listed, currencies }: SharedByStores,
  step: StepOfMany,
): Promise<ProvenChunk> {
  const { primary, signal, ledger, pipeline } = context;
  const people = pipeline.xero === undefined ? undefined : hashedPeople(await ledgerSecret(ledger));
  const ids = new Set(step.sourceIds.map(sameId));
  const { store } = side.rules;
  const others = listed.others.filter(
    ({ store: owner, sourceId }) => owner === store && sourceId !== null && ids.has(sameId(sourceId)),
  );
  const ofChannel = step.targetIds.map((targetId) => ({ store, sourceId: null, targetId }));
  return proveChunk({
    primary,
    store: step.side,
    stores,
    sourceIds: step.sourceIds,
    own: listed.own,
    others: [...others, ...ofChannel],
    currencies,
    settledUpTo: settledUpTo(context, bound),
    links: await handLinks(ledger),
    listed: step.payments,
    signal,
    people,
  });
}

async function withExpected(
  { ledger, pipeline }: ReadingRun,
  store: string,
  progress: ProofProgress,
  expected: ProvenChunk['expected'],
): Promise<ProofProgress> {
  if (pipeline.xero === undefined || expected.length === 0) return progress;
  await keepExpected(ledger, { store, part: progress.expectedParts, day: progress.day }, expected);
  return { ...progress, expectedParts: progress.expectedParts + 1 };
}

async function added(
  { ledger }: ReadingRun,
  { run, state, bound }: StoreToProve,
  progress: ProofProgress,
  chunk: ProvenChunk,
  isFollowUp: boolean,
): Promise<ProofProgress> {
  const labelling = { ledger, store: run.fixed.store, timeZone: run.fixed.timeZone, bound };
  const began = await readBegun(ledger);
  const labels: Partial<Record<ProofLabel, number>> = { ...progress.sum.labels };
  const before = { ...progress.sum.beforeThisVersion };
  const beforeKeys = [...progress.beforeKeys];
  const differences = [...progress.sum.differences];
  const accepted = [...(progress.sum.accepted ?? [])];
  let { gstRounding } = progress.sum;
  const told = new Set([...differences.map(keyOfDifference), ...beforeKeys]);
  for (const found of chunk.differences) {
    const difference = differenceOf(found, progress.day, state);
    const key = keyOfDifference(difference);
    if (told.has(key)) continue;
    told.add(key);
    let label = await labelOf(found, labelling);
    if (label === 'unexplained') {
      const isBefore =
        state.before === null
          ? began?.copies === true && (await isFromBefore(found, began.run, labelling))
          : state.before.includes(key);
      if (isBefore) {
        label = 'before-this-version';
        beforeKeys.push(key);
        const cause = [found.entity, found.kind, found.field].filter((part) => part !== null).join(' ');
        before[cause] = (before[cause] ?? 0) + 1;
      } else differences.push(difference);
    }
    const words = label === 'decided' ? await acceptedWords(found, labelling) : undefined;
    if (words !== undefined) accepted.push(words);
    if (label === 'gst-rounding') {
      gstRounding = add(gstRounding, subtract(decimal(found.primary ?? '0'), decimal(found.secondary ?? '0')));
    }
    labels[label] = (labels[label] ?? 0) + 1;
  }
  const { sum } = progress;
  const counted = isFollowUp ? { secondary: nothingProven, primary: nothingProven } : chunk;
  return {
    ...progress,
    beforeKeys,
    sum: {
      ...sum,
      labels,
      gstRounding,
      beforeThisVersion: before,
      differences,
      ...(accepted.length === 0 ? {} : { accepted }),
      secondary: addProven(sum.secondary, counted.secondary),
      primary: addProven(sum.primary, counted.primary),
    },
  };
}

/** The words of what could not be read may quote a shopper's data, and this is kept. */
function differenceOf(found: FoundDifference, day: LocalDate, { result }: StoreProofState): ProofDifference {
  const { entity, kind, field, orderId, sourceId, targetId } = found;
  const isUnreadable = field === 'unreadable';
  const given = {
    store: found.store,
    entity,
    kind,
    field,
    orderId,
    sourceId,
    targetId,
    day: found.day,
    since: day,
    message: isUnreadable
      ? `${sourceId ?? targetId ?? ''} can't be read, so that it was not compared. \`reconcile\` shows the field.`
      : found.message,
    remedy: found.remedy,
  };
  const parsed = proofDifferenceSchema.parse(given);
  const known = result?.differences.find((one) => keyOfDifference(one) === keyOfDifference(parsed));
  return known === undefined ? parsed : { ...parsed, since: known.since };
}
