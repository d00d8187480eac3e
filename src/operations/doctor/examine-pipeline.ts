import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import type { LedgerKeeper } from '../../ledger/keeper.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import { errorCodes } from '../../model/error-codes.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { ledgerPlace, refuseOtherPlace } from '../../session/ledger-place.ts';
import { openPaths } from '../../session/open-paths.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { Resources } from '../../session/resources.ts';
import { checkBackups, examineBackups } from './examine-backups.ts';
import { examineLedger } from './examine-ledger.ts';
import { concern, type DoctorFinding, fine } from './finding.ts';
import { samplePrimary } from './sample-primary.ts';

interface DoctorOptions {
  readonly pipeline: Pipeline;
  readonly home: string;
  /** Copies to look up in the primary for each store; none when left out. */
  readonly online?: { readonly size: number; readonly random?: () => number } | undefined;
  readonly now?: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Looks at a pipeline's ledger, and where asked at the primary. Takes no lock and changes nothing. @throws ConsolidatorError */
export async function examinePipeline(options: DoctorOptions): Promise<DoctorFinding[]> {
  const { pipeline, home, online, now = Date.now, signal } = options;
  const keeper = keeperOf(pipeline);
  if (!(await keeper.exists())) {
    const [newest] = (await checkBackups(keeper)).filter(({ state }) => state === 'sound');
    const remedy =
      newest === undefined
        ? 'Before the first run: `plan`, then `run`. If there were runs, restore a backup (`doctor --restore FILE`) or make the map anew (`doctor --rebuild`).'
        : `There are backups of one. Restore the newest: \`doctor --restore ${newest.name}\`.`;
    return [concern('warn', 'ledger', `There is no ledger at ${keeper.name}.`, remedy)];
  }
  const resources = new Resources();
  try {
    const ledger = await keeper.openToLook({ now });
    resources.add(() => ledger.close());
    await ledger.pinStores(pipeline.name, [pipeline.primary, ...pipeline.secondaries], true);
    const findings = [
      ...(await examineLedger(ledger, now())),
      await examinePlace(ledger, keeper, home),
      ...(await examineBackups(keeper, ledger)),
      ...openPaths(pipeline, home).map(({ message, remedy }) => concern('warn', 'rights', message, remedy)),
    ];
    if (online === undefined) return findings;
    const around = {
      requestLog: openSharedRequestLog({ home, database: pipeline.database }, resources),
      progress: () => {},
    };
    const primary = openStore(pipeline.primary, { readOnly: true }, around, resources);
    const stores = pipeline.secondaries.map(({ name }) => name);
    const { size, random = Math.random } = online;
    const { tolerance } = pipeline.accounting;
    return [...findings, ...(await samplePrimary({ ledger, primary, stores, tolerance, size, random, signal }))];
  } finally {
    await resources.close();
  }
}

/** A run would refuse it: said here with what to do about it. */
async function examinePlace(ledger: Ledger, keeper: LedgerKeeper, home: string): Promise<DoctorFinding> {
  const before = await ledger.place();
  try {
    if (before !== null) await refuseOtherPlace(before, await ledgerPlace(keeper, home), keeper);
    const words =
      before?.database === undefined ? `with the state home ${path.resolve(home)}` : 'in its own database and schema';
    return fine('place', `The ledger is used ${words}.`);
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return concern('problem', 'place', error.message, errorCodes[error.code].remedy);
  }
}
