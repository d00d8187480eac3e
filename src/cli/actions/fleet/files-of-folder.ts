import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Pipeline } from '../../../config/pipeline.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { Shell } from '../../shell.ts';
import { forFleet } from './for-fleet.ts';

/** The pipelines of a folder, by the name that each says. @throws ConsolidatorError `usage` where two have one name */
export async function filesOfFolder(shell: Shell, given: string | undefined): Promise<ReadonlyMap<string, Pipeline>> {
  const files = new Map<string, Pipeline>();
  if (given === undefined) return files;
  const folder = path.resolve(shell.folder, given);
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  for (const name of names) {
    const file = path.join(folder, name);
    const pipeline = forFleet(await openPipeline({ ...shell }, file));
    const other = files.get(pipeline.name);
    if (other !== undefined)
      throw new ConsolidatorError(
        'usage',
        `${other.file} and ${file} are both called ${pipeline.name}. Give each pipeline its own \`name\`.`,
      );
    files.set(pipeline.name, pipeline);
  }
  return files;
}
