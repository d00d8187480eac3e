import type { Pipeline } from '../config/pipeline.ts';
import { lockNamesOf } from '../model/store-identity.ts';
import { type LockTaking, leaveNote, pipelineLockFile, takeLockSoon } from './lock.ts';
import { personHere } from './person-here.ts';
import type { Resources } from './resources.ts';
import { primaryLockFile } from './state-home.ts';

interface Taking extends LockTaking {
  readonly signal?: AbortSignal | undefined;
  /** For how long a lease lasts without being prolonged; for tests. */
  readonly leaseSeconds?: number | undefined;
}

/**
 * The pipeline's own lock and the write lock of its primary: of this machine, and, where the ledger is in a database, of all that use
 * that database. A decision that holds one is waited for, a run is not.
 * @throws ConsolidatorError `pipeline-locked`; `stopped`
 */
export async function takeLocks(
  pipeline: Pipeline,
  home: string,
  resources: Resources,
  taking: Taking = {},
): Promise<void> {
  const own = await takeLockSoon(pipelineLockFile(pipeline), `the pipeline ${pipeline.name}`, taking);
  resources.add(() => own.release());
  const { host } = pipeline.primary;
  for (const name of lockNamesOf(host)) {
    const primary = await takeLockSoon(primaryLockFile(home, name), `the primary ${host}`, taking);
    resources.add(() => primary.release());
  }
  await takeLeaseOf(pipeline, resources, taking, host);
}

/**
 * The pipeline's own lock alone, for what writes to no store.
 * @throws ConsolidatorError `pipeline-locked`; `stopped`
 */
export async function takePipelineLock(pipeline: Pipeline, resources: Resources, taking: Taking): Promise<void> {
  const own = await takeLockSoon(pipelineLockFile(pipeline), `the pipeline ${pipeline.name}`, taking);
  resources.add(() => own.release());
  await takeLeaseOf(pipeline, resources, taking);
}

/** The lease alone, of a ledger in a database. Safe is what it says; the locks of this machine tell sooner, and exclude those whose ledgers are files. */
export async function takeLeaseOf(
  pipeline: Pipeline,
  resources: Resources,
  taking: Taking,
  primaryHost?: string,
): Promise<void> {
  const { name, database } = pipeline;
  if (database === undefined) return;
  const { takeLease } = await import('../ledger/open/take-lease.ts');
  const lease = await takeLease(database, {
    ...{ pipeline: `the pipeline ${name}`, primaryHost, who: personHere(), isBrief: taking.isBrief === true },
    ...{ signal: taking.signal, seconds: taking.leaseSeconds },
    onWanted: () => leaveNote(`${pipelineLockFile(pipeline)}.wanted`),
  });
  resources.add(() => lease.release());
  resources.lease = lease;
}
