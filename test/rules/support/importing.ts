import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Seed } from '../../../src/fake-store/index.ts';
import type { RunOptions } from '../../../src/run/options.ts';
import type { RunSummary } from '../../../src/run/summary.ts';
import { type FeedReading, storeFeeds } from '../../../src/session/store-feeds.ts';
import { type FeedingStores, withFeedingStores } from './feeding-stores.ts';

export type Row = Readonly<Record<string, string>>;

/** One line of an order as Neto's wizard exports it: dispatched, with tax in its price. */
export function orderRow(id: string, price: string, more: Row = {}): Row {
  return {
    'Order ID': id, 'Order Status': 'Dispatched', Approved: 'Yes', Username: 'jo', Email: 'jo@example.com',
    'Bill First Name': 'Jo', 'Bill Last Name': 'Example', 'Tax Inclusive': 'Yes', 'Date Placed': '2026-09-10 11:00:00',
    'Date Invoiced': '2026-09-10', 'Payment Due Date': '2026-09-20', 'Order Line SKU': 'MUG', 'Order Line Qty': '1',
    'Order Line Description': 'Mug', 'Order Line Unit Price': price, ...more,
  }; // biome-ignore format: a table
}

export function csv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((one) => Object.keys(one)))];
  return [names.join(','), ...rows.map((one) => names.map((name) => one[name] ?? '').join(','))].join('\n');
}

export function xml(rows: readonly Row[]): string {
  const cell = ([name, text]: [string, string]) => `<${name.replaceAll(' ', '')}>${text}</${name.replaceAll(' ', '')}>`;
  const records = rows.map((one) => `<Order>${Object.entries(one).map(cell).join('')}</Order>`);
  return `<?xml version="1.0"?><Orders>${records.join('')}</Orders>`;
}

export interface Importing {
  readonly stores: FeedingStores;
  /** Writes the files into the pipeline's folder and imports them together. */
  import(
    files: Readonly<Record<string, string>>,
    how?: Partial<FeedReading> & { newest?: string },
  ): Promise<RunSummary>;
  /** The same as a plan: nothing is written. */
  plan(files: Readonly<Record<string, string>>): Promise<RunSummary>;
  /** Lets files arrive in the watched folder `in/`, so many seconds ago, and runs. */
  arrive(files: Readonly<Record<string, readonly [text: string, secondsAgo: number]>>): Promise<RunSummary>;
  run(options?: Partial<RunOptions>): Promise<RunSummary>;
}

const items = [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }];

/** A primary and a store `west` that is read from files: watched in `in/`, or given. */
export async function withImports<T>(
  use: (importing: Importing) => Promise<T>,
  { west = {}, rules = {} }: { readonly west?: Partial<Seed>; readonly rules?: Readonly<Record<string, unknown>> } = {},
): Promise<T> {
  const source = { files: 'in/*' };
  const feeders = [{ name: 'west', seed: west, rules: { source, ...rules } }];
  return withFeedingStores({ primary: { items }, feeders }, async (stores) => {
    const write = (name: string, text: string): string => {
      const file = join(stores.folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    };
    mkdirSync(join(stores.folder, 'in'));
    const given = (paths: readonly string[], reading: Partial<FeedReading> & { newest?: string | undefined }) => {
      const { columns = {}, fillDown, newest } = reading;
      const origin = { kind: 'given', files: paths, newest: newest && join(stores.folder, newest) } as const;
      return {
        feeds: { store: 'west', feeds: storeFeeds(origin, { columns, fillDown }) },
        narrowing: { stores: ['west'] },
      };
    };
    return use({
      stores,
      run: (options) => stores.run(options),
      import: async (files, how = {}) => {
        const paths = Object.entries(files).map(([name, text]) => write(name, text));
        return stores.run(given(paths, how));
      },
      plan: async (files) => {
        const paths = Object.entries(files).map(([name, text]) => write(name, text));
        return stores.run({ ...given(paths, {}), simulate: true });
      },
      arrive: async (files) => {
        const now = Date.now() / 1000;
        for (const [name, [text, secondsAgo]] of Object.entries(files)) {
          utimesSync(
            write(join('in', name), name.endsWith('.csv') && !text.endsWith('\n') ? `${text}\n` : text),
            now - secondsAgo,
            now - secondsAgo,
          );
        }
        return stores.run();
      },
    });
  });
}

/** `id code` of what waits for a person. */
export function held({ quarantine }: RunSummary): string[] {
  return quarantine.map(({ sourceId, code }) => `${sourceId} ${code}`).sort();
}

/** By number of the copy: what it comes to, and what is paid on it. */
export function copies({ primary }: FeedingStores): Record<string, string> {
  const payments = primary.payments();
  const paid = (id: unknown) =>
    payments.filter(({ OrderID }) => OrderID === id).reduce((sum, { AmountPaid }) => sum + Number(AmountPaid), 0);
  return Object.fromEntries(
    primary.orders().map(({ OrderID, GrandTotal }) => [OrderID, `${GrandTotal} paid ${paid(OrderID).toFixed(2)}`]),
  );
}
