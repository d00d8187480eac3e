import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { completeLedger } from '../../config/complete.ts';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Environment } from '../../config/substitute.ts';
import type { LedgerDigest } from '../../ledger/backup.ts';
import type { KeptLedger, LedgerKeeper } from '../../ledger/keeper.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isPostgresAddress } from '../../model/postgres-address.ts';
import { takeAlong } from '../../session/decisions/take-along.ts';
import { ledgerPlace } from '../../session/ledger-place.ts';
import { personHere } from '../../session/person-here.ts';
import { Resources } from '../../session/resources.ts';
import { takeLeaseOf, takeLocks } from '../../session/take-locks.ts';

export interface MoveOptions {
  readonly pipeline: Pipeline;
  /** A path, or the variable with the address of a database as a pipeline file has it. */
  readonly to: string;
  /** Against which a path is read. */
  readonly folder: string;
  /** Those that a pipeline file may name. */
  readonly variables: Environment;
  /** The state home. */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface MovedLedger {
  /** For messages. */
  readonly from: string;
  readonly to: string;
  readonly digest: LedgerDigest;
}

/**
 * Carries the pipeline's ledger to another place, and proves that it is the same there, letter by letter. Only then the one that was
 * left is marked: it refuses to be written, until a person says that it goes on (`doctor --moved`).
 * @throws ConsolidatorError `usage` for a place that is none or has a ledger already, `ledger-missing`, `pipeline-locked`, `ledger-damaged`
 */
export async function moveLedger(options: MoveOptions): Promise<MovedLedger> {
  const { pipeline, home, now } = options;
  const place = placeOf(options);
  if (!(await keeperOf(pipeline).exists()))
    throw new ConsolidatorError('ledger-missing', `There is no ledger at ${keeperOf(pipeline).name}.`);
  const resources = new Resources();
  try {
    await takeLocks(pipeline, home, resources);
    const moved = { ...pipeline, ...place };
    // Let go of after what is left of a copy there.
    const atTarget = new Resources();
    resources.add(() => atTarget.close());
    await takeLeaseOf(moved, atTarget, {});
    const [source, target] = [keeperOf(pipeline, resources.lease), keeperOf(place, atTarget.lease)];
    if (await target.exists()) throw taken(target);
    await bringUpToDate(source, now);
    const digest = await source.digest();
    await carry(source, target, options, digest, resources);
    await goOnThere(moved, target, options);
    const left = await source.open({ now, who: personHere() });
    resources.add(() => left.close());
    await left.noteMovedTo(target.name);
    return { from: source.name, to: target.name, digest };
  } finally {
    await resources.close();
  }
}

/** What was carried says where it came from. What waits beside it goes along. */
async function goOnThere(moved: Pipeline, target: LedgerKeeper, { pipeline, home, now }: MoveOptions): Promise<void> {
  const ledger = await target.open({ now, who: personHere() });
  try {
    await ledger.pinPlace(await ledgerPlace(target, home));
  } finally {
    await ledger.close();
  }
  const isBesideAnother =
    moved.ledger !== pipeline.ledger || moved.database !== undefined || pipeline.database !== undefined;
  if (isBesideAnother) await takeAlong(moved, pipeline);
}

/** So that its rows are of the version that the other place has them in; a backup is made of an older one, as by a run. */
async function bringUpToDate(source: LedgerKeeper, now: () => number): Promise<void> {
  const ledger = await source.open({ now, who: personHere() });
  try {
    if (ledger.movedTo !== null)
      throw new ConsolidatorError('ledger-moved', `The ledger ${source.name} was moved to ${ledger.movedTo} already.`);
  } finally {
    await ledger.close();
  }
}

async function carry(
  source: LedgerKeeper,
  target: LedgerKeeper,
  { pipeline, now }: MoveOptions,
  digest: LedgerDigest,
  resources: Resources,
): Promise<void> {
  let file = pipeline.ledger;
  if (pipeline.database !== undefined) {
    file = path.join(path.dirname(pipeline.ledger), `.${randomUUID()}.moving`);
    resources.add(() => rm(file, { force: true }));
    await source.backUpTo(file, '');
  }
  const copy = await target.restoring(file);
  resources.add(() => copy.discard());
  await copy.make();
  await refuseUnlike(copy, digest);
  await copy.putInPlace(now());
  await refuseUnlike(target, digest);
}

async function refuseUnlike(copy: KeptLedger, { sha256 }: LedgerDigest): Promise<void> {
  if ((await copy.digest()).sha256 === sha256) return;
  throw new ConsolidatorError(
    'ledger-damaged',
    `What came to ${copy.name} is not what was sent there. Nothing was changed where the ledger is; go on with that one.`,
  );
}

function placeOf({ pipeline, to, folder, variables: known }: MoveOptions): Pick<Pipeline, 'ledger' | 'database'> {
  const { value, variables } = known.replace(to);
  if (isPostgresAddress(to))
    throw usage('an address of a database stands in it, which every user of this machine could read', 'its variable');
  if (!isPostgresAddress(value)) {
    if (variables.length > 0)
      throw usage(`${variables.join(', ')} is not set, or no address of a database`, 'one that is');
    return { ledger: path.resolve(folder, to), database: undefined };
  }
  return completeLedger({ name: pipeline.name, ledger: value }, path.dirname(pipeline.file));
}

function usage(found: string, expected: string): ConsolidatorError {
  return new ConsolidatorError(
    'usage',
    `--to can't be taken: ${found}; expected ${expected}: a path, or '\${LEDGER_URL}' with that variable in the environment, or in the file of keys that the pipeline has.`,
  );
}

function taken({ name }: LedgerKeeper): ConsolidatorError {
  return new ConsolidatorError(
    'usage',
    `There is a ledger at ${name} already, which is never written over. Put it aside, or name another place.`,
  );
}
