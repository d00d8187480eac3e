import type { RecordKey } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { Decision } from '../decision.ts';
import type { IntentRequest, SettledWrite, Settlement, WithoutIntent } from '../intent.ts';
import type { Ledger } from '../ledger.ts';
import type { RecordState } from '../record-state.ts';
import type { RecordFilter } from '../storage/record-query.ts';
import type { StoredIntent } from '../storage/storage.ts';
import type { Answer, RecordEvent } from '../transitions/event.ts';
import { keyOf } from '../transitions/parts.ts';
import { CHANGED_AFTER_DROP } from '../transitions/what-can-be-done.ts';
import { hasVersion, isAsJudged } from './as-judged.ts';
import type { Steps } from './steps.ts';
import type { Workspace } from './workspace.ts';

export type RecordChanges = Pick<
  Ledger,
  | 'stagePage'
  | 'decide'
  | 'recordIntents'
  | 'settle'
  | 'settleAtOnce'
  | 'restage'
  | 'retry'
  | 'accept'
  | 'drop'
  | 'purge'
  | 'forget'
  | 'adopt'
  | 'linkByHand'
  | 'closeStore'
  | 'noteAccepted'
  | 'replaceSnapshot'
  | 'noteLookUps'
  | 'noteRefusal'
>;

export function changeRecords(steps: Steps): RecordChanges {
  const happen = (run: number, key: RecordKey, event: RecordEvent): Promise<Answer> =>
    steps.records(run, async (work) => {
      await work.fetch([key]);
      return work.happen(key, event);
    });
  return {
    stagePage: ({ run, store, entity, rules, records }, when) =>
      steps.records(
        run,
        async (work) => {
          const keys = records.map(({ sourceId }) => ({ store, entity, sourceId }));
          await work.fetch(keys);
          for (const read of records)
            work.happen({ store, entity, sourceId: read.sourceId }, { kind: 'read', read, rules });
        },
        when,
      ),
    decide: (run, decisions) =>
      steps.records(run, async (work) => {
        await work.fetch(decisions.flatMap(keysOf));
        // They were made of one look, so what one of them makes of a record is none that another has missed.
        const fitting = decisions.filter((decision) => isAsJudged(work, decision));
        for (const decision of fitting) work.happen(decision.key, eventOf(decision));
      }),
    recordIntents: async (run, intents) => {
      const recorded = await steps.recordsAndIntents(run, async (work) => {
        await work.fetch(intents.map(({ key }) => key));
        await work.fetchOwners(intents.map(({ key, targetId }) => ({ entity: key.entity, targetId })));
        work.takeIntents(await steps.storage.intents({ openOf: intents.map(({ key }) => key) }));
        const made = intents.filter((one) => isOfVersion(work.find(one.key), one));
        for (const { key, action, targetId, draft = null } of made) {
          const isOpen = work.intentsOf(key).some((one) => one.action === action);
          if (isOpen || work.hasNewIntent(key, action)) throw openAlready(key, action);
          work.happen(key, { kind: 'intended', action, targetId });
          work.addIntent({ run, key, action, targetId, at: work.occasion.at, draft });
        }
        return new Set(made);
      });
      const ids = [...recorded.intents];
      return intents.map((one) => (recorded.result.has(one) ? (ids.shift() ?? 0) : 0));
    },
    settle: (run, settlements, when) => steps.records(run, (work) => settle(steps, work, settlements), when),
    settleAtOnce: (run, writes) => steps.records(run, (work) => settleAtOnce(steps, work, writes)),
    restage: (run, store, rules) => steps.records(run, (work) => restage(steps, work, store, rules)),
    // Each event of a person has answers of its own.
    retry: async (run, key, another = false) =>
      (await happen(run, key, { kind: 'retried', another })) as Awaited<ReturnType<Ledger['retry']>>,
    accept: async (run, key, why) =>
      (await happen(run, key, { kind: 'accepted', why })) as Awaited<ReturnType<Ledger['accept']>>,
    drop: async (run, key, note) => (await happen(run, key, { kind: 'dropped', note })) === 'done',
    purge: (run, before) =>
      steps.records(run, async (work) => {
        const filter: RecordFilter = { states: ['quarantined'], content: 'whole', quarantinedBefore: before };
        return happenToAll(steps, work, [filter], () => ({ kind: 'purged' }));
      }),
    forget: (run, records) =>
      steps.records(run, async (work) => {
        await work.fetch(records.map(({ key }) => key));
        return records.filter(({ key, isNamed }) => work.happen(key, { kind: 'forgotten', isNamed }) === 'done').length;
      }),
    adopt: (run, adoptions) =>
      steps.records(run, async (work) => {
        await work.fetch(adoptions.map(({ key }) => key));
        await work.fetchOwners(adoptions.map(({ key, targetId }) => ({ entity: key.entity, targetId })));
        const answers = adoptions.map(({ key, targetId, isLess }) =>
          work.happen(key, { kind: 'adopted', targetId, isLess }),
        );
        return answers.filter((answer) => answer === 'done').length;
      }),
    linkByHand: (run, links) =>
      steps.records(run, async (work) => {
        await work.fetch(links.map(({ key }) => key));
        await work.fetchOwners(links.map(({ key, targetId }) => ({ entity: key.entity, targetId })));
        for (const link of links) work.happen(link.key, { kind: 'linked-by-hand', link });
      }),
    closeStore: (run, store) =>
      steps.records(run, async (work) => {
        const staged = await steps.storage.records({ anyOf: [{ store, states: ['staged'] }] });
        await work.fetchAll(staged);
        for (const { value } of staged) work.happen(keyOf(value), { kind: 'store-closed' });
        const leftOut = staged.filter(({ value }) => value.targetId === null).length;
        return { leftOut, unchanged: staged.length - leftOut };
      }),
    noteAccepted: async (key, viewer, seen) => {
      await happen(0, key, { kind: 'viewed', viewer, seen });
    },
    replaceSnapshot: async (key, before, after) => {
      await happen(0, key, { kind: 'snapshot-replaced', before, after });
    },
    noteLookUps: (ids, storeTime = null) =>
      changeOpen(steps, ids, (intent) => {
        const at = steps.now();
        const there = storeTime === null ? intent.firstLookUpThere : earlier(intent.firstLookUpThere, storeTime);
        return {
          ...intent,
          ...{ lookUps: intent.lookUps + 1, firstLookUp: earlier(intent.firstLookUp, at), lastLookUp: at },
          firstLookUpThere: there,
        };
      }),
    noteRefusal: (ids, words) => changeOpen(steps, ids, (intent) => ({ ...intent, refusal: words })),
  };
}

