import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FakeStore, type OrderSeed, readSeed, startFakeStore } from '../../fake-store/index.ts';

/** From here in the repository as in the package. */
const root = fileURLToPath(new URL('../../../', import.meta.url));

const names = ['main', 'west', 'south'] as const;

export interface DemoStores {
  readonly main: FakeStore;
  readonly west: FakeStore;
  readonly south: FakeStore;
  /** Holds all that the demo writes. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Whether an order of a secondary, and its place among these, belongs to what is played. */
export type Takes = (order: OrderSeed, place: number) => boolean;

/** Starts the demo's three stores in this process, and makes a folder with its pipeline. */
export async function startDemoStores(clock: () => number, takes: Takes): Promise<DemoStores> {
  const folder = mkdtempSync(path.join(tmpdir(), 'neto-consolidator-demo-'));
  const started: FakeStore[] = [];
  const close = async (): Promise<void> => {
    for (const store of started) await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    cpSync(path.join(root, 'pipelines/demo.yaml'), path.join(folder, 'pipelines/demo.yaml'));
    const home = path.join(folder, 'home');
    mkdirSync(home);
    const environment: NodeJS.ProcessEnv = { NETO_CONSOLIDATOR_HOME: home };
    for (const name of names) {
      const key = crypto.randomUUID();
      const seed = readSeed(path.join(root, `fixtures/demo/${name}-store.json`));
      const orders = name === 'main' ? seed.orders : seed.orders.filter(takes);
      const store = await startFakeStore({ seed: { ...seed, orders }, apiKey: key, clock });
      started.push(store);
      environment[`${name.toUpperCase()}_STORE_URL`] = store.url;
      environment[`${name.toUpperCase()}_STORE_KEY`] = key;
    }
    const [main, west, south] = started;
    if (main === undefined || west === undefined || south === undefined) throw new RangeError('A store is missing');
    return { main, west, south, folder, environment, close };
  } catch (error) {
    await close();
    throw error;
  }
}
