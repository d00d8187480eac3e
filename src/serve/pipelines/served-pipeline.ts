import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import { readPipeline } from '../../config/read-pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import type { KeptText } from '../../operations/map/map-name.ts';
import { needsLedger } from '../../operations/needs-ledger.ts';
import { type PublishedProgress, readPublishedProgress } from '../../session/published-progress.ts';
import type { Among } from '../access/rights.ts';

/** A pipeline that the page shows. */
export interface ServedPipeline {
  readonly name: string;
  /** As it was given, for commands to go on with. */
  readonly file: string;
  /** What the file is read with. */
  readonly environment: NodeJS.ProcessEnv;
  /** The file as it is now: it may have been changed since the page was started. @throws ConsolidatorError */
  read(): Promise<Pipeline>;
  /**
   * Looks into the ledger, also while a run writes to it. It is closed afterwards: who restores a ledger finds nobody in the way.
   * @throws ConsolidatorError `ledger-missing` where nothing was ever run, `ledger-newer` and all others of a ledger
   */
  look<Result>(use: (ledger: Ledger, pipeline: Pipeline) => Promise<Result>): Promise<Result>;
  /** How far its run is; null where none is under way, or none has told anything yet. @throws ConsolidatorError */
  progress(): Promise<PublishedProgress | null>;
  /** Only of one that is stored in a fleet's database: its text, to be changed by somebody who may. */
  text?(by: { readonly who: string; readonly decides: Among }, reason: string): KeptText;
  /** Only in a fleet: what its workers do with it. @throws ConsolidatorError */
  queued?(): Promise<Queued>;
}

export type Queued = 'runs' | 'waits' | 'idle';

export interface Around {
  readonly environment: NodeJS.ProcessEnv;
  /** Relative paths start here. */
  readonly folder: string;
  /** The state home. */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** @throws ConsolidatorError for every trouble with the file */
export async function servedPipeline(
  file: string,
  { environment, folder, home, now }: Around,
): Promise<ServedPipeline> {
  const read = (): Promise<Pipeline> => readPipeline(path.resolve(folder, file), environment);
  const { name } = await read();
  return servedFrom({ name, file, read }, { environment, home, now });
}

/** One that is read from anywhere. @param own read: as it is now */
export function servedFrom(
  { name, file, read }: Pick<ServedPipeline, 'name' | 'file' | 'read'>,
  { environment, home, now }: Omit<Around, 'folder'>,
): ServedPipeline {
  return {
    name,
    file,
    environment,
    read,
    progress: async () => readPublishedProgress(home, await read()),
    async look(use) {
      const pipeline = await read();
      await needsLedger(pipeline);
      const ledger = await keeperOf(pipeline).openToLook({ now });
      try {
        return await use(ledger, pipeline);
      } finally {
        await ledger.close();
      }
    },
  };
}
