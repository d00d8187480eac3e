import { rmaOf } from '../../extract/rmas.ts';
import type { LedgerRecord } from '../../ledger/ledger.ts';
import type { LoadItem } from '../../load/load-target.ts';
import { rmaReferenceOf } from '../../load/rmas.ts';
import type { RmaDraft } from '../../model/drafts.ts';
import { add, type Decimal, ZERO } from '../../model/money.ts';
import { paymentReference } from '../../model/payment-reference.ts';
import type { Rma } from '../../model/rma.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import { readRmasOfOrders } from '../../neto/rmas.ts';
import { targetSku } from '../../transform/product.ts';
import { type ReturnedOrder, transformRma } from '../../transform/rma.ts';
import type { RunContext, StoreRun } from './context.ts';
import { readCopyStates, whyGone } from './copies-in-primary.ts';
import { loadInBatches } from './load-in-batches.ts';
import { type OfCopiedOrder, ofCopiedOrders } from './of-copied-orders.ts';
import { withoutForeign } from './order-currencies.ts';
import { shoppersAmong } from './shopper-accounts.ts';

/** Enters staged returns on the copies of their orders, one a call; those whose order is not copied are left out or wait. */
export async function loadRmas(context: RunContext, store: StoreRun, records: readonly LedgerRecord[]): Promise<void> {
  if (records.length === 0) return;
  const currencyOf = ({ payload }: LedgerRecord): string => rmaOf(payload).currency ?? '';
  const due = await ofCopiedOrders(context, store, await withoutForeign(context, store, records, currencyOf));
  if (due.length > 0) await enter(context, store, due);
}

async function enter(context: RunContext, store: StoreRun, due: readonly OfCopiedOrder[]): Promise<void> {
  const rules = await context.asked.rules(store);
  const { paymentMethods, warehouseIds } = await context.asked.names();
  const targetIds = [...new Set(due.map(({ order }) => order.targetId ?? ''))];
  const states = await readCopyStates(context, targetIds);
  const credits = new Credits(await readRmasOfOrders(context.primary, targetIds, { signal: context.signal }));
  const around = {
    now: instantOfMilliseconds(context.now()),
    paymentMethods,
    warehouseIds,
    sku: (sourceSku: string) => targetSku(sourceSku, rules) ?? '',
  };
  for (const { record, order } of due) {
    const rma = rmaOf(record.payload);
    const targetId = order.targetId ?? '';
    const why = whyGone(context, targetId, states.get(targetId.toUpperCase()));
    if (why !== undefined) {
      const message = `Return ${rma.id} of ${order.sourceId} can not be entered: ${why}.`;
      await context.ledger.decide(context.run, [{ kind: 'quarantine', key: record, reason: 'copy-gone', message }]);
      continue;
    }
    const reference = paymentReference(rules.references.creditNote, rma.id);
    const username = states.get(targetId.toUpperCase())?.username ?? context.planned?.accountOf(targetId) ?? '';
    const returned: ReturnedOrder = {
      sourceId: order.sourceId,
      targetId,
      username,
      matchedAccount: (await shoppersAmong(context, [username])).has(username),
      total: order.amount ?? ZERO,
      alreadyCredited: credits.of(targetId, reference),
    };
    const outcome = transformRma(rma, rules, returned, around);
    if (outcome.kind === 'load') {
      const items: LoadItem<RmaDraft>[] = [{ key: record, targetId: reference, draft: outcome.draft }];
      await loadInBatches(context, context.targets.rmas, items);
      credits.plan(targetId, reference, rma.total);
    } else await context.ledger.decide(context.run, [{ ...outcome, key: record }]);
  }
}

/** What is credited on the copies, as the primary has it and as this run makes it. */
class Credits {
  readonly #credits: { readonly order: string; readonly reference: string; readonly total: Decimal }[];

  constructor(held: readonly Rma[]) {
    this.#credits = held.map((rma) => ({
      order: rma.orderId.toLowerCase(),
      reference: rmaReferenceOf(rma).toLowerCase(),
      total: rma.total,
    }));
  }

  /** Without the one of this reference: a copy that is there already does not stand against itself. */
  of(order: string, reference: string): Decimal {
    const others = this.#credits.filter(
      (credit) => credit.order === order.toLowerCase() && credit.reference !== reference.toLowerCase(),
    );
    return others.reduce((sum, { total }) => add(sum, total), ZERO);
  }

  plan(order: string, reference: string, total: Decimal): void {
    this.#credits.push({ order: order.toLowerCase(), reference: reference.toLowerCase(), total });
  }
}