function earlier<T extends string>(one: T | null, other: T): T {
  return one !== null && one < other ? one : other;
}

/** What is being written already is read again once that is settled (`readWhileWriting`). */
function isOfVersion(record: RecordState | undefined, { madeOf }: Pick<IntentRequest, 'madeOf'>): boolean {
  return madeOf === undefined || record?.state !== 'staged' || hasVersion(record, madeOf);
}

function openAlready({ store, entity, sourceId }: RecordKey, action: string): ConsolidatorError {
  return new ConsolidatorError('internal', `${store} ${entity} ${sourceId} has an open intent "${action}" already.`);
}

/** Those that are not open any more stay as they are. */
async function changeOpen(
  steps: Steps,
  ids: readonly number[],
  change: (intent: StoredIntent) => StoredIntent,
): Promise<void> {
  if (ids.length === 0) return;
  await steps.changes(async () => {
    const intents = (await steps.storage.intents({ ids })).filter(({ value }) => value.outcome === null);
    const changed = intents.map(({ revision, value }) => ({
      ...{ revision, value: change(value), draftBefore: value.draft },
    }));
    return { result: undefined, changes: { intents: changed } };
  });
}

/** Of whom it speaks. */
export function keysOf(decision: Decision): RecordKey[] {
  if (decision.kind === 'link' && decision.insteadOf !== undefined) return [decision.key, decision.insteadOf];
  if (decision.kind === 'keyed-anew' && decision.before !== null) return [decision.key, decision.before];
  return [decision.key];
}

export function eventOf(decision: Decision): RecordEvent {
  switch (decision.kind) {
    case 'keep':
      return { kind: 'kept' };
    case 'shown':
      return { kind: 'shown', shows: decision.shows };
    case 'link': {
      const { targetId, insteadOf } = decision;
      return insteadOf === undefined ? { kind: 'linked', targetId } : { kind: 'linked-instead', targetId, insteadOf };
    }
    case 'keyed-anew':
      return { kind: 'keyed-anew', targetId: decision.targetId, before: decision.before };
    case 'skip':
      return { kind: 'left-out', reason: decision.reason, message: decision.message };
    case 'quarantine':
      return { ...decision, kind: 'quarantined' };
  }
}

