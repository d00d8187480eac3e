import { ListedHeads } from '../../entities/order/read/listed-heads.ts';
import type { ListedEnd } from '../../entities/order/read/read.ts';
import { type ClockReading, watermarkBound } from '../../entities/reading/store-clock.ts';
import type { FinancialRecord } from '../../ledger/record.ts';
import { DROPPED } from '../../ledger/transitions/what-can-be-done.ts';
import { commandLine, shellWord } from '../../model/command-lines.ts';
import { isCancelled, type Order } from '../../model/order.ts';
import { isSameStore, originOf, sourceOf } from '../../model/origin.ts';
import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, type Instant, instantOfMilliseconds, instantSchema } from '../../model/time.ts';
import { headsPerPage, listOrders, readOrders } from '../../neto/orders.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { isSaidOwn, noteStrangeOrders, type StrangeOrder, strangeOrders } from '../../session/strange-orders.ts';
import { isNarrowed } from '../context/narrowing.ts';
import type { ReadingRun } from '../context/parts.ts';
import type { RunDifference } from '../context/warnings.ts';
import { sourceIdOf } from '../copies/match-order.ts';
import { CLOSING } from '../protocol/closing-mark.ts';
import { isKnownCopy } from '../protocol/known-copy.ts';
import { forgetUnsentIds, unsentIds } from '../protocol/unsent-ids.ts';
import { doubledPayments, doubledReturns } from './doubled-money.ts';
import { MoneyOnCopies } from './money-on-copies.ts';

/** Where the primary does not tell its time, ours may differ from it by so much. */
const CLOCK_DOUBT_SECONDS = 900;
const DAY = 86_400;
/** Seconds between the time that an order bears and the moment in which a listing shows it. */
const OVERLAP_SECONDS = 1;
const DETAILS = 100;

/**
 * From when on the primary is to be looked at when the run is closed: since the last run that was, so that a write which
 * the primary applied after its run had ended is seen too; where none was ever closed, since the first one began, by the
 * primary's own clock: those before may have been killed after they wrote. A mark in the future, which a wrong clock has
 * written, counts for nothing: then the last days are looked at.
 * @throws ConsolidatorError
 */
export async function beginClosing(context: ReadingRun, clock: ClockReading): Promise<Instant> {
  const { ledger, primary, run, pipeline } = context;
  const { clockToleranceSeconds: toleranceSeconds, sweepDays } = pipeline.load;
  const latest = addSeconds(instantOfMilliseconds(context.now()), toleranceSeconds);
  const closed = await ledger.watermark(primary.store, 'orders', CLOSING);
  if (closed !== null && closed <= latest) return closed;
  if (closed === null) return firstBegan(context, clock, latest);
  if (!isNarrowed(context.narrowing))
    await ledger.takeBackWatermarks(run, primary.store, [{ entity: 'orders', name: CLOSING }], {
      latest,
      toleranceSeconds,
    });
  return addSeconds(latest, -DAY * sweepDays);
}

/** Noted before anything is written; by a narrowed run too, which moves no watermark. */
async function firstBegan(context: ReadingRun, clock: ClockReading, latest: Instant): Promise<Instant> {
  const { ledger, primary } = context;
  const began = instantSchema.safeParse(await ledger.learned(CLOSING, primary.host));
  if (began.success && began.data <= latest) return began.data;
  const now = boundOf(context, clock.told);
  await ledger.learn(CLOSING, primary.host, now);
  return now;
}

/**
 * Looks at what appeared in the primary since then, and reports what should not be there: also what a primary stored so
 * late that its record had been written again.
 * @returns with all that was listed for it
 * @throws ConsolidatorError
 */
