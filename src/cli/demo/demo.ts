import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FakeStore } from '../../fake-store/index.ts';
import { counted } from '../../model/amounts-text.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { UNASKED } from '../../run/context/order-gates.ts';
import type { Shell } from '../shell.ts';
import { booksTable, ownSnapshot, snapshot } from './books.ts';
import { type DemoStores, demoPipelineFile, demoSeeds, startDemoStores, type Takes } from './stores.ts';

/** The day after the last order of the sample data, so that the demo is the same whenever it is played. */
export const DEMO_BEGINS = Date.parse('2026-11-24T00:00:00Z');
/** Where it stands in the folder that the demo is played in. */
export const DEMO_PIPELINE = 'pipelines/demo.yaml';
/** Where the pipeline file has mails go that would otherwise reach shoppers. */
const HOUSE = ['accounts@example.com', 'southern.trail@example.com'];
/** Finished, with something in quarantine: the sample data has some on purpose. */
const OPEN = 3;
/** The first run wants a yes. */
const ASKS = 2;

/**
 * @param takes fewer orders of the secondaries than all, for who plays it many times
 * @throws ConsolidatorError where a command does not end as it should, or the second run changes something
 */
export async function playDemo(shell: Shell, takes: Takes = () => true): Promise<void> {
  const offset = DEMO_BEGINS - shell.now();
  const now = (): number => shell.now() + offset;
  const folder = mkdtempSync(path.join(tmpdir(), 'neto-consolidator-demo-'));
  try {
    const home = path.join(folder, 'home');
    mkdirSync(home);
    cpSync(demoPipelineFile, path.join(folder, DEMO_PIPELINE));
    const stores = await startDemoStores(now, demoSeeds(takes));
    const debug = shell.environment['NETO_CONSOLIDATOR_DEBUG'];
    const environment = { ...stores.environment, NETO_CONSOLIDATOR_HOME: home, NETO_CONSOLIDATOR_DEBUG: debug };
    try {
      shell.print('Three made-up stores run in this process, as the Neto API would show them:');
      await play({ ...shell, now, folder, environment }, stores);
    } finally {
      await stores.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the commands of a first day, and compares what the stores hold.
 * @param shell stands in a folder that holds the pipeline file
 * @throws ConsolidatorError as `playDemo`
 */
export async function play(shell: Shell, stores: DemoStores): Promise<void> {
  const { main, west, south } = stores;
  const say = (...lines: string[]): void => shell.print(['', ...lines].join('\n'));
  shell.print(`  main, the primary, connected to Xero   ${main.orders().length} orders of its own, N1001 and on`);
  shell.print(`  west, Perth                            ${west.orders().length} orders, N1001 and on as well`);
  shell.print(`  south, Adelaide                        ${south.orders().length} orders, N1001 and on as well`);

  await show(shell, ['check', DEMO_PIPELINE, '--quiet'], 0, 14);
  const isAsked = [west, south].some((store) => store.orders().length > UNASKED);
  await show(shell, ['plan', DEMO_PIPELINE, '--samples', '3'], isAsked ? ASKS : OPEN, 26);
  const own = ownSnapshot(main);
  await show(shell, ['run', DEMO_PIPELINE, '--yes'], OPEN);
  say('In the books: counted in the stores themselves', '', booksTable(stores), '');
  if (ownSnapshot(main) !== own) throw failed("the primary's own orders were changed");
  const [toHouse, toShoppers] = countMails(main);
  shell.print(
    `Main's own orders and payments are untouched, and ${counted(main.stockMoves.length, 'stock move')} happened.`,
  );
  shell.print(`Mails to shoppers: ${toShoppers}. The store sent ${toHouse} to the merchant's own address instead.`);

  main.clearLogs();
  const before = snapshot(main);
  await show(shell, ['run', DEMO_PIPELINE], OPEN, 8);
  const writes = main.requests.filter(({ write }) => write).length;
  if (snapshot(main) !== before || writes > 0) throw failed('the second run changed the primary');
  say('The second run sent no write to the primary, which is the same as before to the\nlast byte.');

  await show(shell, ['trace', 'N1002', DEMO_PIPELINE, '--store', 'west'], 0);
}

/** Runs a command as a user would. @param lines of its output to show; all where it is left out */
async function show(shell: Shell, words: readonly string[], expected: number, lines?: number): Promise<void> {
  if (shell.signal.aborted) throw new ConsolidatorError('stopped', 'Stopped as asked.');
  shell.print(`\n$ neto-consolidator ${words.join(' ')}`);
  let output = '';
  const code = await shell.run(words, {
    ...shell,
    print: (text) => {
      output += `${text}\n`;
    },
  });
  const all = output.trimEnd().split('\n');
  const shown = lines === undefined || all.length <= lines + 1 ? all : all.slice(0, lines);
  shell.print(shown.join('\n'));
  if (shown.length < all.length) shell.print(`... and ${all.length - shown.length} more lines`);
  if (code === expected) return;
  throw shell.signal.aborted
    ? new ConsolidatorError('stopped', 'Stopped as asked.')
    : failed(`\`${words[0]}\` ended with exit code ${code} instead of ${expected}`);
}

/** @returns mails to the addresses that the pipeline file names, and to all others */
function countMails({ mails }: FakeStore): [number, number] {
  const house = mails.filter(({ to }) => HOUSE.includes(to)).length;
  return [house, mails.length - house];
}

function failed(what: string): ConsolidatorError {
  return new ConsolidatorError('internal', `The demo did not go as it should: ${what}.`);
}
