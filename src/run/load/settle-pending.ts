import { type OrderWrite, orderSteps } from '../../entities/order/write/steps.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { OpenIntent } from '../../ledger/intent.ts';
import { lowerKey } from '../../model/text-key.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { stopIfAsked } from '../context/context.ts';
import { eachAlone, faultOf } from '../context/one-record.ts';
import type { OrderRun } from '../context/parts.ts';
import type { LoadOutcomes } from '../protocol/batch.ts';
import { mismatch } from '../protocol/mismatch.ts';
import { settleIntents } from '../protocol/settle-intents.ts';
import type { Step } from '../protocol/steps.ts';
import { approveOrders } from './load-orders.ts';

/** As many as one look-up takes. */
const LOOK_UP = 100;

/**
 * Finds out, by looking only, what became of writes whose outcome is unknown; then goes on with what was left in the middle.
 * @returns how many of them are settled now
 */
export async function settlePending(context: OrderRun): Promise<number> {
  let settled = 0;
  // No step begins a write here, so where none is open none will be.
  const isOpen = (await openIntents(context)).length > 0;
  for (const step of isOpen ? context.steps.all : []) settled += await settleStep(context, step);
  for (const store of context.stores) settled += await finishHalfway(context, store);
  return settled;
}

/** Writes of this run's stores whose outcome is unknown. */
export async function openIntents({ ledger, stores }: OrderRun): Promise<OpenIntent[]> {
  const names = new Set(stores.map(({ fixed }) => fixed.store));
  return (await ledger.openIntents()).filter(({ key, draft }) => names.has(key.store) && draft !== null);
}

async function settleStep(context: OrderRun, step: Step): Promise<number> {
  const open = await openOf(context, step);
  for (let start = 0; start < open.length; start += LOOK_UP) {
    stopIfAsked(context);
    const group = open.slice(start, start + LOOK_UP);
    const outcomes: LoadOutcomes = new Map();
    await eachAlone(
      group,
      async (some) => {
        for (const [id, outcome] of await settle(context, step, some)) outcomes.set(id, outcome);
      },
      async ({ id: intent, key }, error) => {
        const settlement = {
          kind: 'quarantine',
          intent,
          reason: 'record-failed',
          message: faultOf(key, error),
        } as const;
        await context.ledger.settle(context.run, [settlement]);
        outcomes.set(key.sourceId, 'quarantined');
      },
    );
    for (const { key } of group) {
      if (outcomes.get(key.sourceId) === 'done') await context.canaries.prove(key.store, step);
    }
  }
  if (open.length === 0) return 0;
  // What is proven not to be there is settled too: it is staged, and may be written again at once.
  const still = new Set((await openOf(context, step)).map(({ id }) => id));
  return open.filter(({ id }) => !still.has(id)).length;
}

async function openOf(context: OrderRun, { entity, action }: Step): Promise<OpenIntent[]> {
  return (await openIntents(context)).filter((intent) => intent.key.entity === entity && intent.action === action);
}

function settle(context: OrderRun, step: Step, open: readonly OpenIntent[]): Promise<LoadOutcomes> {
  return settleIntents({
    ...step,
    ledger: context.ledger,
    run: context.run,
    note: context.compared.note,
    open: open.map((intent) => ({ intent, item: itemOf(intent.key, intent.targetId, intent.draft) })),
    settleAfterSeconds: context.pipeline.load.settleAfterSeconds,
    notAbsentBefore: context.notAbsentBefore,
    now: instantOfMilliseconds(context.now()),
    storeTime: context.primaryTime.now(),
  });
}

/** Copies that were added and found right, but not approved before the run ended. */
async function finishHalfway(context: OrderRun, store: StoreRun): Promise<number> {
  const partiallyLoaded = await context.ledger.partiallyLoaded(store.fixed.store, 'orders');
  const items = partiallyLoaded.map(({ record, draft }) => itemOf<OrderWrite>(record, record.targetId ?? '', draft));
  let settled = 0;
  await eachAlone(
    items,
    async (some) => {
      const fit = await stillFit(context, some);
      const approved = [...(await approveOrders(context, fit)).values()].filter((outcome) => outcome !== 'pending');
      settled += some.length - fit.length + approved.length;
    },
    async ({ key }, error) => {
      const message = faultOf(key, error);
      await context.ledger.decide(context.run, [{ kind: 'quarantine', key, reason: 'record-failed', message }]);
      settled += 1;
    },
    async (some) => {
      const now = await context.ledger.partiallyLoaded(store.fixed.store, 'orders');
      const ids = new Set(now.map(({ record }) => record.sourceId));
      return some.filter(({ key }) => ids.has(key.sourceId));
    },
  );
  return settled;
}

/** Much may have happened to a copy since its run ended: only one that still is what was meant may be approved. */
async function stillFit(
  { ledger, run, steps, compared }: OrderRun,
  items: readonly LoadItem<OrderWrite>[],
): Promise<LoadItem<OrderWrite>[]> {
  if (items.length === 0) return [];
  const { target } = steps.of(orderSteps.add);
  const existing = await target.lookUp(items);
  const fit: LoadItem<OrderWrite>[] = [];
  for (const item of items) {
    const copy = existing.get(lowerKey(item.targetId));
    const mismatched = copy === undefined ? undefined : mismatch(target, item, copy, { note: compared.note });
    if (mismatched === undefined) fit.push(item);
    else {
      const { reason, message, difference } = mismatched;
      await ledger.decide(run, [{ kind: 'quarantine', key: item.key, reason, message, difference }]);
    }
  }
  return fit;
}

/** The ledger keeps what this program wrote there itself. */
function itemOf<Draft>(key: LoadItem<Draft>['key'], targetId: string, draft: string | null): LoadItem<Draft> {
  return { key, targetId, draft: JSON.parse(draft ?? 'null') as Draft };
}
