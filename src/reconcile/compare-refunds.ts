import { fieldOf } from '../entities/comparing/compared-field.ts';
import { type ReturnFieldKey, returnFields } from '../entities/return/compare.ts';
import { add, type Decimal, equal, formatMoney, isZero, subtract, ZERO } from '../model/money.ts';
import { isCancelled } from '../model/order.ts';
import type { Return } from '../model/rma.ts';
import { currencyKey } from '../transform/currency.ts';
import { sameId } from './belongs.ts';
import type { OrderCase } from './cases.ts';
import { namedField, returnFindings, returnPairs } from './compared-fields.ts';
import { difference } from './make-difference.ts';
import type { ReturnsByOrder } from './read-returns.ts';
import type { ComparedField, Difference, StoreResult } from './result.ts';

interface Returned {
  /** What was credited. */
  readonly credit: Decimal;
  /** How much of it was paid out. */
  readonly paidOut: Decimal;
}

function sourceSide({ source }: OrderCase, returns: ReturnsByOrder): Returned {
  return returned(source === null ? [] : (returns.get(sameId(source.id)) ?? []));
}

function primarySide({ live }: OrderCase, returns: ReturnsByOrder): Returned {
  return returned(live.flatMap(({ order }) => returns.get(sameId(order.id)) ?? []));
}

function returned(returns: readonly Return[]): Returned {
  return {
    credit: add(ZERO, ...returns.map(({ total }) => total)),
    paidOut: add(ZERO, ...returns.map(({ refunded }) => refunded)),
  };
}

/** The credits and refunds of one order that both sides have. */
export function compareRefunds(one: OrderCase, source: ReturnsByOrder, primary: ReturnsByOrder): Difference[] {
  const [copy] = one.live;
  if (one.source === null || copy === undefined || isCancelled(one.source)) return [];
  const [there, here] = [sourceSide(one, source), primarySide(one, primary)];
  const store = one.store.rules.store;
  const found: Difference[] = [];
  const compare = (field: 'amount' | 'refunded', name: string, secondary: Decimal, existing: Decimal): void => {
    if (equal(secondary, existing)) return;
    const kind = isZero(existing) ? 'missing' : isZero(secondary) ? 'extra' : 'different';
    const message = `${name} on returns of ${one.source?.id} is ${formatMoney(secondary)} in ${store}, but ${formatMoney(existing)} on its copy ${copy.order.id}.`;
    const remedy = 'Make the same return in the primary, or find out who made the one that is too many.';
    found.push(difference(one, { kind, entity: 'refund', field, secondary, primary: existing, message, remedy }));
  };
  compare('amount', 'The credit', there.credit, here.credit);
  compare('refunded', 'What was paid out', there.paidOut, here.paidOut);
  const secondary = currenciesOf(source.get(sameId(one.source.id)) ?? [], one.currencies.source);
  const existing = currenciesOf(
    one.live.flatMap(({ order }) => primary.get(sameId(order.id)) ?? []),
    one.currencies.primary,
  );
  // Where one side has no return at all, its amount tells.
  if (secondary !== '' && existing !== '' && secondary !== existing) {
    const message = `The currency on returns of ${one.source.id} is ${secondary} in ${store}, but ${existing} on its copy ${copy.order.id}.`;
    const remedy = 'Correct the return in the primary and in Xero by hand: Neto has no way to do it for you.';
    found.push(
      difference(one, {
        kind: 'different',
        entity: 'refund',
        field: 'currency',
        secondary,
        primary: existing,
        message,
        remedy,
      }),
    );
  }
  return [...found, ...compareFields(one, source, primary, found)];
}

/** Fields of each return by itself; what the sums of the order have told is not told again. */
function compareFields(
  one: OrderCase,
  sources: ReturnsByOrder,
  copies: ReturnsByOrder,
  told: readonly Difference[],
): Difference[] {
  const named: Readonly<Record<string, ComparedField>> = {
    total: 'amount',
    refunds: 'refunded',
    gst: 'gst',
    shipping: 'shipping',
  };
  return returnPairs(one, sources, copies).flatMap((pair) =>
    returnFindings(one, pair).flatMap((finding): Difference[] => {
      const { key, class: own, field: name, meant, held } = finding;
      const field = named[key] ?? namedField(key);
      if (own !== 'must-agree' || field === undefined) return [];
      if (told.some((other) => other.field === field)) return [];
      const message = `The ${name} of return ${pair.source.id} of ${pair.source.orderId} is ${meant} by ${one.store.rules.store}, but ${held} on ${pair.copy.orderId} in the primary.`;
      const remedy = fieldOf<ReturnFieldKey>(returnFields, key as ReturnFieldKey).cause;
      return [
        difference(one, {
          kind: 'different',
          entity: 'refund',
          field,
          secondary: meant,
          primary: held,
          message,
          remedy,
        }),
      ];
    }),
  );
}

/** `AUD`; `AUD, USD` where returns of one order are in several. */
function currenciesOf(returns: readonly Return[], standard: string): string {
  const shown = returns.map(({ currency }) => currencyKey(currency ?? '') || currencyKey(standard));
  return [...new Set(shown)].sort().join(', ');
}

/** What both sides credited and paid out, of the orders that count in the period. */
export function refundSums(
  cases: readonly OrderCase[],
  source: ReturnsByOrder,
  primary: ReturnsByOrder,
): NonNullable<StoreResult['refunds']> {
  const counted = cases.filter((one) => one.secondary !== null || one.primary.length > 0);
  const both = (field: keyof Returned) => {
    const secondary = add(ZERO, ...counted.map((one) => sourceSide(one, source)[field]));
    const existing = add(ZERO, ...counted.map((one) => primarySide(one, primary)[field]));
    return { secondary, primary: existing, difference: subtract(existing, secondary) };
  };
  return { credit: both('credit'), paidOut: both('paidOut') };
}
