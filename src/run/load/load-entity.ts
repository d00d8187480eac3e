import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { Judgement, Judging, StagedContent } from '../../entities/definition/judging.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import { OtherSpellings } from '../../entities/writing/other-spellings.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { WritingRun } from '../context/parts.ts';
import { freshFromNow, type Looked } from '../protocol/looked.ts';
import { refuseWhileAltered, stopIfAltered } from './altered-references.ts';
import { keyAmbiguous } from './key-ambiguous.ts';
import { loadInBatches } from './load-in-batches.ts';
import { ofCopiedOrders } from './of-copied-orders.ts';

interface Staged extends StagedContent<unknown> {
  readonly record: LedgerRecord;
}

interface Judged {
  readonly items: LoadItem<unknown>[];
  readonly decisions: Decision[];
}

/**
 * Loads staged records of any entity: its definition judges them by what the primary has, and the protocol writes those
 * that are wanted. Records that share something in which the primary might take them for one are judged one after another,
 * so that the second is judged by what the first has become.
 * @throws ConsolidatorError `reference-altered` when records without a key could not be told apart
 */
export async function loadEntity(
  context: WritingRun,
  definition: EntityDefinition,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  const { judging } = definition.writes;
  if (judging === undefined) throw new RangeError(`Nothing judges ${definition.name}`);
  const staged = await readContents(context, definition, store, records);
  if (staged.length === 0) return;
  const rules = await context.lookups.rules(store);
  const spellings = new OtherSpellings();
  const asking = {
    primary: context.primary,
    signal: context.signal,
    rules,
    spellings,
    foreseen: context.destination.foreseen.bind(context.destination),
  };
  const turns = inTurns(staged, (one) => judging.likenessOf?.(one, rules) ?? []);
  if (turns.length > 1) await judging.lookUpAlike?.(staged, asking);
  for (const turn of turns) {
    const isFresh = freshFromNow();
    const known = await judging.lookUp(turn, asking);
    const judged = judgeAll(context, turn, (one) => judge(judging, one, { rules, known, spellings }));
    // Where it is not the primary that is written to, its step looks elsewhere too.
    const existing = context.destination.keeps ? judging.existing?.(known) : undefined;
    await write(context, definition, judged, existing && { existing, isFresh });
  }
}

/** Of what belongs to an order only that whose order is copied; the rest is left out, or waits. */
async function readContents(
  context: WritingRun,
  { content, belongsTo }: EntityDefinition,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<Staged[]> {
  const of = (record: LedgerRecord, copyOfParent: string | null): Staged => ({
    record,
    sourceId: record.sourceId,
    content: content.parse(JSON.parse(record.payload ?? '')),
    copyOfParent,
  });
  if (belongsTo !== 'orders') return records.map((record) => of(record, null));
  const due = await ofCopiedOrders(context, store, records);
  return due.map(({ record, order }) => of(record, order.targetId));
}

/** Those that share nothing with an earlier one come first, then those that share something with one of these, and so on. */
function inTurns<One>(all: readonly One[], likenessOf: (one: One) => readonly string[]): One[][] {
  const turns: One[][] = [];
  for (let waiting = all; waiting.length > 0; ) {
    const taken = new Set<string>();
    const now: One[] = [];
    const later: One[] = [];
    for (const one of waiting) {
      const likeness = likenessOf(one);
      (likeness.some((key) => taken.has(key)) ? later : now).push(one);
      for (const key of likeness) taken.add(key);
    }
    turns.push(now);
    waiting = later;
  }
  return turns;
}

function judge(
  judging: Judging,
  one: Staged,
  by: { readonly rules: StoreRules; readonly known: unknown; readonly spellings: OtherSpellings },
): Judgement<unknown> {
  const { rules, known, spellings } = by;
  return keyAmbiguous(judging.keyOf(one, rules), spellings) ?? judging.judge(one, rules, known);
}

function judgeAll(
  { warnings, look }: WritingRun,
  staged: readonly Staged[],
  judged: (one: Staged) => Judgement<unknown>,
): Judged {
  const items: LoadItem<unknown>[] = [];
  const decisions: Decision[] = [];
  for (const one of staged) {
    const { record: key } = one;
    const { store, entity, sourceId } = key;
    const judgement = judged(one);
    if (judgement.kind === 'write') {
      const { targetId, draft, worthALook } = judgement;
      if (worthALook !== undefined) look.note(store, worthALook, { sourceId });
      items.push({ key, targetId, draft });
    } else if (judgement.kind === 'link') {
      const { targetId, warning } = judgement;
      if (warning !== undefined) warnings.push({ store, entity, sourceId, ...warning });
      decisions.push({ kind: 'link', key, targetId });
    } else decisions.push({ ...judgement, key });
  }
  return { items, decisions };
}

async function write(
  context: WritingRun,
  { name, writes }: EntityDefinition,
  judged: Judged,
  looked: Looked<unknown> | undefined,
): Promise<void> {
  const { items, decisions } = judged;
  await context.ledger.decide(context.run, decisions);
  if (items.length === 0) return;
  const step = context.steps.of(writes.steps.add);
  if (step.keyless) await refuseWhileAltered(context, name);
  await loadInBatches(context, step, items, {
    looked,
    onWritten: ({ targetId }) => {
      if (name === 'customers') context.lookups.noteAccount(targetId);
    },
    ...(step.keyless ? { afterBatch: (outcomes) => stopIfAltered(context, items, outcomes) } : {}),
  });
}
