import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pipeline } from '../../../src/config/pipeline.ts';
import { type FakeStore, type Seed, type Switches, startFakeStore } from '../../../src/fake-store/index.ts';
import type { RunOptions } from '../../../src/run/options.ts';
import { runPipeline } from '../../../src/run/run.ts';
import type { RunSummary } from '../../../src/run/summary.ts';
import type { GuardRules } from '../../../src/transform/guards/guard-rules.ts';
import { impatience } from '../../support/impatience.ts';
import { readPipelineOnce } from '../../support/pipeline-once.ts';

type Group = Readonly<Record<string, unknown>>;

export interface Feeder {
  readonly name: string;
  readonly seed: Partial<Seed>;
  readonly switches?: Partial<Switches>;
  /** Of the copies' numbers; the name's first letter where none is given. */
  readonly prefix?: string;
  /** Keys of the pipeline file's entry for it. */
  readonly rules: Group & { readonly orders?: Group };
}

export interface Setting {
  readonly primary?: Partial<Seed>;
  readonly switches?: Partial<Switches>;
  /** Name and text of files beside the pipeline file. */
  readonly files?: Readonly<Record<string, string>>;
  /** Of the pipeline file; its defaults where none are given. */
  readonly guards?: Readonly<Partial<GuardRules>>;
  readonly feeders: readonly Feeder[];
  /** How the primary is spoken to; JSON where nothing is said. */
  readonly primaryFormat?: 'json' | 'xml';
}

export interface FeedingStores {
  readonly primary: FakeStore;
  readonly feeders: readonly FakeStore[];
  readonly folder: string;
  run(options?: Partial<RunOptions>): Promise<RunSummary>;
  pipeline(): Promise<Pipeline>;
}

const lists = {
  shippingMethods: [{ id: '1', name: 'Post' }],
  paymentMethods: [{ id: '1', name: 'Cash' }],
  warehouses: [
    { id: '1', name: 'Main', isPrimary: true },
    { id: '2', name: 'Virtual', tracksStock: false },
  ],
} satisfies Partial<Seed>;

/** One primary and stores that feed it, on real sockets, with a pipeline and a ledger of their own while `use` lasts. */
export async function withFeedingStores<T>(setting: Setting, use: (stores: FeedingStores) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'feeding-stores-'));
  const open: FakeStore[] = [];
  const start = async (name: string, seed: Partial<Seed>, switches: Partial<Switches> = {}) => {
    const store = await startFakeStore({ seed: { name, ...lists, ...seed }, switches, apiKey: `${name}-key` });
    open.push(store);
    return store;
  };
  try {
    const primary = await start('primary', setting.primary ?? {}, setting.switches);
    const feeders: FakeStore[] = [];
    for (const { name, seed, switches } of setting.feeders) feeders.push(await start(name, seed, switches));
    const file = join(folder, 'pipeline.yaml');
    const secondaries = setting.feeders.map((feeder, index) => entry(feeder, feeders[index]?.url ?? ''));
    const first = {
      url: primary.url,
      key: key('primary'),
      prefixes: ['N'],
      timezone: 'Australia/Sydney',
      format: setting.primaryFormat ?? 'json',
    };
    // JSON is YAML too.
    const { guards = {} } = setting;
    const pipelineFile = {
      name: 'cases',
      ledger: 'ledger.db',
      primary: { ...first, ...unlimited },
      secondaries,
      guards,
    };
    writeFileSync(file, JSON.stringify(pipelineFile));
    for (const [name, text] of Object.entries(setting.files ?? {})) writeFileSync(join(folder, name), text);
    const keys = ['primary', ...setting.feeders.map(({ name }) => name)].map((name) => [variable(name), `${name}-key`]);
    const pipeline = () => readPipelineOnce(file, Object.fromEntries(keys));
    const run = async (options: Partial<RunOptions> = {}) =>
      runPipeline({
        pipeline: await pipeline(),
        home: folder,
        yes: true,
        allowEmpty: true,
        between: impatience,
        ...options,
      });
    return await use({ primary, feeders, folder, run, pipeline });
  } finally {
    await Promise.all(open.map((store) => store.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

const unlimited = { requestsPerMinute: 'unlimited' };
const variable = (name: string) => `${name.toUpperCase().replace('-', '_')}_KEY`;
const key = (name: string) => `\${${variable(name)}}`;

function entry({ name, prefix = (name[0] ?? '').toUpperCase(), rules: { orders, ...rules } }: Feeder, url: string) {
  return {
    name,
    url,
    key: key(name),
    timezone: 'Australia/Perth',
    ...unlimited,
    prefix: { N: prefix },
    since: '2026-07-01',
    purpose: 'books',
    customers: { policy: 'match' },
    products: { policy: 'match' },
    ...rules,
    orders: { warehouse: 'Virtual', houseEmail: 'house@example.com', ...orders },
  };
}
