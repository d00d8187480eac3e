import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FakeStore, type OrderSeed, readSeed, startFakeStore } from '../../fake-store/index.ts';
import { packageRoot } from '../../model/program-version.ts';

const root = fileURLToPath(packageRoot);

export const demoPipelineFile = path.join(root, 'pipelines/demo.yaml');

const names = ['main', 'west', 'south'] as const;

export type DemoStoreName = (typeof names)[number];
export type DemoSeed = ReturnType<typeof readSeed>;

export interface DemoStores {
  readonly main: FakeStore;
  readonly west: FakeStore;
  readonly south: FakeStore;
  /** Addresses and keys, by the variables that the pipeline file names. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Whether an order of a secondary, and its place among these, belongs to what is played. */
export type Takes = (order: OrderSeed, place: number) => boolean;

/** @param takes fewer orders of the secondaries than all */
export function demoSeeds(takes: Takes = () => true): Record<DemoStoreName, DemoSeed> {
  const seedOf = (name: DemoStoreName): DemoSeed => readSeed(path.join(root, `fixtures/demo/${name}-store.json`));
  const taken = (seed: DemoSeed): DemoSeed => ({ ...seed, orders: seed.orders.filter(takes) });
  return { main: seedOf('main'), west: taken(seedOf('west')), south: taken(seedOf('south')) };
}

/** Starts the demo's three stores in this process. @param clock milliseconds since 1970 */
export async function startDemoStores(
  clock: () => number,
  seeds: Readonly<Record<DemoStoreName, DemoSeed>>,
): Promise<DemoStores> {
  const started: FakeStore[] = [];
  const close = async (): Promise<void> => {
    for (const store of started) await store.close();
  };
  try {
    const environment: Record<string, string> = {};
    for (const name of names) {
      const key = crypto.randomUUID();
      const store = await startFakeStore({ seed: seeds[name], apiKey: key, clock });
      started.push(store);
      environment[`${name.toUpperCase()}_STORE_URL`] = store.url;
      environment[`${name.toUpperCase()}_STORE_KEY`] = key;
    }
    const [main, west, south] = started;
    if (main === undefined || west === undefined || south === undefined) throw new RangeError('A store is missing');
    return { main, west, south, environment, close };
  } catch (error) {
    await close();
    throw error;
  }
}
