import { hostname } from 'node:os';
import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { BatchFolder, batchesFolder } from './batch-folder.ts';
import { homeId } from './ledger-place.ts';

/** Where the batches lie that were exported and may be imported at any moment: on one machine, beside its pipeline file. */
const placeSchema = z.object({ homeId: z.string(), folder: z.string(), machine: z.string() });

const SCOPE = 'exports';
const NAME = 'lie-at';

type Memory = Pick<Ledger, 'learned' | 'learn'>;

/** To be said before the first batch is written, of a ledger that several machines use. */
export async function noteExportsHere(ledger: Memory, pipeline: Pipeline, home: string): Promise<void> {
  if (pipeline.database === undefined) return;
  const here = { homeId: homeId(home), folder: batchesFolder(pipeline), machine: hostname() };
  await ledger.learn(SCOPE, NAME, JSON.stringify(here));
}

/**
 * What is in a batch that nobody has confirmed must not be written by other ways, and only the machine that wrote it knows what that is.
 * @throws ConsolidatorError `exports-elsewhere`
 */
export async function refuseExportsElsewhere(ledger: Memory, pipeline: Pipeline, home: string): Promise<void> {
  if (pipeline.database === undefined) return;
  const text = await ledger.learned(SCOPE, NAME);
  if (text === null || text === '') return;
  const place = placeSchema.parse(JSON.parse(text));
  if (place.homeId === homeId(home) && place.folder === batchesFolder(pipeline)) {
    if (!(await holdsOpen(pipeline))) await forgetExports(ledger);
    return;
  }
  throw new ConsolidatorError(
    'exports-elsewhere',
    `Batches that were exported from the ledger of ${pipeline.name} and may not be confirmed yet lie in ${place.folder} on ${place.machine}: what is in them may be imported at any moment, and can't be seen from here. Nothing was written. Confirm them there (\`export confirm\`), and run once there.`,
  );
}

/** A person has said that the ledger goes on here, and so nothing of them will be imported. */
export async function forgetExports(ledger: Memory): Promise<void> {
  if (((await ledger.learned(SCOPE, NAME)) ?? '') !== '') await ledger.learn(SCOPE, NAME, '');
}

async function holdsOpen(pipeline: Pipeline): Promise<boolean> {
  const folder = new BatchFolder(pipeline);
  for (const number of await folder.numbers()) if ((await folder.read(number)) !== null) return true;
  return false;
}
