import { returned } from '../../entities/return/definition.ts';
import { shownReturn } from '../../entities/return/write.ts';
import { isCopiedRecord } from '../../ledger/copied.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord, StandsFor } from '../../ledger/record.ts';
import { REPLACED } from '../../ledger/transitions/what-can-be-done.ts';
import { isSaidAnother } from '../../model/may-be.ts';
import { add, compare, formatMoney, ZERO } from '../../model/money.ts';
import { likelyReferencesIn, paymentReference, readReferences, referenceOf } from '../../model/payment-reference.ts';
import { isClosed, type Return } from '../../model/rma.ts';
import { isAsked, type StoreRun } from '../../session/store-run.ts';
import type { EnteredMoney } from '../../transform/entered-sums.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { ReadingRun } from '../context/parts.ts';
import { claimedByHand } from '../copies/by-hand.ts';
import { isEqualReturn } from '../copies/same-return.ts';
import { atSource } from '../extract/at-source.ts';
import { SourceNow } from '../extract/source-now.ts';
import type { OfCopiedOrder } from './of-copied-orders.ts';
import { notShown, type Verdict } from './payments-now.ts';
import { othersNotOn, replacedWords } from './replaced-words.ts';

export interface DueReturn extends OfCopiedOrder {
  readonly returned: Return;
}

interface Credited {
  readonly existing: Return;
  /** By which the ledger knows it; undefined for what nobody here has made. */
  readonly targetId: string | undefined;
  readonly standsFor: readonly string[];
  readonly owned: boolean;
  readonly accepted: boolean;
}

const CLEAR: Verdict = { kind: 'clear' };

/** What the orders' own store shows of their returns, and what is credited on their copies, as both stand now. */
export class ReturnsNow {
  readonly #context: ReadingRun;
  readonly #rules: StoreRules;
  /** Undefined for a store that is read from files, which name no returns. */
  readonly #source: SourceNow<Return> | undefined;
  readonly #known: ReadonlyMap<string, readonly LedgerRecord[]>;
  readonly #credited: readonly Credited[];
  readonly #passed = new Set<Return>();

  private constructor(
    context: ReadingRun,
    rules: StoreRules,
    source: SourceNow<Return> | undefined,
    known: ReadonlyMap<string, readonly LedgerRecord[]>,
    credited: readonly Credited[],
  ) {
    this.#context = context;
    this.#rules = rules;
    this.#source = source;
    this.#known = known;
    this.#credited = credited;
  }

  /** @throws ConsolidatorError where the store can't be read */
  static async read(
    context: ReadingRun,
    store: StoreRun,
    rules: StoreRules,
    due: readonly OfCopiedOrder[],
    existing: readonly Return[],
  ): Promise<ReturnsNow> {
    const orders = new Map(due.map(({ order }) => [order.sourceId, order.targetId ?? '']));
    const known = await context.ledger.belongingToEach(store.fixed.store, 'rmas', [...orders.keys()]);
    const credited: Credited[] = [];
    const claims = claimedByHand([...known.values()].flat());
    for (const one of existing) {
      const { targetId = null, sourceId = '' } = claims.get(one.id) ?? {};
      if (targetId === null) credited.push(await creditedOf(context, store, rules.references.creditNote, one));
      else credited.push({ existing: one, targetId, standsFor: [sourceId], owned: true, accepted: false });
    }
    if (!isAsked(store)) return new ReturnsNow(context, rules, undefined, known, credited);
    const source = await SourceNow.read(context, store, atSource(context, store, returned), [...orders.keys()]);
    await source.locate([
      ...due.map(({ record, order }) => ({ id: record.sourceId, orderId: order.sourceId })),
      ...[...known].flatMap(([orderId, records]) =>
        records
          .filter((record) => isCopiedRecord(record) || record.state === 'writing')
          .map(({ sourceId }) => ({ id: sourceId, orderId })),
      ),
      ...[...orders].flatMap(([orderId, copy]) =>
        credited.filter(onCopy(copy)).flatMap(({ standsFor }) => standsFor.map((id) => ({ id, orderId }))),
      ),
    ]);
    return new ReturnsNow(context, rules, source, known, credited);
  }

