import { targetSku } from '../../entities/product/transform.ts';
import { compareReturn, expectReturn } from '../../entities/return/compare.ts';
import { rmaOf } from '../../entities/return/read.ts';
import { type ReturnedOrder, transformRma } from '../../entities/return/transform.ts';
import { type RmaCopy, returnSteps, shownRma } from '../../entities/return/write.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isSaidAnother, mayBe } from '../../model/may-be.ts';
import { add, type Decimal, formatMoney, ZERO } from '../../model/money.ts';
import { paymentReference, readReferences } from '../../model/payment-reference.ts';
import type { Rma } from '../../model/rma.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import { readRmasOfOrders } from '../../neto/rmas.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { comingTo, type EnteredMoney, mayBeMessage } from '../../transform/entered-sums.ts';
import { isInAccounting } from '../../transform/history.ts';
import type { WritingRun } from '../context/parts.ts';
import { attributeCopies } from '../copies/attribute-copies.ts';
import { enteredByHand, isByHand } from '../copies/by-hand.ts';
import { foreseenOrder, readCopyStates, whyGone } from '../copies/copies-in-primary.ts';
import { heldReturns } from '../copies/on-copies.ts';
import { refuseWhileAltered, stopIfAltered } from './altered-references.ts';
import { wasHeld } from './entered-orders.ts';
import { judgeLinked } from './linked-money.ts';
import { loadInBatches } from './load-in-batches.ts';
import { type OfCopiedOrder, ofCopiedOrders } from './of-copied-orders.ts';
import { withoutForeign } from './order-currencies.ts';
import type { Verdict } from './payments-now.ts';
import { bearsReference, type DueReturn, ReturnsNow } from './returns-now.ts';
import { shoppersAmong } from './shopper-accounts.ts';

/** Enters staged returns on the copies of their orders, one a call; those whose order is not copied are left out or wait. */
export async function loadRmas(context: WritingRun, store: StoreRun, records: readonly LedgerRecord[]): Promise<void> {
  if (records.length === 0) return;
  const currencyOf = ({ payload }: LedgerRecord): string => rmaOf(payload).currency ?? '';
  const due = await ofCopiedOrders(context, store, await withoutForeign(context, store, records, currencyOf));
  if (due.length > 0) await enter(context, store, due);
}

