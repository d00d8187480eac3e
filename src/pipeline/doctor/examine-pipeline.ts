import { existsSync } from 'node:fs';
import { openLedger } from '../../ledger/sqlite-ledger.ts';
import type { Pipeline } from '../config/pipeline.ts';
import { openSharedRequestLog, openStore, Resources } from '../run/open-run.ts';
import { examineLedger } from './examine-ledger.ts';
import { concern, type DoctorFinding } from './finding.ts';
import { samplePrimary } from './sample-primary.ts';

export interface DoctorOptions {
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
  if (!existsSync(pipeline.ledger)) {
    const remedy =
      'Nothing, before the first run. If there was one, restore a backup (`doctor --restore FILE`) or make the map anew (`doctor --rebuild`).';
    return [concern('warn', 'ledger', `There is no ledger at ${pipeline.ledger}.`, remedy)];
  }
  const resources = new Resources();
  try {
    const ledger = openLedger(pipeline.ledger, { now });
    resources.add(() => ledger.close());
    await ledger.pinStores(pipeline.name, [pipeline.primary, ...pipeline.secondaries]);
    const findings = await examineLedger(ledger, now());
    if (online === undefined) return findings;
    const around = { requestLog: openSharedRequestLog(home, resources), progress: () => {} };
    const primary = openStore(pipeline.primary, 'primary', around, resources);
    const stores = pipeline.secondaries.map(({ name }) => name);
    const { size, random = Math.random } = online;
    const { tolerance } = pipeline.accounting;
    return [...findings, ...(await samplePrimary({ ledger, primary, stores, tolerance, size, random, signal }))];
  } finally {
    await resources.close();
  }
}