/** Closes intents and moves their records on, in the same step. */
async function settle(steps: Steps, work: Workspace, settlements: readonly Settlement[]): Promise<void> {
  const intents = await steps.storage.intents({ ofThoseWith: settlements.map(({ intent }) => intent) });
  work.takeIntents(intents);
  await work.fetch(intents.map(({ value }) => value.key));
  for (const settlement of settlements) {
    const intent = work.intent(settlement.intent);
    if (intent === undefined || intent.outcome !== null)
      throw new ConsolidatorError('internal', `Intent ${settlement.intent} is not open.`);
    const hasEarlierStep = work.intentsOf(intent.key).some((one) => one.outcome === 'step-done' && one.draft !== null);
    // What is to be done again needs no draft of before.
    const draft = settlement.kind === 'absent' && hasEarlierStep ? null : intent.draft;
    work.changeIntent({ ...intent, outcome: settlement.kind, draft });
    work.happen(intent.key, eventOfSettlement(settlement, intent, hasEarlierStep));
  }
}

/** All that an intent and its settlement make of the records, in one step; no intent is left behind. */
async function settleAtOnce(steps: Steps, work: Workspace, writes: readonly SettledWrite[]): Promise<void> {
  const intents = writes.map(({ intent }) => intent);
  await work.fetch(intents.map(({ key }) => key));
  await work.fetchOwners(intents.map(({ key, targetId }) => ({ entity: key.entity, targetId })));
  const begun = intents.map(({ key }) => key).filter((key) => work.find(key)?.state === 'writing');
  if (begun.length > 0) work.takeIntents(await steps.storage.intents({ openOf: begun }));
  for (const { intent, settlement } of writes) {
    const { key, action, targetId } = intent;
    if (work.intentsOf(key).some((one) => one.action === action)) throw openAlready(key, action);
    work.happen(key, { kind: 'intended', action, targetId });
    work.happen(key, eventOfSettlement(settlement, intent, false));
  }
}

function eventOfSettlement(
  settlement: WithoutIntent<Settlement>,
  { action }: Pick<StoredIntent, 'action'>,
  hasEarlierStep: boolean,
): RecordEvent {
  switch (settlement.kind) {
    case 'step-done':
      return { kind: 'step-done', action, shows: settlement.shows };
    case 'loaded':
      return { kind: 'written', outcome: settlement.outcome };
    case 'absent':
      return { kind: 'absent', action, hasEarlierStep };
    case 'quarantine': {
      const { reason, message, difference, seen, unwritten = false } = settlement;
      return { kind: 'unfit', reason, message, difference, seen, unwritten };
    }
  }
}

/** What waits for others: of payments also the sum that a file names, until the copy has its parts. */
async function restage(steps: Steps, work: Workspace, store: string, rules: string): Promise<number> {
  const waiting: RecordFilter = { store, states: ['quarantined'], content: 'whole' };
  const undelivered: RecordFilter = { store, states: ['staged'], content: 'undelivered' };
  await happenToAll(steps, work, [undelivered], () => ({ kind: 'restaged', rules }));
  const again = (): RecordEvent => ({ kind: 'restaged', rules });
  const restaged = await happenToAll(
    steps,
    work,
    [
      { ...waiting, hasTarget: false, reasons: ['waits-for', 'in-export-batch'] },
      { ...waiting, hasTarget: false, notReadUnder: rules, otherReasonsThan: [CHANGED_AFTER_DROP] },
    ],
    again,
  );
  const sums = await happenToAll(steps, work, [{ ...waiting, reasons: OF_SUMS }], (record) =>
    isOfSum(record) ? again() : undefined,
  );
  return restaged + sums;
}

const OF_SUMS = ['may-be-there', 'payment-changed-after-copy'] as const;

function isOfSum({ sourceId }: RecordState): boolean {
  return sourceId.startsWith(FROM_FILE);
}

/** @returns to how many something happened */
async function happenToAll(
  steps: Steps,
  work: Workspace,
  anyOf: readonly RecordFilter[],
  event: (record: RecordState) => RecordEvent | undefined,
): Promise<number> {
  const found = await steps.storage.records({ anyOf });
  await work.fetchAll(found);
  let count = 0;
  for (const { value } of found) {
    const what = event(value);
    if (what === undefined) continue;
    count += work.happen(keyOf(value), what) === 'done' ? 1 : 0;
  }
  return count;
}
