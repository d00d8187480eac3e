import type { Command } from 'commander';
import { ConsolidatorError } from '../../model/errors.ts';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import type { Shell } from '../shell.ts';

const DEFAULT = 'pipelines/stores.yaml';

const meaning = `
It asks for the stores, tries their keys with and without a user name, reads what they are like (prefixes, time zones,
payment and shipping methods, warehouses, sales channels, currency and tax), proposes what can be proposed, and asks for the
rest, with what follows from it. Then it writes the pipeline file, with comments, runs \`check\` and ends with \`plan\`. The
stores are only read. Ctrl-C stops it, and the same command goes on from there.

Keys that are typed are not shown, and go into .env beside the pipeline file, for you alone; not where Git would track it.
They are never options, since others on the machine see those: without a terminal they come from the environment or .env,
by the names MAIN_STORE_KEY, WEST_STORE_KEY and so on.

Without a terminal every answer is an option, and a missing one is named. Most take STORE=VALUE, or a value for all stores.

It ends with 0 where nothing has to be mended first, with 1 where something has.`;

const given = {
  '--primary <address>': 'the store that is connected to Xero',
  '--store <name=address>': 'a store to copy from; once for each',
  '--username <store=user>': 'the user that a key belongs to; the key is tried with and without',
  '--key-from-env <store=variable>': 'the variable that holds its key, where it has another name',
  '--since <day>': 'the first day to copy, as 2026-07-01 or west=2026-07-01',
  '--purpose <purpose>': 'books: for the accounts alone; fulfil: the primary sends the goods',
  '--customers <policy>': 'house: one account for the store; match or prefix: one for each shopper',
  '--house-username <name>': 'user name of the house account',
  '--house-email <address>': 'your own address for house accounts and copies',
  '--email <whose>': 'whose address copies bear: house or shopper',
  '--mail-templates-off <confirmed>': 'needed for shopper: the mail templates of the primary are off',
  '--products <policy>': 'placeholder, match or prefix',
  '--sku-prefix <prefix>': 'stands before SKUs, for prefix',
  '--due-date <rule>': 'where an order has none: a number of days, invoice-date, terms or source',
  '--payment-terms <terms=days>': 'for terms, as in "west:Net 14=14"',
  '--payment-method <name=primary>': 'as in "west:Zip=West - Zip"; nothing after = leaves it open',
  '--shipping-method <name=primary>': 'the same for shipping methods',
  '--sending-warehouse <name=primary>': 'the same for warehouses, for fulfil',
  '--prefix <prefix=target>': 'what numbers of copies begin with, as in west:N=W',
  '--primary-prefix <prefix>': 'what numbers of the primary ever began with, once for each',
  '--warehouse <name>': 'the warehouse without stock in the primary, for books',
  '--sales-channel <name>': 'of the copies',
  '--surcharge-sku <sku>': 'the product of the primary for card surcharges',
  '--timezone <zone>': 'where the payments of a store do not tell it',
} as const;

export function registerInit(program: Command, shell: Shell): void {
  const command = program
    .command('init')
    .argument('[file]', 'the pipeline file to write', DEFAULT)
    .description('Asks a few questions, tries everything, writes the pipeline file, and ends with a plan.');
  const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  for (const [flag, words] of Object.entries(given)) {
    if (flag.startsWith('--primary <')) command.option(flag, words, theOne);
    else command.option(flag, words, collect);
  }
  command
    .option('--save-keys', 'put keys that the environment holds into .env, too')
    .option('--yes', 'take all that is proposed, without asking')
    .option('--anew', 'forget what was answered before a stop')
    .option('--force', 'overwrite the pipeline file')
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'init',
        'init pipelines/au-stores.yaml',
        'init --primary https://www.main-store.com.au --store west=https://www.west-store.com.au --since 2026-07-01 --purpose books --customers house --house-email accounts@main-store.com.au --due-date 14 --yes',
      ),
    )
    .action(lazily(shell, () => import('../actions/init.ts')));
}

/** @throws ConsolidatorError `usage` for a second one */
function theOne(value: string, before: string | undefined): string {
  if (before === undefined || before === value) return value;
  throw new ConsolidatorError('usage', `--primary ${before} and --primary ${value} contradict each other.`, {
    remedy: 'Give one of the two; other stores are given by --store.',
  });
}
