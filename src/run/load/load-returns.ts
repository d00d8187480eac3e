import { expectReturn } from '../../entities/return/compare.ts';
import { returnOf } from '../../entities/return/read.ts';
import { type ReturnCopy, returnSteps } from '../../entities/return/write.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Referenced } from '../../entities/writing/referenced.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { ReturnDraft } from '../../model/drafts.ts';
import type { Return } from '../../model/rma.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { WritingRun } from '../context/parts.ts';
import { freshFromNow } from '../protocol/looked.ts';
import { refuseWhileAltered } from './altered-references.ts';
import { inFreshParts } from './in-fresh-parts.ts';
import { caseOf, judgeOutcome, judgeReturn, outcomeOf, type ReturnCase, returnReference } from './judge-return.ts';
import { type OfCopiedOrder, ofCopiedOrders } from './of-copied-orders.ts';
import { withoutForeign } from './order-currencies.ts';
import type { Verdict } from './payments-now.ts';
import { readReturnEnds } from './return-ends.ts';
import { writeJudged } from './write-judged.ts';

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
  await inFreshParts(due, (left, mayBeOld) => createWhileFresh(context, store, left, mayBeOld));
}

/** What is to be entered, and those of it that the primary has already, by their references in lower case. */
interface Judged {
  readonly items: LoadItem<ReturnCopy>[];
  readonly known: Map<string, Referenced<Return>>;
}

/** @returns the source ids of those that both ends must be read for anew, since too long has passed */
async function createWhileFresh(
  context: WritingRun,
  store: StoreRun,
  due: readonly OfCopiedOrder[],
  mayBeOld: boolean,
): Promise<ReadonlySet<string>> {
  const isFresh = freshFromNow();
  const ends = await readReturnEnds(context, store, due);
  const judged: Judged = { items: [], known: new Map() };
  for (const { record, order } of due) {
    const one = caseOf(ends, { record, order, returned: returnOf(record.payload) });
    if (!(await isClear(context, await judgeReturn(one)))) continue;
    const outcome = await outcomeOf(one);
    if (!(await isClear(context, await judgeOutcome(one, outcome))) || outcome.kind !== 'load') continue;
    plan(one, outcome.draft, judged);
  }
  const { unsent } = await writeJudged(context, {
    step: context.steps.of(returnSteps.add),
    items: judged.items,
    looked: { existing: judged.known, isFresh },
    mayBeOld,
  });
  return unsent;
}

/** From now on it counts as entered for those of the same order that come after it, whichever way it goes. */
function plan(one: ReturnCase, meant: ReturnDraft, { items, known }: Judged): void {
  const { ends, record, returned, targetId, there, isThere } = one;
  const reference = returnReference(one);
  if (there?.kind === 'certain') known.set(lowerKey(reference), { kind: 'certain', existing: there.existing });
  items.push({
    key: record,
    targetId: reference,
    draft: { ...meant, expected: expectReturn(returned, ends.rules, targetId) },
  });
  // Its copy is among what the primary shows.
  if (isThere) return;
  ends.credits.plan(targetId, reference, returned.total);
  ends.entered.push(returned);
}

async function isClear({ ledger, run }: WritingRun, verdict: Verdict): Promise<boolean> {
  if (verdict.kind === 'decide') await ledger.decide(run, verdict.decisions);
  return verdict.kind === 'clear';
}
