import type { RecordKey } from '../../model/entities.ts';
import { Turns } from '../../model/turns.ts';
import type { Ledger } from '../ledger.ts';
import type { DecidedRecord, DecisionAct, FoundInstead, TakenOutcome, TakenRecord } from '../person-decision.ts';
import type { RecordState } from '../record-state.ts';
import { BY_A_PERSON } from '../run-entry.ts';
import { seenAs } from '../seen-as.ts';
import type { NoteChange } from '../storage/storage.ts';
import type { Answer } from '../transitions/event.ts';
import { withReason } from '../with-reason.ts';
import { eventOf, keysOf } from './change-records.ts';
import { nameOf } from './record-names.ts';
import type { Steps } from './steps.ts';
import { DECISIONS, decisionNoteSchema, isTaken, takenBefore, takenName, takenOf } from './taken-before.ts';
import { viewOf } from './view.ts';
import { Workspace } from './workspace.ts';

export type DecisionVerbs = Pick<
  Ledger,
  'takeDecision' | 'noteDecided' | 'takenDecision' | 'isTakenDecision' | 'forgetDecisionsBefore'
>;

export function decisionVerbs(steps: Steps): DecisionVerbs {
  const { storage } = steps;
  return {
    takeDecision: async ({ id, who, act, countIn }) => {
      const { result } = await steps.changes(async () => {
        const at = steps.now();
        const earlierOnes = await takenOf(storage, id, act.records.map(keyOf));
        const before = new Map(earlierOnes.map((one) => [nameOf(one.key), one.outcome]));
        const work = new Workspace(storage, { run: BY_A_PERSON, at, who }, countIn);
        await fetchAll(work, act);
        const taken = act.records.map((record): TakenRecord & { readonly isNew: boolean } => {
          const key = keyOf(record);
          const earlier = before.get(nameOf(key));
          return { key, outcome: earlier ?? take(work, act, record), isNew: earlier === undefined };
        });
        const notes = taken.flatMap(({ key, outcome, isNew }): NoteChange[] => {
          if (!isNew || outcome.kind === 'waits') return [];
          return [
            { scope: DECISIONS, name: takenName(id, key), label: id, value: JSON.stringify({ at, key, outcome }) },
          ];
        });
        const result = taken.map(({ key, outcome }) => ({ key, outcome }));
        return { result, changes: { ...(await work.changes()), notes } };
      });
      return result;
    },
    noteDecided: async ({ id, at = steps.now(), who, event, store = '', targetId = '', change, reason }) => {
      await steps.changes(async () => {
        if (id !== undefined && (await isTaken(storage, id))) return { result: undefined, changes: {} };
        const key = { store, entity: 'orders', sourceId: targetId } as const;
        const entry = { at, run: BY_A_PERSON, event, detail: withReason(change, reason), who };
        const outcome = { kind: 'taken', answer: 'done' } as const;
        const value = JSON.stringify({ at, key, outcome });
        const notes = id === undefined ? [] : [{ scope: DECISIONS, name: takenName(id, key), label: id, value }];
        return { result: undefined, changes: { audit: [{ key, entry }], notes } };
      });
    },
    takenDecision: (id) => takenBefore(storage, id),
    isTakenDecision: (id) => isTaken(storage, id),
    forgetDecisionsBefore: async (moment) => {
      await steps.changes(async () => {
        const notes: NoteChange[] = [];
        await new Turns().each(await storage.notes({ scope: DECISIONS }), ({ name, value }) => {
          if (decisionNoteSchema.parse(JSON.parse(value)).at < moment)
            notes.push({ scope: DECISIONS, name, value: null });
        });
        return { result: undefined, changes: { notes } };
      });
    },
  };
}

async function fetchAll(work: Workspace, act: DecisionAct): Promise<void> {
  await work.fetch(act.records.map(keyOf));
  if (act.kind !== 'link') return;
  await work.fetch([...act.links.map(({ key }) => key), ...act.then.flatMap(keysOf)]);
  await work.fetchOwners(act.links.map(({ key, targetId }) => ({ entity: key.entity, targetId })));
}

function take(work: Workspace, act: DecisionAct, record: DecidedRecord): TakenOutcome {
  const key = keyOf(record);
  const now = work.find(key);
  if (now?.state === 'writing' || (now?.state === 'staged' && act.kind !== 'link')) return { kind: 'waits' };
  if (now === undefined || seenAs(viewOf(now)) !== record.seen)
    return { kind: 'refused', why: 'changed', found: foundOf(now) };
  const answer = happen(work, act, record);
  if (answer === 'not-retryable' || answer === 'not-acceptable')
    return { kind: 'refused', why: answer, found: foundOf(now) };
  if (answer === 'not-held' || answer === 'not-done') return { kind: 'refused', why: 'changed', found: foundOf(now) };
  return { kind: 'taken', answer };
}

function happen(work: Workspace, act: DecisionAct, record: DecidedRecord): Answer {
  const key = keyOf(record);
  switch (act.kind) {
    case 'retry':
      return work.happen(key, { kind: 'retried', another: act.another, why: record.why });
    case 'drop':
      return work.happen(key, { kind: 'dropped', note: record.why });
    case 'accept': {
      const answer = work.happen(key, { kind: 'accepted', why: record.why });
      const left = act.records.find((one) => nameOf(one) === nameOf(key))?.left ?? [];
      if (answer === 'settled' && left.length > 0) work.happen(key, { kind: 'viewed', viewer: 'proof', seen: left });
      return answer;
    }
    case 'link':
      for (const link of act.links)
        work.happen(link.key, { kind: 'linked-by-hand', link: { ...link, reason: record.why } });
      for (const decision of act.then) work.happen(decision.key, eventOf(decision));
      return 'done';
  }
}

function foundOf(record: RecordState | undefined): FoundInstead | null {
  if (record === undefined) return null;
  const { state, reason, targetId } = viewOf(record);
  return { state, reason, targetId };
}

function keyOf({ store, entity, sourceId }: RecordKey): RecordKey {
  return { store, entity, sourceId };
}
