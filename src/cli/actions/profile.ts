import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { askFilters } from '../../operations/profile/ask-filters.ts';
import { readProfile } from '../../operations/profile/profile.ts';
import { sharedProfile } from '../../operations/profile/share.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { Resources } from '../../session/resources.ts';
import { stateHome } from '../../session/state-home.ts';
import { StoreHabits } from '../../session/store-habits.ts';
import { changeLedger, readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { profileText } from '../text/profile-text.ts';

interface ProfileOptions extends OutputOption {
  readonly store?: string;
  readonly share?: string;
  readonly force?: boolean;
  readonly ask?: boolean;
}

export async function act(shell: Shell, file: string, options: ProfileOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  if (options.ask === true) await ask(shell, pipeline);
  const whole = await readLedger(shell, pipeline, (ledger) => readProfile(ledger, pipeline));
  const stores = whole.stores.filter(({ store }) => options.store === undefined || store === options.store);
  if (stores.length === 0) throw unknownStore(pipeline, options.store ?? '');
  const profile = { ...whole, stores };
  if (options.share !== undefined) {
    const text = `${JSON.stringify(sharedProfile(profile), null, 2)}\n`;
    await writeSafely(path.resolve(shell.folder, options.share), text, { force: options.force === true });
  }
  printResult(shell, options, profile, () =>
    options.share === undefined
      ? profileText(profile, pipeline.primary.timezone)
      : `Wrote ${options.share}: no address, name, id or amount is in it.`,
  );
}

/** What is seen is kept, as if a run had seen it. */
async function ask(shell: Shell, pipeline: Pipeline): Promise<void> {
  const home = stateHome(shell.environment);
  const resources = new Resources();
  try {
    await changeLedger(shell, pipeline, async (ledger) => {
      const habits = new StoreHabits(ledger, shell.now);
      const requestLog = openSharedRequestLog({ home, database: pipeline.database }, resources);
      const around = { requestLog, progress: () => {}, habits };
      const primary = openStore(pipeline.primary, { readOnly: true }, around, resources);
      const value = await askFilters(ledger, pipeline, primary, { signal: shell.signal });
      if (value === undefined) shell.note('Not asked: it takes two copied orders of one store to tell by.');
      else habits.note(primary.host, { habit: 'externalFilter', value, in: 'orders' });
      await habits.save();
    });
  } finally {
    await resources.close();
  }
}

function unknownStore({ secondaries }: Pipeline, given: string): ConsolidatorError {
  const names = ['primary', ...secondaries.map(({ name }) => name)].join(', ');
  return new ConsolidatorError('usage', `There is no store ${given} in the pipeline file; it has ${names}.`);
}
