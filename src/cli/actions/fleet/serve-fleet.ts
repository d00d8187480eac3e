import { SharedRequestLog } from '../../../fleet/limits/shared-request-log.ts';
import { storedPipeline } from '../../../fleet/pipelines/stored-pipelines.ts';
import { shareRequestLog } from '../../../session/open-run.ts';
import { stateHome } from '../../../session/state-home.ts';
import type { Shell } from '../../shell.ts';
import { makeToken, type ServeCommandOptions, serveSite } from '../serve-site.ts';
import { filesOfFolder } from './files-of-folder.ts';
import { fleetView } from './fleet-view.ts';
import { withFleet } from './open-fleet.ts';
import { keyTable } from './pipeline-of.ts';

/** Statements of many visitors at once, each for a moment. */
const CONNECTIONS = 8;
/** Who looks at a page is told soon that the database is away; milliseconds. */
export const PAGE_WAITS: readonly number[] = [50, 200];

/** The page of all pipelines of a fleet. @param names those that are served; none: all */
export async function serveFleet(shell: Shell, names: readonly string[], options: ServeCommandOptions): Promise<void> {
  const { environment, now, note } = shell;
  const table = await keyTable(shell);
  const files = new Map([...(await filesOfFolder(shell, options.pipelines))].map(([name, { file }]) => [name, file]));
  await withFleet(
    environment,
    async (fleet) => {
      // One that is not there is a slip, and would be served to nobody.
      for (const name of names) await storedPipeline(fleet, name);
      if (options.newToken !== undefined) return makeToken(shell, names, options, options.newToken);
      const view = fleetView(shell, fleet, { table, files }, names.length === 0 ? null : names);
      const home = stateHome(environment);
      // What a page asks of stores counts with what the workers ask.
      const requestLog = new SharedRequestLog(fleet.database);
      const unshare = shareRequestLog(home, requestLog);
      try {
        await serveSite(shell, { pipelines: [], fleet: view, home, now, note }, options);
      } finally {
        unshare();
        await requestLog.settled();
      }
    },
    {
      schedule: false,
      connections: CONNECTIONS,
      waits: PAGE_WAITS,
      onTrouble: ({ message }) => note(`The engine of the jobs says: ${message}`),
    },
  );
}
