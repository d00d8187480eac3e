import type { LoadItem } from '../../load/load-target.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import { settleIntents } from '../settle-intents.ts';
import { type RunContext, type StoreRun, stopIfAsked } from './context.ts';
import { approveOrders } from './load-orders.ts';
import type { OrderPlan, Step } from './targets.ts';

/** As many as one look-up takes. */
const LOOK_UP = 100;

/** Finds out, by looking only, what became of writes whose outcome no earlier run has learned; then goes on with them. */
export async function settlePending(context: RunContext): Promise<void> {
  const { targets } = context;
  const steps: readonly Step<unknown>[] = [
    targets.products,
    targets.customers,
    targets.orders,
    targets.approvals,
    targets.payments,
  ] as readonly Step<unknown>[];
  for (const step of steps) await settleStep(context, step);
  for (const store of context.stores) await finishHalfway(context, store);
}

async function settleStep(context: RunContext, step: Step<unknown>): Promise<void> {
  const names = new Set(context.stores.map(({ fixed }) => fixed.store));
  const open = (await context.ledger.openIntents()).filter(
    ({ key, action, draft }) =>
      names.has(key.store) && key.entity === step.entity && action === step.action && draft !== null,
  );
  for (let start = 0; start < open.length; start += LOOK_UP) {
    stopIfAsked(context);
    const group = open.slice(start, start + LOOK_UP);
    await settleIntents({
      ledger: context.ledger,
      run: context.run,
      target: step.target,
      furtherStep: step.furtherStep,
      open: group.map((intent) => ({ intent, item: itemOf(intent.key, intent.targetId, intent.draft) })),
      settleAfterSeconds: context.pipeline.load.settleAfterSeconds,
      now: instantOfMilliseconds(context.now()),
    });
  }
}

/** Copies that were added and found right, but not approved before the run ended. */
async function finishHalfway(context: RunContext, store: StoreRun): Promise<void> {
  const halfway = await context.ledger.halfway(store.fixed.store, 'orders');
  const items = halfway.map(({ record, draft }) => itemOf<OrderPlan>(record, record.targetId ?? '', draft));
  await approveOrders(context, items);
}

/** The ledger keeps what this program wrote there itself. */
function itemOf<Draft>(key: LoadItem<Draft>['key'], targetId: string, draft: string | null): LoadItem<Draft> {
  return { key, targetId, draft: JSON.parse(draft ?? 'null') as Draft };
}