async function enter(context: WritingRun, store: StoreRun, due: readonly OfCopiedOrder[]): Promise<void> {
  await refuseWhileAltered(context, 'rmas');
  const rules = await context.asked.rules(store);
  const { paymentMethods, warehouseIds } = await context.asked.names();
  const targetIds = [...new Set(due.map(({ order }) => order.targetId ?? ''))];
  const states = await readCopyStates(context, targetIds);
  const { creditNote: mark } = rules.references;
  const held = await readRmasOfOrders(context.primary, targetIds, { signal: context.signal });
  const credits = new Credits(held, mark);
  const attributed = await attributeCopies(context, store, {
    entity: 'rmas',
    marks: [mark],
    shown: held.map(shownRma),
    due: due.map(({ record, order }) => ({
      record,
      orderId: order.targetId ?? '',
      amount: rmaOf(record.payload).total,
    })),
  });
  const now = await ReturnsNow.read(context, store, rules, due, held);
  const entered: Rma[] = [];
  const around = {
    now: instantOfMilliseconds(context.now()),
    paymentMethods,
    warehouseIds,
    sku: (sourceSku: string) => targetSku(sourceSku, rules) ?? '',
  };
  for (const { record, order } of due) {
    const rma = rmaOf(record.payload);
    const targetId = order.targetId ?? '';
    const why = whyGone(context, targetId, states.get(upperKey(targetId)));
    if (why !== undefined) {
      const message = `Return ${rma.id} of ${order.sourceId} can not be entered: ${why}.`;
      await context.ledger.decide(context.run, [{ kind: 'quarantine', key: record, reason: 'copy-gone', message }]);
      continue;
    }
    const there = attributed.get(rma.id);
    const isThere = there?.kind === 'certain';
    const one = { record, order, rma };
    const present = now.present(one, isThere);
    if (!(await isClear(context, present))) continue;
    if (isByHand(record)) {
      const linked = judgeLinked(record, {
        of: heldReturns,
        onCopy: held.filter(({ orderId }) => lowerKey(orderId) === lowerKey(targetId)),
        orderId: targetId,
        gone: 'rma-copy-gone',
        changed: 'rma-copy-changed',
        compare: (copy) => compareReturn(expectReturn(rma, rules, targetId), copy),
      });
      await context.ledger.decide(context.run, [linked]);
      continue;
    }
    if (!isThere && !(await isClear(context, await now.replacement(one, around.sku)))) continue;
    if (there?.kind === 'doubtful' && !isSaidAnother(record.acceptedAs, there.held.id)) {
      const isOurs = record.targetId !== null && there.reading !== 'foreign';
      const message = `${targetId} has a return of ${formatMoney(rma.total)} that may be this one: its reference is not the one that was sent, or it has none of ours.`;
      const reason = isOurs ? 'reference-altered' : 'may-be-there';
      await context.ledger.decide(context.run, [
        { kind: 'quarantine', key: record, reason, message, seen: mayBe([there.held.id]) },
      ]);
      continue;
    }
    const own = isThere && record.targetId !== null && bearsReference(there.held, record.targetId);
    const reference = own ? record.targetId : paymentReference(mark, rma.id);
    const username = states.get(upperKey(targetId))?.username ?? foreseenOrder(context, targetId)?.username ?? '';
    const returned: ReturnedOrder = {
      sourceId: order.sourceId,
      targetId,
      username,
      matchedAccount: (await shoppersAmong(context, [username])).has(username),
      total: order.amount ?? ZERO,
      inAccounting: isInAccounting(order.bookedOn, rules),
      alreadyCredited: credits.of(targetId, rma.id, reference),
    };
    const outcome = transformRma(rma, rules, returned, around);
    const tooMuch = outcome.kind === 'quarantine' && outcome.reason === 'credit-exceeds-order';
    const parts = isThere ? [] : comingTo(now.enteredOn(targetId, record), rma.total);
    if (parts.length > 0 && (tooMuch || (outcome.kind === 'load' && (await wasHeld(context.ledger, record))))) {
      await context.ledger.decide(context.run, [mayBeParts(one, parts)]);
      continue;
    }
    if (outcome.kind === 'load') {
      if (!isThere && isByHand(order)) {
        const message = enteredByHand(`Return ${rma.id} (${formatMoney(rma.total)})`, order);
        await context.ledger.decide(context.run, [
          { kind: 'quarantine', key: record, reason: 'copy-by-hand', message },
        ]);
        continue;
      }
      const here = entered.filter(({ orderId }) => orderId === rma.orderId);
      const exceeds = isThere ? undefined : now.exceeds(one, here);
      if (exceeds?.kind === 'decide' && parts.length > 0) {
        await context.ledger.decide(context.run, [mayBeParts(one, parts)]);
        continue;
      }
      if (exceeds !== undefined && !(await isClear(context, exceeds))) continue;
      const draft = { ...outcome.draft, expected: expectReturn(rma, rules, targetId) };
      const items: LoadItem<RmaCopy>[] = [{ key: record, targetId: reference, draft }];
      await loadInBatches(context, context.steps.of(returnSteps.add), items, {
        afterBatch: (outcomes) => stopIfAltered(context, items, outcomes),
      });
      credits.plan(targetId, reference, rma.total);
      if (!isThere) entered.push(rma);
    } else await context.ledger.decide(context.run, [{ ...outcome, key: record }]);
  }
}

function mayBeParts({ record, rma, order }: DueReturn, parts: readonly EnteredMoney[]): Decision {
  const said = mayBeMessage(`return ${rma.id} of ${formatMoney(rma.total)}`, order.targetId ?? '', parts);
  const ids = parts.map(({ id }) => id);
  const message = `${said}. If so: \`link ${rma.id} --entity rmas --as ${ids.join(',')}\`; if not: \`quarantine retry ${rma.id} --entity rmas --another\`.`;
  return { kind: 'quarantine', key: record, reason: 'may-be-there', message, seen: mayBe(ids) };
}

async function isClear({ ledger, run }: WritingRun, verdict: Verdict): Promise<boolean> {
  if (verdict.kind === 'decide') await ledger.decide(run, verdict.decisions);
  return verdict.kind === 'clear';
}

/** What is credited on the copies, as the primary has it and as this run makes it. */
class Credits {
  readonly #credits: { readonly order: string; readonly texts: readonly string[]; readonly total: Decimal }[];
  readonly #mark: string;

  /** @param mark what our references begin with: `west:` */
  constructor(held: readonly Rma[], mark: string) {
    this.#mark = mark;
    this.#credits = held.map((rma) => ({
      order: lowerKey(rma.orderId),
      texts: shownRma(rma).texts,
      total: rma.total,
    }));
  }

  /** Without this return's own copy: one that is there already does not stand against itself. */
  of(order: string, rmaId: string, reference: string): Decimal {
    const own = [
      { mark: this.#mark, id: rmaId },
      { mark: reference, id: '' },
    ];
    const others = this.#credits.filter(
      (credit) => credit.order === lowerKey(order) && readReferences(credit.texts, own) !== 'whole',
    );
    return others.reduce((sum, { total }) => add(sum, total), ZERO);
  }

  plan(order: string, reference: string, total: Decimal): void {
    this.#credits.push({ order: lowerKey(order), texts: [reference], total });
  }
}
