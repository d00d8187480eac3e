import { judgeOrder } from '../../entities/order/transform/judge-order.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { counted } from '../../model/amounts-text.ts';
import { type AskedOrder, askedOrdersOf } from '../../model/asked-orders.ts';
import type { RecordKey } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { rewriteOrderId } from '../../model/order-id.ts';
import { type Instant, instantOfMilliseconds } from '../../model/time.ts';
import { forgetYes, type SaidYes, sayYes, yesTo } from '../../session/said-yes.ts';
import { isAsked, type StoreRun } from '../../session/store-run.ts';
import { UNASKED } from '../context/order-gates.ts';
import type { RunBasics, WriteGates } from '../context/parts.ts';
import { reportProblem } from '../context/tell-problem.ts';
import { type StagedOrder, stagedOrders } from '../extract/staged-orders.ts';
import { isLimited } from './limited-orders.ts';

/** An order that was left out for one of these has moved on since: it is trade, however long ago it was placed. */
const WAITED_FOR: readonly string[] = ['not-invoiced-yet', 'not-yet-approved', 'status-unknown'];

/** Whether some store has not been copied from yet. */
export async function isFirstRun({
  ledger,
  stores,
}: Pick<RunBasics & WriteGates, 'ledger' | 'stores'>): Promise<boolean> {
  for (const { fixed } of stores) if (!(await ledger.hasCopies(fixed.store, 'orders'))) return true;
  return false;
}

/** Called when the orders of a store have been read, well or not. Too many are told as a problem of that store. */
export async function judgeOldOrders(context: RunBasics & WriteGates, store: StoreRun): Promise<void> {
  const { gates } = context;
  if (!gates.asks) return;
  const { store: name } = store.fixed;
  const { limit } = context.narrowing;
  const since = await sinceWhen(context, store);
  const isFew = isLimited(context, store) && limit !== undefined && limit <= UNASKED;
  const old = since === 'any' || isFew ? [] : await oldOrders(context, store, since);
  const count = old.length;
  const said = count <= UNASKED || since === 'any' ? null : await yesTo(context.ledger, name);
  if (count <= UNASKED || (said !== null && (await isCovered(context, store, since as Instant | null, said)))) {
    gates.open(name);
    return;
  }
  if (said !== null) await forgetYes(context.ledger, name);
  if (!gates.ask(name, { orders: count, comesTo: askedOrdersOf(old.map((one) => askedOf(one, store))) })) return;
  const which = since === null ? '' : ` that were placed before the last whole run began (${since})`;
  const why =
    since === null
      ? 'None of its orders have been copied by a whole run yet.'
      : 'Was `since` moved back, a watermark lost, or the key of another store entered?';
  const more = said === null ? '' : ` A yes was said to ${said.orders ?? 'others'}, and not to so many.`;
  const few = ' To try a few of each store first, which asks for no --yes: `run --limit 5`.';
  const message = `${name}: the run would create ${count} orders${which} in the primary. ${why}${more} Nothing was written for ${name}. ${isImport(context, store) ? 'Look at them with --dry-run; where they are wanted, give the same command once more with --yes.' : 'Look at `plan`; where they are wanted: `run --yes`.'}${isAsked(store) ? few : ''}`;
  reportProblem(context, store, new ConsolidatorError('first-run-unconfirmed', message, { store: name }));
}

/** Whether a yes that was said before is for these orders: as many as the person was told of, and those that were placed since. */
async function isCovered(
  context: RunBasics & WriteGates,
  store: StoreRun,
  since: Instant | null,
  said: SaidYes,
): Promise<boolean> {
  if (said.from !== null && said.from !== store.secondary.since) return false;
  return said.orders === null || (await oldOrders(context, store, since, said.at)).length <= said.orders;
}

/** A yes that is said with a run holds until its orders are copied, however often that run is cut off. */
export async function keepYes({ ledger, stores, now }: RunBasics & WriteGates, by: string): Promise<void> {
  for (const { fixed, secondary } of stores) {
    const lastWhole = (await ledger.lastWholeRun(fixed.store))?.id ?? null;
    const said = { orders: null, lastWhole, from: secondary.since, at: instantOfMilliseconds(now()), by };
    await sayYes(ledger, fixed.store, said);
  }
}

