import { targetSku } from '../../entities/product/transform.ts';
import { returnOf } from '../../entities/return/read.ts';
import type { ReturnContext } from '../../entities/return/transform.ts';
import { shownReturn } from '../../entities/return/write.ts';
import type { Return } from '../../model/rma.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { WritingRun } from '../context/parts.ts';
import { type Attributed, attributeCopies } from '../copies/attribute-copies.ts';
import { type CopyState, readCopyStates } from '../copies/copies-in-primary.ts';
import { returnsNow } from '../copies/orders-now.ts';
import { Credits } from './credits.ts';
import type { OfCopiedOrder } from './of-copied-orders.ts';
import { ReturnsNow } from './returns-now.ts';

/** All that returns of one store are judged by: both ends as they stand now. */
export interface ReturnEnds {
  readonly context: WritingRun;
  readonly rules: StoreRules;
  readonly now: ReturnsNow;
  readonly credits: Credits;
  /** What the primary has on the copies. */
  readonly existing: readonly Return[];
  /** Which of them is which, by source id. */
  readonly attributed: ReadonlyMap<string, Attributed<Return>>;
  /** The copies themselves, by their ids in upper case. */
  readonly states: ReadonlyMap<string, CopyState>;
  readonly around: ReturnContext;
  /** Entered in this run; grows. */
  readonly entered: Return[];
}

/** @throws ConsolidatorError where either end can't be read */
export async function readReturnEnds(
  context: WritingRun,
  store: StoreRun,
  due: readonly OfCopiedOrder[],
): Promise<ReturnEnds> {
  const rules = await context.lookups.rules(store);
  const { paymentMethods, warehouseIds } = await context.lookups.names();
  const targetIds = [...new Set(due.map(({ order }) => order.targetId ?? ''))];
  const states = await readCopyStates(context, targetIds);
  const { creditNote: referencePrefix } = rules.references;
  const existing = await returnsNow(context, targetIds);
  const attributed = await attributeCopies(context, store, {
    entity: 'rmas',
    referencePrefixes: [referencePrefix],
    shown: existing.map(shownReturn),
    due: due.map(({ record, order }) => ({
      record,
      orderId: order.targetId ?? '',
      amount: returnOf(record.payload).total,
    })),
  });
  return {
    context,
    rules,
    now: await ReturnsNow.read(context, store, rules, due, existing),
    credits: new Credits(existing, referencePrefix),
    existing,
    attributed,
    states,
    around: {
      now: instantOfMilliseconds(context.now()),
      paymentMethods,
      warehouseIds,
      sku: (sourceSku) => targetSku(sourceSku, rules) ?? '',
    },
    entered: [],
  };
}
