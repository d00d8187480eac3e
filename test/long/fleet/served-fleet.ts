import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetView } from '../../../src/cli/actions/fleet/fleet-view.ts';
import { type OpenFleet, withFleet } from '../../../src/cli/actions/fleet/open-fleet.ts';
import { keyTable } from '../../../src/cli/actions/fleet/pipeline-of.ts';
import { PAGE_WAITS } from '../../../src/cli/actions/fleet/serve-fleet.ts';
import type { Shell } from '../../../src/cli/shell.ts';
import type { NamedTokens } from '../../../src/serve/access/named-tokens.ts';
import type { FleetView } from '../../../src/serve/pipelines/fleet-view.ts';
import { servePage } from '../../../src/serve/server.ts';
import type { SmallDemo } from '../../cli/small-demo.ts';
import { reached, type Served } from '../../serve/support/served.ts';

/** As it may be stored: what the file takes from variables written out, and without secrets. */
export function withoutKeys({ folder, environment }: SmallDemo, name = 'demo'): string {
  return readFileSync(join(folder, 'pipelines/demo.yaml'), 'utf8')
    .replaceAll(/^\s*(key|username|ledger|password|webhook|smtp): .*\n/gm, '')
    .replace(/^name: .*$/m, `name: ${name}`)
    .replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => environment[variable] ?? '');
}

/** Writes the table of keys of a worker. @returns its environment */
export function keysOf(demo: SmallDemo, database: string): NodeJS.ProcessEnv {
  const hosts = ['MAIN', 'WEST', 'SOUTH'].map(
    (store) =>
      `  "${new URL(demo.environment[`${store}_STORE_URL`] ?? '').host}": { key: { variable: ${store}_STORE_KEY } }`,
  );
  const file = join(demo.folder, 'keys.yaml');
  writeFileSync(file, `hosts:\n${hosts.join('\n')}\n`, { mode: 0o600 });
  return { NETO_CONSOLIDATOR_DATABASE: database, NETO_CONSOLIDATOR_KEYS: file };
}

/** Stores the demo's pipeline under each of the names. */
export async function storeAll(
  demo: SmallDemo,
  environment: NodeJS.ProcessEnv,
  names: readonly string[],
): Promise<void> {
  mkdirSync(join(demo.folder, 'stored'), { recursive: true });
  for (const name of names) writeFileSync(join(demo.folder, 'stored', `${name}.yaml`), withoutKeys(demo, name));
  const { code, stderr } = await demo.program(['pipelines', 'apply', 'stored'], environment);
  if (code !== 0) throw new Error(stderr);
}

export interface ServedFleet extends Served {
  readonly view: FleetView;
  readonly fleet: OpenFleet;
}

/** The page of a fleet on a real socket. */
export async function withServedFleet<T>(
  demo: SmallDemo,
  environment: NodeJS.ProcessEnv,
  tokens: NamedTokens,
  use: (served: ServedFleet) => Promise<T>,
): Promise<T> {
  const whole = { ...process.env, ...demo.environment, NETO_CONSOLIDATOR_HOME: demo.home, ...environment };
  const shell = { environment: whole, folder: demo.folder, now: Date.now } as unknown as Shell;
  const table = await keyTable(shell);
  return withFleet(
    whole,
    async (fleet) => {
      const view = fleetView(shell, fleet, { table, files: new Map() }, null);
      const notes: string[] = [];
      const page = await servePage({
        site: { pipelines: [], fleet: view, home: demo.home, now: Date.now, note: (text) => notes.push(text) },
        ...{ port: 0, address: '127.0.0.1', behindProxy: false, tokens },
      });
      try {
        return await use({ ...reached(page, { home: demo.home, notes }), view, fleet });
      } finally {
        await page.close();
      }
    },
    { schedule: false, waits: PAGE_WAITS, onTrouble: () => {} },
  );
}
