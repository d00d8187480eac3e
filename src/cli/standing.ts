import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';
import { type QueueTold, readQueue } from '../decisions/read-queue.ts';
import type { OpenIntent } from '../ledger/intent.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import type { RunEntry, Standing } from '../ledger/run-entry.ts';
import type { ByEntity, EntityName, RecordKey } from '../model/entities.ts';
import type { Instant } from '../model/time.ts';
import { newestBackup } from '../operations/doctor/examine-backups.ts';
import { type LastProof, readLastProofs } from '../proof/proof-state.ts';
import type { Unconfirmed } from '../run/summary.ts';
import { unconfirmedSince } from '../run/unconfirmed.ts';
import { lockOwner, pipelineLockFile } from '../session/lock.ts';
import { readVerdict, type Verdict } from '../verdict/verdict.ts';

/** Runs shown. */
const LATEST = 10;
/** Among so many there is a whole one. */
export const LOOKED_AT = 100;

/** A run, and the one that took back what it had copied. */
interface StatusRun extends Omit<RunEntry, 'summary'> {
  readonly undoneBy: number | null;
}

/** What `status` says. */
export interface PipelineStatus {
  readonly pipeline: string;
  /** Did everything arrive, does it add up, what is to be done? */
  readonly verdict: Verdict;
  readonly ledger: string;
  readonly installation: string;
  /** The newest that says how the ledger stood. */
  readonly backup: { readonly file: string; readonly at: Instant } | null;
  /** The process that holds the pipeline now. */
  readonly runningProcess: number | null;
  readonly runs: readonly StatusRun[];
  /** What the last whole run asked about, and nobody has said yes to. */
  readonly unconfirmed: readonly Unconfirmed[];
  /** By store: everything changed before this moment has been read. */
  readonly readUpTo: Readonly<Record<string, ByEntity<Instant>>>;
  readonly records: readonly Standing[];
  /** The last finished proof of each store. */
  readonly proofs: readonly LastProof[];
  /** Entered in the primary by hand and linked. */
  readonly byHand: readonly { readonly store: string; readonly entity: EntityName; readonly count: number }[];
  readonly quarantine: readonly {
    readonly store: string;
    readonly entity: EntityName;
    readonly code: string;
    readonly count: number;
  }[];
  /** Decided while a run went on, and not taken yet. */
  readonly queued: QueueTold['queued'];
  /** Decided, and not done, since it fitted no more; until somebody has seen it. */
  readonly refused: QueueTold['refused'];
  /** Writes whose outcome is not known yet. */
  readonly openWrites: readonly (RecordKey & Pick<OpenIntent, 'action' | 'targetId' | 'at' | 'lookUps'>)[];
}

/** @param now milliseconds since 1970 */
export async function readStatus(ledger: Ledger, pipeline: Pipeline, now: number): Promise<PipelineStatus> {
  const runs = await ledger.runs(LOOKED_AT);
  const undone = undoneBy(runs);
  const { queued, refused } = await readQueue(pipeline);
  return {
    pipeline: pipeline.name,
    verdict: await readVerdict(ledger, pipeline, now),
    ledger: keeperOf(pipeline).name,
    installation: ledger.installationId,
    backup: await backupOf(pipeline),
    runningProcess: lockOwner(pipelineLockFile(pipeline)),
    runs: runs.slice(0, LATEST).map(({ summary: _, ...run }) => ({ ...run, undoneBy: undone.get(run.id) ?? null })),
    unconfirmed: await unconfirmedSince(ledger, runs),
    readUpTo: await readWatermarks(ledger, pipeline),
    records: await ledger.standing(),
    proofs: await readLastProofs(ledger, pipeline),
    byHand: countByHand(await ledger.linkedByHand()),
    quarantine: await countQuarantine(ledger),
    ...{ queued, refused },
    openWrites: (await ledger.openIntents()).map(({ key, action, targetId, at, lookUps }) => {
      const { store, entity, sourceId } = key;
      return { store, entity, sourceId, action, targetId, at, lookUps };
    }),
  };
}

const undoneSchema = z.object({ undone: z.number(), takenBack: z.number() });

/** By run: the latest one that took something of it back. */
function undoneBy(runs: readonly RunEntry[]): ReadonlyMap<number, number> {
  const undone = runs.flatMap(({ id, status, summary }) => {
    if (status !== 'undone' || summary === null) return [];
    const parsed = undoneSchema.safeParse(JSON.parse(summary));
    return parsed.success && parsed.data.takenBack > 0 ? [[parsed.data.undone, id] as const] : [];
  });
  return new Map(undone.reverse());
}

async function backupOf(pipeline: Pipeline): Promise<PipelineStatus['backup']> {
  const newest = newestBackup(await keeperOf(pipeline).backups());
  return newest === undefined ? null : { file: newest.address, at: newest.at };
}

async function readWatermarks(ledger: Ledger, pipeline: Pipeline): Promise<PipelineStatus['readUpTo']> {
  const watermarks: Record<string, Record<string, Instant>> = {};
  for (const { name, entities } of pipeline.secondaries) {
    const own: Record<string, Instant> = {};
    for (const entity of entities) {
      const watermark = await ledger.watermark(name, entity);
      if (watermark !== null) own[entity] = watermark;
    }
    watermarks[name] = own;
  }
  return watermarks;
}

function countByHand(records: readonly LedgerRecord[]): PipelineStatus['byHand'] {
  const groups = Map.groupBy(records, ({ store, entity }) => JSON.stringify([store, entity]));
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ store, entity }) => ({ store, entity, count: group.length })),
  );
}

async function countQuarantine(ledger: Ledger): Promise<PipelineStatus['quarantine']> {
  const groups = Map.groupBy(await ledger.quarantined(), ({ store, entity, reason }) =>
    JSON.stringify([store, entity, reason]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ store: first.store, entity: first.entity, code: first.reason ?? '', count: group.length }];
  });
}
