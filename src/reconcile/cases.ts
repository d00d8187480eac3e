import { type Judgement, judgeOrder } from '../entities/order/transform/judge-order.ts';
import { type Decimal, isZero, ZERO } from '../model/money.ts';
import { accountingDate, isCancelled, type Order } from '../model/order.ts';
import { rewriteOrderId } from '../model/order-id.ts';
import type { Payment } from '../model/payment.ts';
import { type LocalDate, localDateOf } from '../model/time.ts';
import { historyWindowOf } from '../transform/history.ts';
import { amountsOf, minus, nothing, plus } from './amounts.ts';
import { sameId } from './belongs.ts';
import type { BesideCopies } from './beside-copies.ts';
import { saleKeys } from './own-orders.ts';
import type { Sides } from './read-sides.ts';
import type { Amounts } from './result.ts';
import type { Copy, StoreSide } from './sides.ts';

/** One order of a secondary and all that stands for it in the primary. */
export interface OrderCase {
  readonly store: StoreSide;
  /** null: the primary holds something that its store does not know. */
  readonly source: Order | null;
  /** Whether the rules would copy the order today. */
  readonly judgement: Judgement | null;
  readonly targetId: string | null;
  /** What a blank currency stands for on each side. */
  readonly currencies: { readonly source: string; readonly primary: string };
  readonly primaryGstPercent: Decimal;
  readonly sourcePayments: readonly Payment[];
  /** Those that count in the books, the one with the expected number first. */
  readonly live: readonly CopyFacts[];
  readonly cancelled: readonly Copy[];
  /** Orders of the primary under numbers of its own that may be this one entered again. */
  readonly twins: readonly string[];
  /** Whether due dates of this store's copies are the primary's own: most of them are not their sources'. */
  readonly ownDueDates: boolean;
  /** What each side counts in the period. */
  readonly secondary: Counted | null;
  readonly primary: readonly Counted[];
}

export interface CopyFacts extends Copy {
  readonly payments: readonly Payment[];
  readonly day: LocalDate | null;
  /** Under the account of somebody else. */
  readonly ofOther: boolean;
  /** Marked as exported to the books; undefined where the primary does not tell. */
  readonly exported: boolean | undefined;
}

export interface Counted {
  readonly day: LocalDate | null;
  readonly amounts: Amounts;
  readonly order: Order;
}

/** What the primary counts in excess of the secondary, because of this order. */
export function effectOf({ secondary, primary }: OrderCase): Amounts {
  const counted = primary.map(({ amounts }) => amounts).reduce(plus, nothing);
  return minus(counted, secondary?.amounts ?? nothing);
}

/** The orders of one store that concern the period on either side. */
export function casesOf(store: StoreSide, sides: Sides): OrderCase[] {
  return allCasesOf(store, sides).inside;
}

/** All that were read: those that concern the period, and those of other days. */
export function allCasesOf(store: StoreSide, sides: Sides): { inside: OrderCase[]; outside: OrderCase[] } {
  const { rules } = store;
  const sources = sides.sources.get(rules.store) ?? new Map<string, Order>();
  const sourcePayments = byOrder(sides.payments.get(rules.store) ?? []);
  const primaryPayments = byOrder(sides.payments.get('primary') ?? []);
  const groups = groupCopies(sides.copies.filter(({ belonging }) => belonging.store === rules.store));
  const keys = new Set([...sources.keys(), ...groups.keys()]);
  const primary = sides.currencies.get('primary');
  const currencies = { source: sides.currencies.get(rules.store)?.currency ?? '', primary: primary?.currency ?? '' };
  const primaryGstPercent = primary?.gstPercent ?? ZERO;
  const ownDueDates = hasOwnDueDates(store, sources, groups);
  const ownByKey = new Map(sides.own.flatMap(({ id, keys: shared }) => shared.map((one) => [one, id] as const)));
  const cases = [...keys].map((key) => ({
    ...openCase(store, sources.get(key) ?? null, groups.get(key) ?? [], {
      sourcePayments,
      primaryPayments,
      primaryGstPercent,
      beside: sides,
    }),
    currencies,
    primaryGstPercent,
    twins: twinsOf(sources.get(key), store, ownByKey),
    ownDueDates,
  }));
  const { inside = [], outside = [] } = Object.groupBy(cases, (one) => (concernsPeriod(one) ? 'inside' : 'outside'));
  return { inside, outside };
}

interface Around {
  readonly sourcePayments: ReadonlyMap<string, readonly Payment[]>;
  readonly primaryPayments: ReadonlyMap<string, readonly Payment[]>;
  readonly primaryGstPercent: Decimal;
  readonly beside: BesideCopies;
}

/** Each is taken once: where a buyer ordered the same several times, one more in the primary is one too many at most. */
function twinsOf(source: Order | undefined, { rules }: StoreSide, own: Map<string, string>): string[] {
  if (source === undefined || isCancelled(source)) return [];
  const twins = [...new Set(saleKeys(source, rules.timeZone).flatMap((key) => own.get(key) ?? []))];
  if (twins.length > 0) for (const [key, id] of own) if (twins.includes(id)) own.delete(key);
  return twins;
}

/** A primary may work out due dates from its own payment terms; then no single one says anything. */
function hasOwnDueDates(
  { rules }: StoreSide,
  sources: ReadonlyMap<string, Order>,
  groups: ReadonlyMap<string, readonly Copy[]>,
): boolean {
  const both = [...sources].flatMap(([key, source]) => {
    const [copy] = groups.get(key) ?? [];
    return copy === undefined || source.paymentDueAt === null ? [] : [isDueAsSource(source, copy.order, rules)];
  });
  return both.length > 1 && 2 * both.filter((same) => !same).length > both.length;
}

