import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { BY_A_PERSON } from '../ledger/run-entry.ts';
import { needsLedger } from '../operations/needs-ledger.ts';
import { openOwnLedger } from '../session/own-ledger.ts';
import { Resources } from '../session/resources.ts';
import { stateHome } from '../session/state-home.ts';
import { takePipelineLock } from '../session/take-locks.ts';
import type { Shell } from './shell.ts';

/**
 * Looks into the pipeline's ledger, also while a run is under way.
 * @throws ConsolidatorError `ledger-missing` where nothing was ever run
 */
export async function readLedger<Result>(
  shell: Pick<Shell, 'now'>,
  pipeline: Pipeline,
  use: (ledger: Ledger, resources: Resources) => Promise<Result>,
): Promise<Result> {
  await needsLedger(pipeline);
  const resources = new Resources();
  try {
    return await use(await openOwnLedger(pipeline, { now: shell.now }, resources), resources);
  } finally {
    await resources.close();
  }
}

/**
 * Changes the ledger on a person's word, while no run does. It is no run, and uses up no run's number: the audit keeps it
 * with the record, under `BY_A_PERSON`.
 * @throws ConsolidatorError `pipeline-locked`
 */
export async function changeLedger<Result>(
  shell: Shell,
  pipeline: Pipeline,
  change: (ledger: Ledger, run: typeof BY_A_PERSON) => Promise<Result>,
): Promise<Result> {
  await needsLedger(pipeline);
  // Before it is opened, which brings a ledger of an earlier version up to date.
  const resources = new Resources();
  try {
    await takePipelineLock(pipeline, resources, { isBrief: true, signal: shell.signal });
    const home = stateHome(shell.environment);
    return await change(await openOwnLedger(pipeline, { now: shell.now, home }, resources), BY_A_PERSON);
  } finally {
    await resources.close();
  }
}
