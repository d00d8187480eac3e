import type { Arena } from './arena.ts';
import { seenAnew, storeOf } from './fresh-orders.ts';
import { dollars, type ExpectedCopy, type Replacement, type Truth } from './population.ts';

type Random = () => number;

/** What was done, in words, for the summary. */
export type Planted = (what: string) => void;

interface Changes {
  readonly held: Set<string>;
  readonly aliases: Map<string, string>;
  readonly replaced: Replacement[];
}

function changesOf(truth: Truth): Changes {
  return { held: new Set(truth.held), aliases: new Map(truth.aliases), replaced: [...truth.replaced] };
}

/**
 * Staff of the secondaries delete payments and returns and key them anew, whatever has become of the old ones by then:
 * alike, or for a dollar less. @returns what must be true from now on
 */
export function keyAnew(arena: Arena, truth: Truth, random: Random, planted: Planted): Truth {
  const changes = changesOf(truth);
  for (const copy of truth.copies) {
    const { panel } = storeOf(arena, copy.store);
    const [first] = copy.payments;
    if (first !== undefined && random() < 0.3) {
      const alike = random() < 0.5 || first[1] <= 100;
      const [old, oldCents] = first;
      const nowCents = alike ? oldCents : oldCents - 100;
      const id = idIn(old);
      const { PaymentID } = panel.rekeyPayment(id, alike ? {} : { AmountPaid: dollars(nowCents) });
      keyed(changes, copy, { entity: 'payments', old, oldCents, nowId: PaymentID, nowCents, alike }, planted);
    }
    const [returned] = copy.returns;
    if (returned !== undefined && random() < 0.3) {
      const [old, oldCents] = returned;
      // No return may credit more than its order came to, and one that would is rightly quarantined.
      const alike = random() < 0.5 || oldCents + 100 > copy.cents;
      const nowCents = alike ? oldCents : oldCents + 100;
      const [refund] = storeOf(arena, copy.store)
        .rmas()
        .filter(({ RmaID }) => RmaID === idIn(old))
        .flatMap(({ Refund }) => Refund);
      const more = { ShippingRefundAmount: '1.00', Refund: [{ ...refund, RefundAmount: dollars(nowCents) }] };
      const { RmaID } = panel.rekeyRma(idIn(old), alike ? {} : more);
      keyed(changes, copy, { entity: 'rmas', old, oldCents, nowId: RmaID, nowCents, alike }, planted);
    }
  }
  seenAnew(arena);
  return { ...truth, ...changes };
}

function keyed(
  { aliases, replaced }: Changes,
  { store, targetId }: ExpectedCopy,
  one: Pick<Replacement, 'entity' | 'old' | 'oldCents' | 'nowId' | 'nowCents'> & { readonly alike: boolean },
  planted: Planted,
): void {
  const now = `${store}:${one.nowId}`;
  planted(`${one.entity} keyed anew${one.alike ? '' : ' otherwise'}`);
  if (one.alike) aliases.set(now, one.old);
  else replaced.push({ ...one, store, targetId, now });
}

/**
 * When all is as it should be: staff delete and change payments and returns in the primary, delete returns in their own
 * store, and a payment in another currency comes late. Each copy meets one of these at most.
 */
export function tamper(arena: Arena, truth: Truth, random: Random, planted: Planted): Truth {
  const changes = changesOf(truth);
  const copies: ExpectedCopy[] = [];
  for (const copy of truth.copies) {
    const acts = actsOn(arena, copy, truth, changes);
    const names = Object.keys(acts);
    const name = names[Math.floor(random() * names.length * 2)];
    const after = name === undefined ? undefined : acts[name]?.();
    if (name !== undefined) planted(name);
    copies.push(after ?? copy);
  }
  seenAnew(arena);
  return { ...truth, ...changes, copies };
}

/** What can be done to a copy; each returns what is to be there afterwards. */
function actsOn(
  { main, ...arena }: Arena,
  copy: ExpectedCopy,
  { replaced, aliases }: Truth,
  { held }: Changes,
): Readonly<Record<string, () => ExpectedCopy>> {
  const { store, sourceId, targetId } = copy;
  const own = storeOf({ main, ...arena }, store);
  const isPlain = (reference: string): boolean =>
    !replaced.some(({ old }) => old === reference) && ![...aliases.values()].includes(reference);
  const payment = [...copy.payments].find(([reference]) => isPlain(reference));
  const returned = [...copy.returns].find(([reference]) => isPlain(reference));
  const bookedAs = (reference: string) =>
    main.payments(targetId).find(({ CardAuthorisation }) => idIn(CardAuthorisation) === idIn(reference))?.PaymentID;
  const enteredAs = main.rmas().find(({ OrderID }) => OrderID === targetId)?.RmaID;
  const acts: Record<string, () => ExpectedCopy> = {};
  const booked = payment === undefined ? undefined : bookedAs(payment[0]);
  if (payment !== undefined && booked !== undefined) {
    const [reference, cents] = payment;
    acts['payment removed in the primary'] = () => {
      main.panel.removePayment(booked);
      held.add(`${store} payments ${idIn(reference)}`);
      return { ...copy, payments: without(copy.payments, reference) };
    };
    acts['payment changed in the primary'] = () => {
      main.panel.changePayment(booked, { AmountPaid: dollars(cents + 100) });
      held.add(`${store} payments ${idIn(reference)}`);
      return { ...copy, payments: new Map([...copy.payments, [reference, cents + 100]]) };
    };
  }
  if (returned !== undefined && enteredAs !== undefined) {
    const [reference] = returned;
    acts['return removed in the primary'] = () => {
      main.panel.removeRma(enteredAs);
      held.add(`${store} rmas ${idIn(reference)}`);
      return { ...copy, returns: without(copy.returns, reference) };
    };
    acts['return deleted in its store'] = () => {
      own.panel.removeRma(idIn(reference));
      held.add(`${store} rmas ${idIn(reference)}`);
      return copy;
    };
  }
  acts['late payment in another currency'] = () => {
    const money = { AmountPaid: '1.00', PaymentMethodName: 'PayPal', CurrencyCode: 'USD' };
    const { PaymentID } = own.panel.addPayment({ OrderID: sourceId, DatePaid: '2026-07-07 01:00:00', ...money });
    held.add(`${store} payments ${PaymentID}`);
    return copy;
  };
  return acts;
}

/** `10` of `west:10 …`. */
function idIn(reference: string): string {
  return /:(\d+)/.exec(reference)?.[1] ?? '';
}

function without(all: ReadonlyMap<string, number>, reference: string): ReadonlyMap<string, number> {
  return new Map([...all].filter(([one]) => one !== reference));
}