export async function closeRun(
  context: ReadingRun,
  since: Instant,
): Promise<{ readonly differences: RunDifference[]; readonly changed: ListedEnd }> {
  const { ledger, run, primary, signal } = context;
  const unknown: string[] = [];
  const heads = new ListedHeads();
  const money = await MoneyOnCopies.begin(context);
  let upTo: Instant | undefined;
  const updatedFrom = addSeconds(since, -OVERLAP_SECONDS);
  const pageSize = headsPerPage(primary);
  const window = { updatedFrom, pageSize, withPayments: true };
  for await (const { orders, currentTime } of listOrders(primary, window, { signal })) {
    upTo ??= boundOf(context, currentTime);
    heads.put(orders);
    const mapped = await mappedOf(context, orders);
    for (const { id } of orders) if (!mapped.has(id)) unknown.push(id);
    // What did not change since has been looked at by the last run.
    const changed = orders.filter(({ updatedAt }) => updatedAt === null || updatedAt > since);
    await money.take(changed.map(({ id, payments }) => ({ id, payments, orders: mapped.get(id) ?? [] })));
  }
  // Whatever their stamps say, the primary has answered with these.
  const unsent = await unsentIds(ledger);
  for (const id of unsent) if (!unknown.includes(id) && !(await isMapped(context, id))) unknown.push(id);
  const differences: RunDifference[] = [];
  const strange: StrangeOrder[] = [];
  let isAlone = true;
  for (let start = 0; start < unknown.length; start += DETAILS) {
    const { orders } = await readOrders(primary, unknown.slice(start, start + DETAILS), { signal });
    for (const order of orders) {
      if (await isOfAnotherLedger(context, order)) isAlone = false;
      const difference = await explain(context, order);
      if (difference === undefined) continue;
      differences.push(difference);
      strange.push(...strangeIn(difference));
    }
  }
  strange.push(...(await stillStrange(context, unknown)));
  await noteStrangeOrders(ledger, strange);
  differences.push(...(await doubledPayments(context, money)), ...(await doubledReturns(context, money)));
  if (unsent.length > 0) await forgetUnsentIds(ledger);
  // Where another copy of this ledger is at work, the next run has to see it before it writes.
  if (upTo !== undefined && isAlone && !isNarrowed(context.narrowing)) {
    await ledger.completeWindow(run, primary.store, 'orders', upTo, CLOSING);
  }
  return { differences, changed: { from: updatedFrom, heads } };
}

/** What an earlier run has told, and nobody has settled since; once told is enough, and `todo` keeps it. */
async function stillStrange(context: ReadingRun, told: readonly string[]): Promise<StrangeOrder[]> {
  const open = (await strangeOrders(context.ledger)).map(({ targetId }) => targetId);
  const ids = open.filter((id) => !told.includes(id));
  const mapped = await mappedOf(
    context,
    ids.map((id) => ({ id })),
  );
  const asked = ids.filter((id) => !mapped.has(id));
  const still: StrangeOrder[] = [];
  for (let start = 0; start < asked.length; start += DETAILS) {
    const some = asked.slice(start, start + DETAILS);
    const { orders } = await readOrders(context.primary, some, { signal: context.signal });
    for (const order of orders) still.push(...strangeIn(await explain(context, order)));
  }
  return still;
}

function strangeIn(difference: RunDifference | undefined): StrangeOrder[] {
  if (difference === undefined || difference.targetId === null) return [];
  const { kind, store, targetId, message } = difference;
  return kind === 'foreign' || kind === 'doubled' ? [{ kind, store, targetId, message }] : [];
}

/** As for the watermarks of the secondaries: a primary that is ahead, or was so once, must not hide what appears until then. */
function boundOf({ now, pipeline, primary }: ReadingRun, told: Instant | null): Instant {
  if (told === null) return addSeconds(instantOfMilliseconds(now()), -CLOCK_DOUBT_SECONDS);
  return watermarkBound({ store: primary.store, told, at: now() }, pipeline.load.clockToleranceSeconds);
}

/** Those of them that the map has, by their ids in the primary, with what they are copies of. */
async function mappedOf(
  { ledger }: ReadingRun,
  orders: readonly { readonly id: string }[],
): Promise<Map<string, readonly FinancialRecord[]>> {
  const records = await ledger.standingUnder(
    'orders',
    orders.map(({ id }) => id),
  );
  return new Map([...records].filter(([, found]) => found.length > 0));
}

async function isMapped(context: ReadingRun, id: string): Promise<boolean> {
  return (await mappedOf(context, [{ id }])).has(id);
}

