import { targetSku } from '../../entities/product/transform.ts';
import { rmaOf } from '../../entities/return/read.ts';
import type { RmaContext } from '../../entities/return/transform.ts';
import { shownRma } from '../../entities/return/write.ts';
import type { Rma } from '../../model/rma.ts';
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
  readonly held: readonly Rma[];
  /** Which of them is which, by source id. */
  readonly attributed: ReadonlyMap<string, Attributed<Rma>>;
  /** The copies themselves, by their ids in upper case. */
  readonly states: ReadonlyMap<string, CopyState>;
  readonly around: RmaContext;
  /** Entered in this run; grows. */
  readonly entered: Rma[];
}

/** @throws ConsolidatorError where either end can't be read */
export async function readReturnEnds(
  context: WritingRun,
  store: StoreRun,
  due: readonly OfCopiedOrder[],
): Promise<ReturnEnds> {
  const rules = await context.asked.rules(store);
  const { paymentMethods, warehouseIds } = await context.asked.names();
  const targetIds = [...new Set(due.map(({ order }) => order.targetId ?? ''))];
  const states = await readCopyStates(context, targetIds);
  const { creditNote: mark } = rules.references;
  const held = await returnsNow(context, targetIds);
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
  return {
    context,
    rules,
    now: await ReturnsNow.read(context, store, rules, due, held),
    credits: new Credits(held, mark),
    held,
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