/** The audit tells of a yes that outlives its run, where the next one would have asked. @param bound of the stores that were read to the end */
export async function tellKeptYes(
  context: RunBasics & WriteGates,
  bound: Readonly<Record<string, Instant>>,
  by: string,
): Promise<void> {
  const { ledger } = context;
  for (const store of context.stores) {
    const { store: name } = store.fixed;
    const since = await sinceWhen(context, store);
    if (since === 'any') continue;
    const { length: count } = await oldOrders(context, store, since);
    // Nobody has seen what it is yet to read.
    const mayBeMore = since === null && bound[name] === undefined;
    if (count <= UNASKED && !mayBeMore) continue;
    const change = `${mayBeMore ? 'all orders' : counted(count, 'order')} left when its run was stopped: not copied before a yes, now to be copied by the next one`;
    await ledger.noteDecided({ who: by, event: 'said-yes', store: name, change, reason: '' });
  }
}

/** A watched folder is read by runs as a store is. */
function isImport({ narrowing }: Pick<RunBasics, 'narrowing'>, store: StoreRun): boolean {
  return !isAsked(store) && narrowing.stores !== undefined;
}

/** Files that are given to `import` are asked about as long as nothing of their store is copied. */
async function sinceWhen(
  { ledger, narrowing }: RunBasics & WriteGates,
  store: StoreRun,
): Promise<Instant | null | 'any'> {
  if (isImport({ narrowing }, store) && (await ledger.hasCopies(store.fixed.store, 'orders'))) return 'any';
  return (await ledger.lastWholeRun(store.fixed.store))?.startedAt ?? null;
}

/** Of each that which is told: there may be a hundred thousand. */
type OldOrder = RecordKey & { readonly [Name in 'amount' | 'tax' | 'bookedOn' | 'currency']: LedgerRecord[Name] };

function askedOf({ sourceId, amount, tax = null, bookedOn, currency }: OldOrder, { secondary }: StoreRun): AskedOrder {
  const copy = rewriteOrderId(sourceId, secondary.prefix);
  return {
    ...{ sourceId, targetId: copy.kind === 'rewritten' ? copy.id : null },
    ...{ day: bookedOn ?? null, total: amount, tax, currency: (currency ?? '').trim().toUpperCase() },
  };
}

/** @param before those alone that were placed before that moment, too */
async function oldOrders(
  context: RunBasics & WriteGates,
  store: StoreRun,
  since: Instant | null,
  before: Instant | null = null,
): Promise<OldOrder[]> {
  const old: OldOrder[] = [];
  for await (const page of stagedOrders(context, store)) {
    for (const { key, order } of page) {
      const isLater = before !== null && order.placedAt !== null && order.placedAt >= before;
      if (!isNew(key) || isLater || !isOld({ key, order }, store, since)) continue;
      const { store: name, entity, sourceId, amount, tax, bookedOn, currency } = key;
      old.push({ store: name, entity, sourceId, amount, tax, bookedOn, currency });
    }
  }
  if (old.length <= UNASKED) return old;
  const left: OldOrder[] = [];
  for (const one of old) if (!(await hasMovedOn(context, one))) left.push(one);
  return left;
}

function isNew({ targetId, copiedAs }: LedgerRecord): boolean {
  return targetId === null && copiedAs === null;
}

function isOld({ order }: StagedOrder, { fixed }: StoreRun, since: Instant | null): boolean {
  if (judgeOrder(order, fixed).kind !== 'wanted') return false;
  return since === null || order.placedAt === null || order.placedAt < since;
}

async function hasMovedOn({ ledger }: RunBasics & WriteGates, key: RecordKey): Promise<boolean> {
  const last = (await ledger.history(key)).findLast(({ event }) => event === 'skipped' || event === 'quarantined');
  return last?.event === 'skipped' && WAITED_FOR.includes(last.detail);
}