async function explain(context: ReadingRun, order: Order): Promise<RunDifference | undefined> {
  const source = sourceOf(order);
  if (source !== undefined && !isCancelled(order)) {
    const store = context.stores.find(({ fixed }) => isSameStore(source, fixed))?.fixed.store ?? source.store;
    const { sourceId } = source;
    const known = await context.ledger.find({ store, entity: 'orders', sourceId });
    if (known?.targetId !== null && known?.targetId !== undefined) {
      const message = `${order.id} is a second copy of ${store} ${sourceId}, beside ${known.targetId}. Delete or cancel one of them in the primary.`;
      return { kind: 'doubled', entity: 'orders', store, sourceId, targetId: order.id, message };
    }
  }
  // What is cancelled is in nobody's books.
  if (isCancelled(order) || (await isSaidOwn(context.ledger, order.id))) return undefined;
  if ((await replacesCopy(context, order)) || (await isQuarantinedElsewhere(context, order))) return undefined;
  for (const store of context.stores) {
    const where = belongsTo(order, store);
    if (where === undefined) continue;
    const entered = await enteredFor(context, store, order.id);
    if (entered?.dropped === true) return undefined;
    const why =
      entered === undefined
        ? 'Find out who did.'
        : `Where it was entered by hand for ${entered.sourceId}, link it: \`${commandLine('link', [entered.sourceId], `--as ${shellWord(order.id)}`)}\`.`;
    const message = `${order.id} stands in ${where} of ${store.fixed.store}, and this ledger did not make it. ${why}`;
    return {
      kind: 'foreign',
      entity: 'orders',
      store: store.fixed.store,
      sourceId: source?.sourceId ?? null,
      targetId: order.id,
      message,
    };
  }
  return undefined;
}

/**
 * What a person entered for a record that they dropped is theirs: under the number that its copy would have, or under the
 * one that their reason names. @returns the source id of one that still waits to be linked
 */
async function enteredFor(
  { ledger }: ReadingRun,
  { fixed }: StoreRun,
  targetId: string,
): Promise<{ readonly dropped: boolean; readonly sourceId: string } | undefined> {
  const [named] = await ledger.droppedNaming(fixed.store, targetId);
  if (named !== undefined) return { dropped: true, sourceId: named };
  const sourceId = sourceIdOf(targetId, fixed);
  const record = sourceId === undefined ? null : await ledger.find({ store: fixed.store, entity: 'orders', sourceId });
  if (record === null) return undefined;
  const dropped = record.state === 'skipped' && record.reason === DROPPED;
  return dropped || record.state === 'quarantined' ? { dropped, sourceId: record.sourceId } : undefined;
}

/** What it stands for is in quarantine because of it: a person is asked already. */
async function isQuarantinedElsewhere({ ledger, stores }: ReadingRun, order: Order): Promise<boolean> {
  const source = sourceOf(order);
  const owner = source && stores.find(({ fixed }) => isSameStore(source, fixed));
  if (source === undefined || owner === undefined) return false;
  const noted = await ledger.elsewhere(owner.fixed.store, [source.sourceId]);
  return noted.some(({ targetId }) => lowerKey(targetId) === lowerKey(order.id));
}

/** One that bears this ledger's mark, and that it never wrote. */
async function isOfAnotherLedger({ ledger }: ReadingRun, { id, internalNotes }: Order): Promise<boolean> {
  const origin = originOf(internalNotes);
  if (origin === undefined || origin.byFile || origin.installation !== ledger.installationId) return false;
  return origin.generation >= ledger.generation && !(await isKnownCopy(ledger, id, origin));
}

/** `W100-r1`: what staff entered in place of the copy W100, under a suffix that no backorder has. */
async function replacesCopy(context: ReadingRun, { id }: Order): Promise<boolean> {
  const copy = /^(.+)-r\d+$/i.exec(id)?.[1];
  return copy !== undefined && (await isMapped(context, copy));
}

function belongsTo(order: Order, { fixed }: StoreRun): string | undefined {
  const id = lowerKey(order.id);
  const inRange = Object.values(fixed.prefix).some((prefix) => id.startsWith(lowerKey(prefix)));
  if (inRange) return 'the number range';
  const channel = fixed.orders.salesChannel;
  return channel !== '' && order.salesChannel.toLowerCase() === channel.toLowerCase() ? 'the sales channel' : undefined;
}
