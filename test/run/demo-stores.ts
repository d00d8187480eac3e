import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { type FakeStore, type FakeStoreOptions, startFakeStore } from '../../src/fake-store/index.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { runPipeline } from '../../src/run/run.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { demoSeed, repository, type StoreName, storeNames } from '../fixtures/support.ts';
import { impatience } from '../support/impatience.ts';
import { readPipelineOnce } from '../support/pipeline-once.ts';

type Given = Partial<Omit<FakeStoreOptions, 'apiKey'>>;

/** The demo's three stores on real sockets, and a folder of their own for its pipeline, ledger and request log. */
export interface DemoStores {
  readonly main: FakeStore;
  readonly west: FakeStore;
  readonly south: FakeStore;
  readonly folder: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  /** As the file is at each call, as for each command. */
  pipeline(environment?: Readonly<Record<string, string>>): Promise<Pipeline>;
  run(options?: Partial<RunOptions>): Promise<RunSummary>;
  close(): Promise<void>;
}

export async function startDemoStores(given: Partial<Record<StoreName, Given>> = {}): Promise<DemoStores> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-stores-'));
  const home = join(folder, 'home');
  mkdirSync(join(folder, 'pipelines'));
  mkdirSync(home);
  const file = join(folder, 'pipelines/demo.yaml');
  copyFileSync(join(repository, 'pipelines/demo.yaml'), file);
  const [main, west, south] = await Promise.all(
    storeNames.map((name) => startFakeStore({ seed: demoSeed(name), apiKey: `${name}-secret-key`, ...given[name] })),
  );
  if (main === undefined || west === undefined || south === undefined) throw new RangeError('A store is missing');
  const environment = Object.fromEntries(
    [main, west, south].flatMap((store, index) => {
      const name = storeNames[index] ?? '';
      return [
        [`${name.toUpperCase()}_STORE_URL`, store.url],
        [`${name.toUpperCase()}_STORE_KEY`, `${name}-secret-key`],
      ];
    }),
  );
  const pipeline = (own: Readonly<Record<string, string>> = {}) => readPipelineOnce(file, { ...environment, ...own });
  return {
    main,
    west,
    south,
    folder,
    home,
    environment,
    pipeline,
    run: async (options = {}) =>
      runPipeline({
        pipeline: options.pipeline ?? (await pipeline()),
        home,
        yes: true,
        between: impatience,
        ...options,
      }),
    close: async () => {
      await Promise.all([main, west, south].map((store) => store.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