  /** Whether its store still has it. @param isThere whether its copy is in the primary */
  present({ record, order }: OfCopiedOrder, isThere: boolean): Verdict {
    const where = this.#whereabouts(record.sourceId, order.sourceId);
    if (where === 'shown') return CLEAR;
    if (where === 'unknown') return notShown(record, `Return ${record.sourceId} of ${order.sourceId}`);
    if (where !== 'gone') return { kind: 'wait' };
    const message = `Return ${record.sourceId} of ${order.sourceId} is not in its store any more.`;
    const decision: Decision = isThere
      ? { kind: 'quarantine', key: record, reason: 'rma-gone', message }
      : { kind: 'skip', key: record, reason: 'gone-before-copy', message };
    return { kind: 'decide', decisions: [decision] };
  }

  /** Whether it was keyed in place of one that was copied; then that one's copy passes to it, or a person decides. */
  async replacement({ record, returned, order }: DueReturn, sku: (sourceSku: string) => string): Promise<Verdict> {
    if (!isClosed(returned)) return CLEAR;
    const left = this.#leftOn(order);
    if (left === undefined) return { kind: 'wait' };
    const equalOne = left.find(({ existing }) => isEqualReturn(returned, existing, this.#rules, sku));
    const decisions: Decision[] = [];
    const replaces: StandsFor[] = [];
    for (const one of equalOne === undefined ? left : [equalOne]) {
      const owners = await this.#context.ledger.findByTarget('rmas', one.targetId ?? '');
      const owner = owners.find(({ store, sourceId }) => store === record.store && one.standsFor.includes(sourceId));
      if (equalOne !== undefined) {
        this.#passed.add(one.existing);
        const before = owner ?? null;
        return {
          kind: 'decide',
          decisions: [{ kind: 'keyed-anew', key: record, before, targetId: one.targetId ?? '' }],
        };
      }
      replaces.push({ sourceId: owner?.sourceId ?? null, targetId: one.targetId ?? '' });
      // One decision is asked for, not two.
      if (owner?.state === 'quarantined' && owner.reason === 'rma-gone') decisions.push({ kind: 'keep', key: owner });
    }
    if (left.length > 0) {
      const there = this.#credited.filter(onCopy(order.targetId ?? ''));
      const shown = (this.#source?.of(order.sourceId) ?? []).filter(isClosed);
      const others = othersNotOn(shown, returned.id, there, this.#known.get(order.sourceId));
      const titles = [returned, ...others].map((one) => titleOf(one, order));
      const message = replacedWords(titles, left.map(copyTitle));
      decisions.push({ kind: 'quarantine', key: record, reason: 'rma-replaced', message, replaces });
      return { kind: 'decide', decisions };
    }
    const reference = paymentReference(this.#rules.references.creditNote, returned.id);
    const owners = await this.#context.ledger.findByTarget('rmas', reference);
    const owner = owners.find((one) => one.store !== record.store || one.sourceId !== record.sourceId);
    if (owner === undefined) return CLEAR;
    const message = `${titleOf(returned, order)} is in its store again; ${reference} stands for return ${owner.sourceId} in the primary`;
    return { kind: 'decide', decisions: [{ kind: 'quarantine', key: record, reason: 'may-be-there', message }] };
  }

  /** What is credited on a copy and nobody here has entered or linked, but for what is another's by a person's word. */
  enteredOn(targetId: string, record: LedgerRecord): EnteredMoney[] {
    return this.#credited
      .filter(onCopy(targetId))
      .filter((one) => one.targetId === undefined && !one.owned && !isSaidAnother(record.acceptedAs, one.existing.id))
      .map(({ existing }) => ({ id: existing.id, amount: existing.total }));
  }

  /** Whether the copy would be credited more with it than its store shows. @param more what this run has entered there */
  exceeds({ record, returned, order }: DueReturn, more: readonly Return[]): Verdict {
    if (this.#source === undefined) return CLEAR;
    const credited = this.#credited.filter(onCopy(order.targetId ?? '')).map(({ existing }) => existing.total);
    const sum = add(returned.total, ...credited, ...more.map(({ total }) => total));
    const shown = add(ZERO, ...this.#source.of(order.sourceId).map(({ total }) => total));
    if (compare(sum, shown) <= 0) return CLEAR;
    const message = `${titleOf(returned, order)} is in its store, which shows ${formatMoney(shown)} for ${order.sourceId} in all; with it ${order.targetId ?? ''} would be credited ${formatMoney(sum)}`;
    return {
      kind: 'decide',
      decisions: [{ kind: 'quarantine', key: record, reason: 'credit-exceeds-order', message }],
    };
  }

  #leftOn(order: LedgerRecord): readonly Credited[] | undefined {
    const records = this.#known.get(order.sourceId) ?? [];
    const whereIs = (id: string) => this.#whereabouts(id, order.sourceId);
    const underWay = records.filter(({ state }) => state === 'writing');
    if (underWay.some(({ sourceId }) => whereIs(sourceId) !== 'shown')) return undefined;
    const there = this.#credited.filter(onCopy(order.targetId ?? ''));
    const references = new Set(there.map(({ targetId }) => targetId?.toLowerCase()));
    const unseen = records.some(({ targetId }) => targetId !== null && !references.has(targetId.toLowerCase()));
    const left: Credited[] = [];
    for (const one of there) {
      if (one.targetId === undefined || one.accepted || this.#passed.has(one.existing)) continue;
      // It may be what is left of the reference of one that is not to be seen.
      if (!one.owned && unseen) continue;
      const where = one.standsFor.map(whereIs);
      if (where.includes('shown') || where.includes('elsewhere')) continue;
      if (where.includes('unknown')) return undefined;
      left.push(one);
    }
    return left;
  }

  #whereabouts(id: string, orderId: string) {
    return this.#source?.whereabouts({ id, orderId }) ?? 'shown';
  }
}

async function creditedOf(
  { ledger }: ReadingRun,
  { fixed }: StoreRun,
  referencePrefix: string,
  existing: Return,
): Promise<Credited> {
  const { texts } = shownReturn(existing);
  const borne = likelyReferencesIn(texts, referencePrefix);
  const words = borne.length === 0 ? texts.map(referenceOf).filter((word) => word !== '') : borne;
  for (const word of words) {
    const owners = (await ledger.findByTarget('rmas', word)).filter(({ store }) => store === fixed.store);
    const [first] = owners;
    if (first === undefined) continue;
    const accepted = owners.some(({ state, reason }) => state === 'skipped' && reason === REPLACED);
    const standsFor = owners.map(({ sourceId }) => sourceId);
    return { existing, targetId: first.targetId ?? word, standsFor, owned: true, accepted };
  }
  // Of nobody's the shortest: what was run together with words behind it is longer.
  const [own] = borne.toSorted((one, other) => one.length - other.length);
  const standsFor = own === undefined ? [] : [own.slice(referencePrefix.length)];
  return { existing, targetId: own, standsFor, owned: false, accepted: false };
}

/** Whether what is there bears this reference. */
export function bearsReference(existing: Return, reference: string): boolean {
  return readReferences(shownReturn(existing).texts, [{ prefix: reference, id: '' }]) === 'whole';
}

function onCopy(orderId: string): (one: Credited) => boolean {
  return ({ existing }) => existing.orderId.toLowerCase() === orderId.toLowerCase();
}

function titleOf({ id, total, issuedOn }: Return, order: LedgerRecord): string {
  return `Return ${id} of ${order.sourceId} (${formatMoney(total)} on ${issuedOn ?? 'no day'})`;
}

function copyTitle({ targetId, standsFor, existing }: Credited): string {
  return `return ${standsFor.join(', ')} (${formatMoney(existing.total)} on ${existing.issuedOn ?? 'no day'}, copied as ${targetId ?? ''})`;
}
