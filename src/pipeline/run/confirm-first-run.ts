import { ConsolidatorError } from '../../model/errors.ts';
import { judgeOrder } from '../../transform/judge-order.ts';
import type { RunContext, StoreRun } from './context.ts';
import { stagedOrders } from './staged-orders.ts';

/** A first run beyond this is looked at by a person before it writes anything. */
const UNASKED = 200;

/** Whether some store has not been copied from yet, so that its first run is to be confirmed. */
export async function isFirstRun({ ledger, stores }: RunContext): Promise<boolean> {
  for (const { fixed } of stores) if (!(await ledger.hasCopies(fixed.store, 'orders'))) return true;
  return false;
}

/** @throws ConsolidatorError `first-run-unconfirmed` when the staged orders of stores never copied from are too many */
export async function confirmFirstRun(context: RunContext): Promise<void> {
  const counts: [string, number][] = [];
  for (const store of context.stores) {
    if (await context.ledger.hasCopies(store.fixed.store, 'orders')) continue;
    counts.push([store.fixed.store, await countWanted(context, store)]);
  }
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total <= UNASKED) return;
  const each = counts.map(([store, count]) => `${store} ${count}`).join(', ');
  throw new ConsolidatorError(
    'first-run-unconfirmed',
    `This first run would create about ${total} orders in the primary (${each}). Nothing was written. Look at \`plan\`, then run again with --yes.`,
  );
}

async function countWanted(context: RunContext, store: StoreRun): Promise<number> {
  let wanted = 0;
  for await (const page of stagedOrders(context, store)) {
    wanted += page.filter(({ order }) => judgeOrder(order, store.fixed).kind === 'wanted').length;
  }
  return wanted;
}
