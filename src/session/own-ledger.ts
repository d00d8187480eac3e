import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { BegunChanges } from './decisions/begun-changes.ts';
import { DecisionQueue } from './decisions/queue.ts';
import { takeAlong, takeFromMachine } from './decisions/take-along.ts';
import { takeQueued } from './decisions/take-queued.ts';
import { holdPlace, ledgerPlace, refuseOtherPlace } from './ledger-place.ts';
import { personHere } from './person-here.ts';
import { refuseMoved } from './refuse-moved.ts';
import type { Resources } from './resources.ts';
import { takePipelineLock } from './take-locks.ts';

interface LedgerOpening {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The state home, where the ledger is to be written or copied by: it must be bound to it. Left out: only looked into. */
  readonly home?: string | undefined;
  /** Told where the ledger was last used on another machine. */
  readonly onOtherMachine?: (() => void) | undefined;
  /** This machine's id; for tests. */
  readonly machine?: string | undefined;
}

/** @throws ConsolidatorError for every trouble with the file; `ledger-moved` */
export async function openOwnLedger(
  pipeline: Pipeline,
  { now, home, onOtherMachine, machine }: LedgerOpening,
  resources: Resources,
): Promise<Ledger> {
  // A step that is taken without the locks of a run, which a ledger in a file needs none for.
  if (home !== undefined && pipeline.database !== undefined && resources.lease === undefined)
    await takePipelineLock(pipeline, resources, {});
  const keeper = keeperOf(pipeline, resources.lease);
  const ledger = await (home === undefined ? keeper.openToLook({ now }) : keeper.open({ now, who: personHere() }));
  resources.add(() => ledger.close());
  if (home !== undefined) {
    refuseMoved(ledger, keeper.name);
    const here = await ledgerPlace(keeper, home, machine);
    const { otherMachine } = await holdPlace(ledger, here, keeper, (from) => takeAlong(pipeline, { ledger: from }));
    if (otherMachine) onOtherMachine?.();
  }
  await pin(ledger, pipeline, home === undefined);
  // Whoever comes to write takes first what people have decided before that.
  if (home !== undefined) await new BegunChanges(pipeline).settle(ledger);
  if (home !== undefined) await takeFromMachine(pipeline);
  if (home !== undefined) await takeQueued(ledger, new DecisionQueue(pipeline), { now });
  return ledger;
}

/** A copy of the ledger, to try things on; the ledger itself is not made when it is missing. */
export async function openLedgerCopy(
  pipeline: Pipeline,
  { now, home, machine }: LedgerOpening,
  resources: Resources,
): Promise<Ledger> {
  const keeper = keeperOf(pipeline);
  const ledger = await keeper.openCopy({ now });
  resources.add(() => ledger.close());
  const before = await ledger.place();
  if (before !== null && home !== undefined)
    await refuseOtherPlace(before, await ledgerPlace(keeper, home, machine), keeper);
  await pin(ledger, pipeline);
  return ledger;
}

/** @param looksOnly nothing is written: who looks holds no lock, and would wait for a run that writes */
async function pin(ledger: Ledger, { name, primary, secondaries }: Pipeline, looksOnly = false): Promise<void> {
  await ledger.pinStores(name, [primary, ...secondaries], looksOnly);
}
