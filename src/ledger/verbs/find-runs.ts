import { z } from 'zod';
import type { EntityName } from '../../model/entities.ts';
import { add, decimal, isZero, multiply, ZERO } from '../../model/money.ts';
import type { Ledger } from '../ledger.ts';
import type { Counts, RunPart } from '../run-entry.ts';
import type { RecordFilter } from '../storage/record-query.ts';
import type { LedgerStorage, RunGroup } from '../storage/storage.ts';
import { REPLACED } from '../transitions/what-can-be-done.ts';
import { filtersOf } from './record-names.ts';
import { acceptedIn, viewOf } from './view.ts';

type Found = Pick<
  Ledger,
  | 'runs'
  | 'lastWholeRun'
  | 'counts'
  | 'partsOfRun'
  | 'recordsOfRun'
  | 'idsOfRun'
  | 'readBy'
  | 'standing'
  | 'writtenAgain'
  | 'recordsWithIntents'
  | 'partiallyLoaded'
  | 'openIntents'
  | 'history'
  | 'histories'
  | 'decisions'
>;

/** What a person did with what is personal in the ledger. */
const NO_DECISIONS: readonly string[] = ['purged'];

const NONE: Counts = { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, quarantined: 0, pending: 0 };

export function findRuns(storage: LedgerStorage): Found {
  return {
    runs: (limit, before) => storage.runs({ limit, ...(before === undefined ? {} : { before }) }),
    lastWholeRun: (store) => lastWholeRun(storage, store),
    counts: async (run) => countsOf(await storage.groupsOfRun(run)),
    partsOfRun: async (run) => partsOf(await storage.groupsOfRun(run)),
    recordsOfRun: async (run, part, limit) =>
      (await storage.records({ anyOf: [ofPart(run, part)], limit })).map(({ value }) => viewOf(value)),
    idsOfRun: (run, part) => storage.sourceIds({ anyOf: [ofPart(run, part)] }),
    async readBy(run, store, entity, sourceIds) {
      const keys = sourceIds.map((sourceId) => ({ store, entity, sourceId }));
      return new Set((await storage.outcomes(run, keys)).map(({ key }) => key.sourceId));
    },
    standing: () => storage.countByState(),
    async writtenAgain(store, entity, since) {
      const intents = await storage.intents({ store, entity, outcome: 'absent', since });
      const records = await storage.records({ anyOf: filtersOf(intents.map(({ value }) => value.key)) });
      return records
        .map(({ value }) => viewOf(value))
        .filter(({ targetId, reason }) => targetId !== null || reason === REPLACED);
    },
    async recordsWithIntents(run) {
      const intents = await storage.intents({ run });
      const records = await storage.records({ anyOf: filtersOf(intents.map(({ value }) => value.key)) });
      return records.map(({ value }) => viewOf(value));
    },
    partiallyLoaded: (store, entity) => partiallyLoaded(storage, store, entity),
    openIntents: async () =>
      (await storage.intents({ open: true })).map(({ value: { run: _, outcome: __, ...open } }) => open),
    history: async (key) => (await storage.history([key])).map(({ entry }) => entry),
    decisions: async (limit) =>
      (await storage.decisions(limit)).filter(({ entry: { event } }) => !NO_DECISIONS.includes(event)),
    async histories(store, entity, sourceIds) {
      const keys = [...new Set(sourceIds)].map((sourceId) => ({ store, entity, sourceId }));
      const told = Map.groupBy(await storage.history(keys), ({ key }) => key.sourceId);
      return new Map([...told].map(([sourceId, some]) => [sourceId, some.map(({ entry }) => entry)]));
    },
  };
}

function ofPart(run: number, { store, entity, outcome }: Parameters<Ledger['idsOfRun']>[1]): RecordFilter {
  return { store, entity, inRun: { run, outcome: outcome === 'pending' ? null : outcome } };
}

/**
 * A run's counts over distinct ids. `read` is counted by itself, not summed up from the rest, so that
 * `read = created + updated + unchanged + skipped + quarantined + pending` is a check and no definition.
 */
function countsOf(groups: readonly RunGroup[]): Map<string, Map<EntityName, Counts>> {
  const stores = new Map<string, Map<EntityName, Counts>>();
  for (const { store, entity, outcome, count } of groups) {
    const entities = stores.get(store) ?? new Map<EntityName, Counts>();
    stores.set(store, entities);
    const before = entities.get(entity) ?? NONE;
    const name = outcome ?? 'pending';
    entities.set(entity, { ...before, read: before.read + count, [name]: before[name] + count });
  }
  return stores;
}

function partsOf(groups: readonly RunGroup[]): RunPart[] {
  const parts = new Map<string, RunPart>();
  for (const group of groups) {
    const { store, entity, count } = group;
    const outcome = group.outcome ?? 'pending';
    const reason = outcome === 'skipped' || outcome === 'quarantined' ? group.reason : null;
    const name = JSON.stringify([store, entity, outcome, reason]);
    const accepted = acceptedIn(group);
    const before = parts.get(name) ?? { store, entity, outcome, reason, count: 0, amount: ZERO, accepted: ZERO };
    parts.set(name, {
      ...before,
      count: before.count + count,
      amount: add(before.amount, group.amount ?? ZERO),
      // Most have none, and there may be as many groups as records.
      accepted: isZero(accepted) ? before.accepted : add(before.accepted, multiply(accepted, decimal(count))),
    });
  }
  return [...parts.values()];
}

const ENDED: readonly string[] = ['good', 'open', 'differences', 'failed'];

/** As far as it matters here. */
const summarySchema = z.object({
  bound: z.record(z.string(), z.unknown()).optional(),
  problems: z.array(z.object({ store: z.unknown() })).optional(),
});

/** What a run's summary says, read leniently: earlier versions wrote less of it. */
export function summaryOf(text: string | null): z.infer<typeof summarySchema> {
  try {
    return summarySchema.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** One that a problem of the store or of the primary has cut short had not all of the store. */
async function lastWholeRun(storage: LedgerStorage, store: string): ReturnType<Ledger['lastWholeRun']> {
  for await (const { id, narrowed, status, summary, startedAt } of runsBefore(storage)) {
    if (narrowed || !ENDED.includes(status)) continue;
    const { bound, problems = [] } = summaryOf(summary);
    if (typeof bound?.[store] !== 'string') continue;
    if (!problems.some((problem) => problem.store === store || problem.store === 'primary')) return { id, startedAt };
  }
  return null;
}

/** The latest first, few at a time. */
export async function* runsBefore(storage: LedgerStorage, first?: number) {
  let before = first;
  for (;;) {
    const page = await storage.runs({ limit: 10, ...(before === undefined ? {} : { before }) });
    yield* page;
    before = page.at(-1)?.id;
    if (before === undefined) return;
  }
}

/** A step of their copy is done, and the next has not begun. */
async function partiallyLoaded(
  storage: LedgerStorage,
  store: string,
  entity: EntityName,
): ReturnType<Ledger['partiallyLoaded']> {
  const writing = (await storage.records({ anyOf: [{ store, entity, states: ['writing'] }] })).map(
    ({ value }) => value,
  );
  const intents = (await storage.intents({ of: writing })).map(({ value }) => value);
  const byRecord = Map.groupBy(intents, ({ key }) => key.sourceId);
  return writing.flatMap((record) => {
    const own = byRecord.get(record.sourceId) ?? [];
    if (own.some(({ outcome }) => outcome === null)) return [];
    return own.flatMap(({ outcome, draft }) =>
      outcome === 'step-done' && draft !== null ? [{ record: viewOf(record), draft }] : [],
    );
  });
}
