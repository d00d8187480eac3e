import type { Pipeline } from '../../config/pipeline.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { takeAlong } from '../../session/decisions/take-along.ts';
import { forgetExports } from '../../session/exports-elsewhere.ts';
import { ledgerPlace } from '../../session/ledger-place.ts';
import { personHere } from '../../session/person-here.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';

/**
 * A person says that this ledger is the one that goes on, since it was moved here or put back by hand: binds it to this
 * place, and raises its generation, so that all others like it are superseded.
 * @returns the new generation
 * @throws ConsolidatorError `not-found` where there is none, `pipeline-locked`
 */
export async function claimLedger(
  pipeline: Pipeline,
  options: {
    readonly why: 'moved' | 'restored';
    readonly home: string;
    readonly now: () => number;
    /** In the person's own words; it goes into the audit. */
    readonly reason?: string | undefined;
  },
): Promise<number> {
  const { why, home, now, reason } = options;
  const keeper = keeperOf(pipeline);
  if (!(await keeper.exists()))
    throw new ConsolidatorError('not-found', `There is no ledger at ${keeper.name}.`, {
      remedy: 'Check `ledger` in the pipeline file, or put the ledger there first: there is nothing to go on with.',
    });
  const resources = new Resources();
  try {
    await takeLocks(pipeline, home, resources, { isBrief: true });
    const ledger = await keeperOf(pipeline, resources.lease).open({ now, who: personHere() });
    resources.add(() => ledger.close());
    await ledger.pinStores(pipeline.name, [pipeline.primary, ...pipeline.secondaries]);
    const [before, here] = [await ledger.place(), await ledgerPlace(keeper, home)];
    if (before !== null && before.path !== here.path && here.database === undefined)
      await takeAlong(pipeline, { ledger: before.path });
    await ledger.pinPlace(here);
    await forgetExports(ledger);
    await ledger.claim(why, { reason });
    return ledger.generation;
  } finally {
    await resources.close();
  }
}