function isDueAsSource(source: Order, copy: Order, { timeZone, primaryTimeZone }: StoreSide['rules']): boolean {
  const day = (at: Order['paymentDueAt'], zone: string) => (at === null ? null : localDateOf(at, zone));
  return day(source.paymentDueAt, timeZone) === day(copy.paymentDueAt, primaryTimeZone);
}

function openCase(
  store: StoreSide,
  source: Order | null,
  copies: readonly Copy[],
  { sourcePayments, primaryPayments, primaryGstPercent, beside }: Around,
): Omit<OrderCase, 'currencies' | 'primaryGstPercent' | 'twins' | 'ownDueDates'> {
  const { rules, secondary } = store;
  const rewritten = source === null ? null : rewriteOrderId(source.id, rules.prefix);
  const targetId = rewritten?.kind === 'rewritten' ? rewritten.id : null;
  const withPayments = secondary.entities.includes('payments');
  const paidOn = (payments: ReadonlyMap<string, readonly Payment[]>, order: Order): readonly Payment[] =>
    withPayments ? (payments.get(sameId(order.id)) ?? []).filter(({ amount }) => !isZero(amount)) : [];
  const live = copies
    .filter(({ order }) => !isCancelled(order))
    .map((copy) => ({
      ...copy,
      payments: paidOn(primaryPayments, copy.order),
      day: dayOfCopy(copy, source, store),
      ofOther: beside.ofOthers.has(sameId(copy.order.id)),
      exported: beside.exported.get(sameId(copy.order.id)),
    }))
    .sort((a, b) => rank(a, targetId) - rank(b, targetId));
  const judgement = source === null ? null : judgeOrder(source, rules);
  const payments = source === null ? [] : paidOn(sourcePayments, source);
  const day = source === null ? null : (accountingDate(source, rules.timeZone) ?? null);
  const counts = source !== null && isCounted(source, judgement, copies.length > 0) && inPeriod(day, store);
  return {
    store,
    source,
    judgement,
    targetId,
    sourcePayments: payments,
    live,
    cancelled: copies.filter(({ order }) => isCancelled(order)),
    secondary:
      counts && source !== null
        ? { day, amounts: amountsOf(source, payments, primaryGstPercent), order: source }
        : null,
    primary: live
      .filter((copy) => inPeriod(copy.day, store))
      .map((copy) => ({
        day: copy.day,
        amounts: amountsOf(copy.order, copy.payments, primaryGstPercent),
        order: copy.order,
      })),
  };
}

/** Whether what was paid or credited on the source counts, of whatever day the order is. */
export function isSourceCounted({ source, judgement, live, cancelled }: OrderCase): boolean {
  return source !== null && isCounted(source, judgement, live.length + cancelled.length > 0);
}

export function orderIdOf({ source, live, cancelled }: OrderCase): string | null {
  return source?.id ?? live[0]?.belonging.sourceId ?? cancelled[0]?.belonging.sourceId ?? null;
}

/** A copied order is followed in every status; one that was never copied counts as the rules say. */
function isCounted(source: Order, judgement: Judgement | null, copied: boolean): boolean {
  if (isCancelled(source)) return false;
  return copied || judgement?.kind !== 'skip';
}

/**
 * Where the source has no invoice date, the primary gives the copy one of its own: the day placed is compared. So it does
 * where it sends the goods, whatever date its source has by now.
 */
function dayOfCopy({ order }: Copy, source: Order | null, { rules }: StoreSide): LocalDate | null {
  const placed = order.placedAt === null ? null : localDateOf(order.placedAt, rules.timeZone);
  if (source !== null && placed !== null) {
    if (source.invoicedOn === null) return placed;
    const placedThere = source.placedAt === null ? null : localDateOf(source.placedAt, rules.timeZone);
    if (rules.purpose === 'fulfil' && placed === placedThere) return source.invoicedOn;
  }
  return accountingDate(order, rules.timeZone) ?? null;
}

function concernsPeriod(one: OrderCase): boolean {
  const { source, store } = one;
  if (one.secondary !== null || one.primary.length > 0) return true;
  const day = source === null ? null : (accountingDate(source, store.rules.timeZone) ?? null);
  return source !== null && inPeriod(day, store);
}

/** What has no day at all concerns every period. Between the days that back-fills opened lie some that nobody copies. */
function inPeriod(day: LocalDate | null, { from, to, rules }: StoreSide): boolean {
  if (day === null) return true;
  const isCopied = day >= rules.since || historyWindowOf(day, rules) !== undefined;
  return isCopied && day >= from && (to === null || day <= to);
}

/** Orders that only the sales channel ties to the store stand for themselves. */
function groupCopies(copies: readonly Copy[]): Map<string, Copy[]> {
  const groups = new Map<string, Copy[]>();
  for (const copy of copies) {
    const { sourceId } = copy.belonging;
    const key = sourceId === null ? `channel ${sameId(copy.order.id)}` : sameId(sourceId);
    groups.set(key, [...(groups.get(key) ?? []), copy]);
  }
  return groups;
}

function rank({ order, belonging }: Copy, targetId: string | null): number {
  if (targetId !== null && sameId(order.id) === sameId(targetId)) return 0;
  return belonging.by === 'origin' || belonging.by === 'link' ? 1 : 2;
}

function byOrder(payments: readonly Payment[]): Map<string, Payment[]> {
  const map = new Map<string, Payment[]>();
  for (const payment of payments) {
    const key = sameId(payment.orderId);
    map.set(key, [...(map.get(key) ?? []), payment]);
  }
  return map;
}
