import { expectReturn } from '../../entities/return/compare.ts';
import { returnOf } from '../../entities/return/read.ts';
import { type ReturnCopy, returnSteps } from '../../entities/return/write.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { ReturnDraft } from '../../model/drafts.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { WritingRun } from '../context/parts.ts';
import { refuseWhileAltered, stopIfAltered } from './altered-references.ts';
import { caseOf, judgeOutcome, judgeReturn, outcomeOf, type ReturnCase, returnReference } from './judge-return.ts';
import { loadInBatches } from './load-in-batches.ts';
import { ofCopiedOrders } from './of-copied-orders.ts';
import { withoutForeign } from './order-currencies.ts';
import type { Verdict } from './payments-now.ts';
import { readReturnEnds } from './return-ends.ts';

/** Enters staged returns on the copies of their orders, one a call; those whose order is not copied are left out or wait. */
export async function loadReturns(
  context: WritingRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const currencyOf = ({ payload }: LedgerRecord): string => returnOf(payload).currency ?? '';
  const due = await ofCopiedOrders(context, store, await withoutForeign(context, store, records, currencyOf));
  if (due.length === 0) return;
  await refuseWhileAltered(context, 'rmas');
  const ends = await readReturnEnds(context, store, due);
  for (const { record, order } of due) {
    const one = caseOf(ends, { record, order, returned: returnOf(record.payload) });
    if (!(await isClear(context, await judgeReturn(one)))) continue;
    const outcome = await outcomeOf(one);
    if (!(await isClear(context, await judgeOutcome(one, outcome))) || outcome.kind !== 'load') continue;
    await createReturn(context, one, outcome.draft);
  }
}

/** Before the next is judged: what it comes to counts for those of the same order. */
async function createReturn(context: WritingRun, one: ReturnCase, meant: ReturnDraft): Promise<void> {
  const { ends, record, returned, targetId, isThere } = one;
  const reference = returnReference(one);
  const draft = { ...meant, expected: expectReturn(returned, ends.rules, targetId) };
  const items: LoadItem<ReturnCopy>[] = [{ key: record, targetId: reference, draft }];
  await loadInBatches(context, context.steps.of(returnSteps.add), items, {
    afterBatch: (outcomes) => stopIfAltered(context, items, outcomes),
  });
  ends.credits.plan(targetId, reference, returned.total);
  if (!isThere) ends.entered.push(returned);
}

async function isClear({ ledger, run }: WritingRun, verdict: Verdict): Promise<boolean> {
  if (verdict.kind === 'decide') await ledger.decide(run, verdict.decisions);
  return verdict.kind === 'clear';
}
