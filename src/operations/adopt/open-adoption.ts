import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { openSharedRequestLog } from '../../session/open-run.ts';
import { openStores } from '../../session/open-stores.ts';
import { openLedgerCopy, openOwnLedger } from '../../session/own-ledger.ts';
import type { Progress } from '../../session/progress.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';
import { type Adopted, type AdoptionContext, adoptCopies } from './adopt-copies.ts';
import { adoptedWords } from './adopted-words.ts';

export interface AdoptionOptions {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  /** Names of the secondaries wanted; all when left out. */
  readonly stores?: readonly string[] | undefined;
  /** Tried on a copy of the ledger. */
  readonly dryRun?: boolean | undefined;
  /** Why, in the person's own words; it goes into the audit. */
  readonly reason?: string | undefined;
  /** One that a person has made before: its id, and whose it is; left out: it is made now, by whoever is here. */
  readonly decision?: { readonly id: string; readonly by: string } | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Links the copies that another recipe, or a lost ledger, left in the primary. Nothing is written to any store.
 * @throws ConsolidatorError `pipeline-locked` while a run goes on
 */
export async function adoptIntoLedger(options: AdoptionOptions): Promise<Adopted> {
  const resources = new Resources();
  try {
    if (options.dryRun !== true) await takeLocks(options.pipeline, options.home, resources, { signal: options.signal });
    const open = options.dryRun === true ? openLedgerCopy : openOwnLedger;
    const ledger = await open(options.pipeline, { now: Date.now, home: options.home }, resources);
    const report = await adoptWith(options, ledger, resources);
    if (options.dryRun !== true) {
      const { id, by: who } = options.decision ?? {};
      await ledger.noteDecided({ id, who, event: 'adopt', ...toldOf(report), reason: options.reason ?? '' });
    }
    return report;
  } finally {
    await resources.close();
  }
}

/** From what nobody knew whose it is to what is known now. */
function toldOf({ adopted }: Pick<Adopted, 'adopted'>): { readonly change: string } {
  const all = Object.entries(adopted).map(([store, counts]) => {
    return `${store}: ${adoptedWords(counts)}`;
  });
  return { change: `in the primary and not in the map, now in the map: ${all.join('; ')}` };
}

/** The same into a ledger that is open already, as a run of its own in the ledger's record. */
export async function adoptWith(options: AdoptionOptions, ledger: Ledger, resources: Resources): Promise<Adopted> {
  const { pipeline, home, progress = () => {}, signal } = options;
  const requestLog = openSharedRequestLog({ home, database: pipeline.database }, resources);
  const { primary, stores } = await openStores(
    { pipeline, ledger, requestLog, progress, only: options.stores },
    resources,
  );
  const run = await ledger.beginRun({ narrowed: true });
  const context: AdoptionContext = { ledger, run, primary, stores, signal };
  const report = await adoptCopies(context);
  await ledger.finishRun(run, 'adopted', JSON.stringify({ run, pipeline: pipeline.name, adopted: report.adopted }));
  return report;
}
