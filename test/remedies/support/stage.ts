import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type FakeXero, type InvoiceSeed, plainApp, startFakeXero } from '../../../src/fake-xero/index.ts';
import type { RunOptions } from '../../../src/run/options.ts';
import type { RunSummary } from '../../../src/run/summary.ts';
import type { Ended } from '../../cli/program.ts';
import { runProgram } from '../../cli/program.ts';
import { rma } from '../../rules/support/by-hand.ts';
import { type Setting, startTwoStores, type TwoStores } from '../../rules/support/two-stores.ts';
import { readPipelineOnce } from '../../support/pipeline-once.ts';
import { type PrintedThing, printedThings } from './printed.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const environment = {
  ...{ MAIN_KEY: 'main-key', WEST_KEY: 'west-key' },
  ...{ XERO_ID: plainApp.clientId, XERO_SECRET: plainApp.clientSecret },
};

/** Anything below a key of the pipeline file. */
type Group = Record<string, unknown>;

/** Two stores, a pipeline file that people and commands change, and a person at the keyboard. */
export interface Stage extends Pick<TwoStores, 'west' | 'main' | 'find' | 'ledgerFile' | 'home'> {
  readonly file: string;
  /** Typed after `neto-consolidator`, in this process; `<pipeline>` stands for the file. */
  command(...words: string[]): Promise<Ended>;
  /** Without the waits of a run that people start, which some reasons take. */
  run(options?: Partial<RunOptions>): Promise<RunSummary>;
  /** What `todo` prints. */
  todo(): Promise<PrintedThing[]>;
  later(milliseconds: number): void;
  /** A person opens the file: `west.orders.surchargeSku`, or `guards.dueDates`. */
  edit(path: string, value: unknown): void;
  /** Where the setting has something in it. */
  readonly xero: FakeXero | undefined;
}

/** Two stores, and where the pipeline names its books what stands in them. */
export interface StageSetting extends Setting {
  readonly inXero?: readonly InvoiceSeed[];
}

const entities = ['products', 'customers', 'orders', 'payments', 'rmas'];

/** 16:00 of 20 July in Sydney, or later. */
export async function withStage(
  { inXero, ...setting }: StageSetting,
  use: (stage: Stage) => Promise<void>,
): Promise<void> {
  let now = Date.parse('2026-07-20T06:00:00Z');
  const xero = inXero === undefined ? undefined : await startFakeXero({ clock: () => now });
  for (const seed of inXero ?? []) xero?.control.createInvoice(seed);
  const books = {
    ...{ clientId: `\${XERO_ID}`, clientSecret: `\${XERO_SECRET}`, url: xero?.apiUrl, identityUrl: xero?.identityUrl },
    organisation: xero?.control.setOrganisation({}).id,
  };
  const whole: Setting = {
    ...setting,
    ...(xero === undefined ? {} : { xero: books, xeroApp: plainApp }),
    clock: () => now,
    main: { staff: ['anna'], ...setting.main },
    rules: { entities, rma, ...setting.rules },
  };
  const stores = await startTwoStores(whole);
  try {
    const { file } = await stores.pipeline();
    const command = (...words: string[]) =>
      runProgram(
        words.map((word) => (word === '<pipeline>' ? file : word)),
        { folder: stores.home, environment: { ...environment, NETO_CONSOLIDATOR_HOME: stores.home }, now: () => now },
      );
    await use({
      ...stores,
      ...{ file, xero },
      command,
      run: async (options = {}) =>
        stores.run({ ...options, pipeline: options.pipeline ?? (await readPipelineOnce(file, environment)) }),
      todo: async () => printedThings((await command('todo', file)).stdout),
      later: (milliseconds) => {
        now += milliseconds;
      },
      edit(path, value) {
        const content = parse(readFileSync(file, 'utf8')) as Group;
        const keys = path.replace(/^west\./, 'secondaries.0.').split('.');
        const last = keys.pop() ?? '';
        let group = content;
        for (const key of keys) {
          group[key] ??= {};
          group = group[key] as Group;
        }
        group[last] = value;
        writeFileSync(file, JSON.stringify(content));
      },
    });
  } finally {
    await Promise.all([stores.close(), xero?.close()]);
  }
}

/** What is looked for once a day is found. */
export async function nextDay({ later, run }: Stage): Promise<void> {
  later(DAY + HOUR);
  await run();
}

/** What may have been stored is looked for again and again, before it is written anew. */
export async function settled({ later, run }: Stage): Promise<void> {
  for (let times = 0; times < 4; times += 1) {
    later(HOUR);
    await run();
  }
}
