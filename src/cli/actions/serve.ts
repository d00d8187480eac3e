import { ConsolidatorError } from '../../model/errors.ts';
import type { Announcing } from '../../schedule/pipeline-run.ts';
import { type ServedPipeline, servedPipeline } from '../../serve/pipelines/served-pipeline.ts';
import { stateHome } from '../../session/state-home.ts';
import { announcing } from '../announcing.ts';
import type { Shell } from '../shell.ts';
import { makeToken, type ServeCommandOptions, serveSite } from './serve-site.ts';

export async function act(shell: Shell, files: string[], options: ServeCommandOptions): Promise<void> {
  if (options.fleet === true) {
    // With all that speaks to a database.
    const { serveFleet } = await import('./fleet/serve-fleet.ts');
    return serveFleet(shell, files, options);
  }
  if (files.length === 0)
    throw new ConsolidatorError('usage', 'Say which pipeline files, or serve all pipelines of a fleet: --fleet.');
  if (options.pipelines !== undefined)
    throw new ConsolidatorError('usage', '--pipelines names the folder of a fleet, and goes with --fleet alone.');
  const { environment, folder, now } = shell;
  const around = { environment, folder, home: stateHome(environment), now };
  const pipelines = await Promise.all(files.map((file) => servedPipeline(file, around)));
  refuseTwice(pipelines);
  const names = pipelines.map(({ name }) => name);
  if (options.newToken !== undefined) return makeToken(shell, names, options, options.newToken);
  const site = {
    ...{ pipelines, home: around.home, now, note: shell.note },
    announcing:
      (file: string): Announcing =>
      (pipeline, signal) =>
        announcing({ ...shell, file, signal }, pipeline),
  };
  await serveSite(shell, site, options);
}

/** @throws ConsolidatorError `usage` where one name stands for two, of which the page could show only one */
function refuseTwice(pipelines: readonly ServedPipeline[]): void {
  const names = pipelines.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return;
  throw new ConsolidatorError(
    'usage',
    `Two of the pipelines are called ${twice}. Give each file once, and each pipeline its own \`name\`.`,
  );
}
